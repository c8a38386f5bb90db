"""What the team room tells the rooms above. docs/signals.md lists who listens."""

from __future__ import annotations

from django.dispatch import Signal

# user_id: this person lost access. Sent on commit; their open work needs another owner.
person_left = Signal()
