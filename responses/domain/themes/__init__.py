"""What answers speak of: phrases find themes, people put them on and take them off."""

from responses.domain.themes.linking import of, read, tag, untag
from responses.domain.themes.matching import Phrase, find

__all__ = ["Phrase", "find", "of", "read", "tag", "untag"]
