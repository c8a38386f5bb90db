"""Placeholders in texts that users write: ``{company}``, or ``{first_name|there}`` to fall back on.

There is no template engine here: what is not a placeholder is text, a value is never read again,
and ``{{ … }}`` is printed as it stands.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

# Single braces only: text in double ones is meant for some other program, or mischief.
_PLACEHOLDER: Final = re.compile(
    r"(?<!\{)\{(?P<name>[a-z][a-z0-9_]*)(?:\|(?P<fallback>[^{}|\r\n]*))?\}(?!\})"
)
# What somebody probably meant as one: it would reach customers with its braces.
_LOOKALIKE: Final = re.compile(r"(?<!\{)\{(?P<name>[^{}|\r\n]*)(?:\|[^{}\r\n]*)?\}(?!\})")


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that stays as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name to be replaced by its value, and what to say where that is empty."""

    name: str
    fallback: str
    source: str

    def value_in(self, values: Mapping[str, str]) -> str:
        """The value, the fallback where it is blank, or the source for a name without value."""
        if self.name not in values:
            return self.source
        value = values[self.name]
        return value if value.strip() else self.fallback


def segments(text: str) -> list[Literal | Placeholder]:
    """The text cut at its placeholders, in order; joined again they are the text."""
    parts: list[Literal | Placeholder] = []
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        if found.start() > end:
            parts.append(Literal(text[end : found.start()]))
        parts.append(Placeholder(found["name"], found["fallback"] or "", found[0]))
        end = found.end()
    if end < len(text):
        parts.append(Literal(text[end:]))
    return parts


def find(text: str) -> set[str]:
    """The names of all placeholders in the text."""
    return {found["name"] for found in _PLACEHOLDER.finditer(text)}


def unknown(text: str, allowed: Collection[str]) -> list[str]:
    """What stands in single braces and is not an allowed placeholder, each once, in order.

    Names a typing mistake like ``{First Name}`` as well, which would be printed with its braces.
    """
    names = [found["name"] for found in _LOOKALIKE.finditer(text)]
    return [name for name in dict.fromkeys(names) if name not in allowed]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace each placeholder by its value, in one pass.

    A blank value gives way to the fallback; a name that has no value stays as it is written.
    The result is plain text: escape it for HTML, or fill escaped text with escaped values.
    """
    return "".join(
        part.text if isinstance(part, Literal) else part.value_in(values) for part in segments(text)
    )


def clean_header(text: str) -> str:
    """One line fit for a mail header: control characters and breaks become single blanks.

    Some mail services accept a line break in a subject and send what follows as a header.
    """
    if text.isprintable():
        # Nearly always, and looking at each character costs more than all else of a mail's header.
        return " ".join(text.split())
    printable = "".join(" " if _breaks_lines(char) else char for char in text)
    return " ".join(printable.split())


def _breaks_lines(char: str) -> bool:
    # Controls, lone surrogates (which cannot be encoded), line and paragraph separators.
    return unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
