"""Breaking the lines of generated HTML: mail lines end at 998 bytes, and MJML writes them far longer."""

from __future__ import annotations

import re
from typing import Final

_WIDTH: Final = 160

_PIECE: Final = re.compile(
    r"(?P<still><(?P<tag>pre|textarea|script)\b.*?</(?P=tag)\s*>)"
    r"|(?P<style><style\b.*?</style\s*>)"
    r"|(?P<markup><!--.*?-->|<[^>]*>)"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
# Where a line may break without changing what is shown, and what the break replaces. Never between
# two tags: that would put a blank between two inline elements, and eleven scores need their row.
_BREAKS: Final = {
    "style": re.compile(r"(?<=\})"),
    "markup": re.compile(r"(?<=[\"'])[ \t](?=[\w:-]+[ \t]*=)"),
    "text": re.compile(r"[ \t]"),
}


def wrapped(html: str) -> str:
    """The same page in lines of about 160 bytes, as far as its markup has places to break.

    Between attributes, between style rules and at blanks in running text.
    """
    lines: list[str] = []
    line, width = "", 0
    for chunk, glue in _chunks(html):
        size = len(chunk.encode(errors="surrogatepass"))
        if glue is not None and width + size > _WIDTH and line:
            lines.append(line)
            line, width = chunk, size
        else:
            line += (glue or "") + chunk
            width += len(glue or "") + size
        if "\n" in chunk:
            width = size - chunk.rfind("\n")
    lines.append(line)
    return "\n".join(lines)


def _chunks(html: str) -> list[tuple[str, str | None]]:
    """What stands together, each with what may give way to a line break before it (None: nothing may)."""
    chunks: list[tuple[str, str | None]] = []
    for piece in _PIECE.finditer(html):
        breaks = _BREAKS.get(piece.lastgroup or "")
        start, glue = 0, None
        for found in breaks.finditer(piece[0]) if breaks else ():
            chunks.append((piece[0][start : found.start()], glue))
            start, glue = found.end(), found[0]
        chunks.append((piece[0][start:], glue))
    return chunks
