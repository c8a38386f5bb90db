"""The stylesheets hang together, and the pages for customers stay small."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

from tests.front.files import STATIC, STYLES, imports, markup, named, pages, style

if TYPE_CHECKING:
    from pathlib import Path

CSS = STATIC / "css"
ENTRIES = (CSS / "app.css", CSS / "public.css", CSS / "preferences.css")
PUBLIC_BYTES = 12_000

# Names that scripts or libraries put on elements, and parts that stand for themselves.
UNSTYLED = {
    "form-errors",  # where the error summary is found
    "errorlist",  # Django's own
}


def classes_in(text: str) -> set[str]:
    """Class names in a template that stand there in full, not put together."""
    found: set[str] = set()
    for value in re.findall(r'\bclass="((?:{%.*?%}|{{.*?}}|[^"])*)"', text, re.DOTALL):
        joined = re.sub(r"{{.*?}}", "\0", value)
        plain = re.sub(r"{%.*?%}", " ", joined)
        found |= {name for name in plain.split() if "\0" not in name}
    return found


def styled() -> set[str]:
    """Class names that some stylesheet knows."""
    return {name for path in STYLES for name in re.findall(r"\.([a-zA-Z][\w-]*)", style(path))}


def test_every_stylesheet_is_imported_once() -> None:
    imported = [name for entry in ENTRIES for name in imports(entry)]
    files = [str(path.relative_to(CSS)) for path in STYLES if path not in ENTRIES]

    assert sorted(imported) == sorted(files)


def test_every_import_of_the_app_names_its_layer() -> None:
    lines = [line for line in style(CSS / "app.css").splitlines() if line.startswith("@import")]

    assert [
        line
        for line in lines
        if not re.search(r"\) layer\((reset|tokens|base|layout|components|utilities)\);$", line)
    ] == []


def test_public_styles_stay_small() -> None:
    """The answer page is under 20 KB in all, its styles at most 12 of them."""
    files = [CSS / "public.css", *(CSS / name for name in imports(CSS / "public.css"))]

    assert sum(path.stat().st_size for path in files) < PUBLIC_BYTES


def test_public_styles_work_right_to_left() -> None:
    """Only logical sides: nothing stands "left" or "right" on pages in any language."""
    physical = r"\b(?:margin|padding|border|inset)?-?(?:left|right)\b"
    found = {named(path): re.findall(physical, style(path)) for path in (CSS / "public").glob("*.css")}

    assert {name: sides for name, sides in found.items() if sides} == {}


def test_every_class_that_a_page_writes_is_styled() -> None:
    known = styled() | UNSTYLED
    missing = {named(path): sorted(classes_in(markup(path)) - known) for path in pages()}

    assert {name: classes for name, classes in missing.items() if classes} == {}


def test_hashed_names_reach_the_imports(tmp_path: Path) -> None:
    """In production every file's name carries a hash; an import that kept the plain name would be missed."""
    shutil.copytree(STATIC, tmp_path, dirs_exist_ok=True)
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    source = FileSystemStorage(location=str(STATIC))
    names = [str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()]

    results = list(storage.post_process({name: (source, name) for name in names}))
    app = (tmp_path / storage.hashed_files["css/app.css"]).read_text(encoding="utf-8")

    assert [result for _, _, result in results if isinstance(result, Exception)] == []
    assert re.search(r'@import url\("tokens\.[0-9a-f]{12}\.css"\) layer\(tokens\);', app)
