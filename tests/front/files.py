"""The front's files, and what its tests read out of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STATIC: Path = settings.BASE_DIR / "static"
TEMPLATES: Path = settings.BASE_DIR / "templates"
STYLES = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").glob("*.js"))

_COMMENTS = re.compile(r"/\*.*?\*/", re.DOTALL)
_TEMPLATE_COMMENTS = re.compile(r"{% comment .*?endcomment %}|{#.*?#}", re.DOTALL)


def pages() -> Iterator[Path]:
    """Every template of a page or a part of one; mails have rules of their own."""
    return (path for path in sorted(TEMPLATES.rglob("*.html")) if "emails" not in path.parts)


def markup(path: Path) -> str:
    """A template without its comments."""
    return _TEMPLATE_COMMENTS.sub(
        "", path.read_text(encoding="utf-8").replace("{% comment %}", "{% comment  %}")
    )


def style(path: Path) -> str:
    """A stylesheet without its comments."""
    return _COMMENTS.sub("", path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    """A file's name as a failed test should print it."""
    return str(path.relative_to(settings.BASE_DIR))


def imports(path: Path) -> list[str]:
    """What a stylesheet imports, relative to static/css."""
    return re.findall(r'@import url\("([^"]+)"\)', style(path))
