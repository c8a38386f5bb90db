"""What the team room tells the rooms above. docs/signals.md lists who listens."""

from __future__ import annotations

from django.dispatch import Signal

# program, changes (old and new value by field), now. Sent inside the transaction with plain send: what the
# rooms above derived from the settings changes with them, or neither does.
program_changed = Signal()

# With plain send: `stored` and `proposed` (programs), `fields` (names of settings), `now`. Each room returns
# {field: a sentence on what the proposed value does}, for those of the fields that it knows of.
change_previewed = Signal()

# Outside any transaction with send_robust: `program`, `now`, `is_over`. Each room removes what is older than
# the program keeps it, in slices until `is_over()`, and returns {setting: how many rows went}.
sweep_due = Signal()

# user_id: this person lost access. Sent on commit; their open work needs another owner.
person_left = Signal()
