"""What the team room tells the rooms above. docs/signals.md lists who listens."""

from __future__ import annotations

from django.dispatch import Signal

# program, changes (old and new value by field), now. Sent inside the transaction with plain send: what the
# rooms above derived from the settings changes with them, or neither does.
program_changed = Signal()

# user_id: this person lost access. Sent on commit; their open work needs another owner.
person_left = Signal()
