"""What answers speak of: phrases find themes, people put them on and take them off."""

from responses.domain.themes.linking import (
    PREFETCH,
    PREFETCH_OF_RESPONSE,
    free_for,
    links_of,
    of,
    read,
    tag,
    untag,
)
from responses.domain.themes.matching import Phrase, find

__all__ = [
    "PREFETCH",
    "PREFETCH_OF_RESPONSE",
    "Phrase",
    "find",
    "free_for",
    "links_of",
    "of",
    "read",
    "tag",
    "untag",
]
