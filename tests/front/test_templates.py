"""What holds for every template, whoever wrote it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zipfile import ZipFile

import lucide
import pytest
from django.template.loader import get_template, render_to_string

from tests.front.files import SCRIPTS, TEMPLATES, markup, named, pages

PAGES = list(pages())
TAG = re.compile(r"<([a-z][a-z0-9-]*)((?:{%.*?%}|{{.*?}}|\"[^\"]*\"|'[^']*'|[^>\"'])*)>", re.DOTALL)


def tags(path: Path) -> list[tuple[str, str]]:
    """Each opening tag of a template with its attributes as written."""
    return [(match[1], match[2]) for match in TAG.finditer(markup(path))]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_template_compiles(path: Path) -> None:
    get_template(str(path.relative_to(TEMPLATES)))


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_template_has_nothing_that_the_content_policy_forbids(path: Path) -> None:
    """No inline style, script or handler: the policy is strict from the first day."""
    found = [
        (name, attributes.strip())
        for name, attributes in tags(path)
        if name == "style"
        or re.search(r"(^|\s)(style|on[a-z]+|hx-on[:a-z-]*)=", attributes)
        or (name == "script" and "src=" not in attributes and "json" not in attributes)
        or 'href="javascript:' in attributes
    ]

    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_htmx_sits_on_what_works_without_it(path: Path) -> None:
    """Every hx-get is on a link or a form; every hx-post on a form, or on a button or a list inside one."""
    found = [
        (name, attributes.strip())
        for name, attributes in tags(path)
        if (
            re.search(r"\shx-get=", attributes)
            and not (name == "form" or "href=" in attributes or "hx-trigger" in attributes)
        )
        or (
            re.search(r"\shx-(post|put|patch|delete)=", attributes)
            and name not in {"form", "button", "select"}
        )
    ]

    assert found == []


def test_what_is_included_alone_gets_what_it_needs() -> None:
    """`only` takes the request and the forms' token away: who needs them is given them, or included without.

    A list's pages need the request for their links; keyset pages bring their links with them.
    """
    texts = {path.relative_to(TEMPLATES).as_posix(): markup(path) for path in PAGES}
    including = re.compile(r'{% include "([^"]+)"(.*?)%}', re.DOTALL)
    found = []
    for word, given in {"request": r"\b(request|next_url)=", "csrf_token": r"\bcsrf_token="}.items():
        used = re.compile(r"{[{%][^}]*(?<![\w.-])" + word + r"\b(?![=-])")
        needy = {name for name, text in texts.items() if used.search(text)}
        for name, text in texts.items():
            for part, how in including.findall(text):
                if part in needy and " only" in how and not re.search(given, how):
                    found.append((name, part, word))

    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_images_and_lone_icons_have_words(path: Path) -> None:
    found = [
        (name, attributes) for name, attributes in tags(path) if name == "img" and "alt=" not in attributes
    ]
    lone = re.findall(r"<button\b(?:(?!aria-label)[^>])*button-icon(?:(?!aria-label)[^>])*>", markup(path))

    assert (found, lone) == ([], [])


def test_icons_exist() -> None:
    with ZipFile(Path(lucide.__path__[0]) / "lucide.zip") as archive:
        known = {name.removesuffix(".svg") for name in archive.namelist()}
    used = {
        name for path in PAGES for name in re.findall(r'(?:{% icon |\bicon=)"([a-z0-9-]+)"', markup(path))
    }

    assert used - known == set()


def test_every_script_is_loaded_as_a_module() -> None:
    """By every page, or by the page whose behavior it is."""
    loading = re.compile(r"""<script type="module" src="{% static ["']js/([a-z-]+\.js)["'] %}"></script>""")
    loaded = {name for path in PAGES for name in loading.findall(markup(path))}

    assert sorted(loaded) == [path.name for path in SCRIPTS]


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_script_stands_alone_and_writes_no_markup(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert (
        re.findall(r"^\s*import\b|\binnerHTML\b|\bouterHTML\b|\beval\(|document\.write", text, re.MULTILINE)
        == []
    )


def test_htmx_adds_no_styles_and_evaluates_nothing() -> None:
    config = json.loads(render_to_string("elements/htmx_config.json"))

    assert (config["includeIndicatorStyles"], config["allowEval"]) == (False, False)
