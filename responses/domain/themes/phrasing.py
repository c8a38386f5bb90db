"""What may be a phrase of a theme."""

from __future__ import annotations

from responses.domain.themes import folding, matching

LONGEST = 120
# For one language of one theme.
MOST = 300


def fault(phrase: str) -> str:
    """Why a phrase could never be found, or would be everywhere, in a sentence; empty for a good one."""
    bare = phrase.removesuffix(matching.ANY_ENDING)
    if len(phrase) > LONGEST:
        return f"“{phrase[:30]}…” is longer than {LONGEST} characters."
    if matching.ANY_ENDING in bare:
        return f"“{phrase}”: the star stands for any ending, so it can only come last."
    if not any(char.isalnum() for char in folding.fold_phrase(bare)):
        return f"“{phrase}” has no letter that could be looked for."
    return ""
