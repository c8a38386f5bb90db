"""Language codes (BCP 47): which text fits which reader, and which way it runs."""

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from django.utils.translation import get_language_info

_RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# Chinese is written in two scripts: a region says which, and without one it is the simplified (CLDR).
_TRADITIONAL: Final = frozenset({"hk", "mo", "tw"})
_SCRIPT_LETTERS: Final = 4
_REGION_LETTERS: Final = 2


def name_of(code: str) -> str:
    """ "German" for `de`; the code itself where nobody told us."""
    try:
        return str(get_language_info(code.lower())["name"])
    except KeyError:
        return code


def direction(code: str) -> str:
    """`rtl` or `ltr`, for the attribute of that name."""
    return "rtl" if _parts(code)[0] in _RIGHT_TO_LEFT else "ltr"


def canonical(code: str) -> str:
    """The code as BCP 47 writes it: `zh-Hans`, `pt-BR`, `de`."""
    return "-".join([part if not place else _cased(part) for place, part in enumerate(_parts(code))])


def matching(code: str, available: Collection[str]) -> str | None:
    """Of the available languages the one for `de-AT`: itself, else `de`, else its neighbor `de-CH`.

    RFC 4647's look-up: subtags are dropped from the end. `zh` and `zh-CN` find `zh-Hans`; `zh-TW` does
    not, because nobody asked whether who reads one script reads the other. None where nothing fits.
    """
    return _matching(code.lower(), tuple(available))


@lru_cache(maxsize=1024)
def _matching(code: str, available: tuple[str, ...]) -> str | None:
    by_code = {one.lower(): one for one in available}
    parts = _parts(code)
    shorter = ("-".join(wish[:size]) for wish in _wishes(parts) for size in range(len(wish), 0, -1))
    neighbors = (one for one in by_code if _parts(one)[0] == parts[0] != "zh")
    return next((by_code[one] for one in (*shorter, *neighbors) if one in by_code), None)


def _wishes(parts: list[str]) -> list[list[str]]:
    if parts[0] != "zh" or any(len(part) == _SCRIPT_LETTERS for part in parts):
        return [parts]
    script = "hant" if _TRADITIONAL.intersection(parts) else "hans"
    return [parts, ["zh", script, *parts[1:]]]


def _parts(code: str) -> list[str]:
    return code.strip().lower().replace("_", "-").split("-")


def _cased(part: str) -> str:
    if len(part) == _SCRIPT_LETTERS:
        return part.title()
    return part.upper() if len(part) == _REGION_LETTERS else part
