"""Two rows that are one person made one: chosen field by field, previewed, then in a single transaction.

It cannot be undone: what the two had is one history afterwards.
"""

from customers.domain.merging.joining import Contradiction, NotTwo, merge
from customers.domain.merging.previewing import Preview, preview

__all__ = ["Contradiction", "NotTwo", "Preview", "merge", "preview"]
