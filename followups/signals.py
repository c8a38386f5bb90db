"""What the follow-ups room tells the rooms above it. docs/signals.md lists the receivers."""

from django.dispatch import Signal

# Sent on commit with send_robust, safe to receive twice: `followup_id`.
followup_changed = Signal()

# Sent on commit with send_robust: `step_run_id`, of a step that tells another program.
step_due = Signal()

# Sent on commit with send_robust: `now`. Somebody may have room again: one less, more capacity, back at work.
room_appeared = Signal()

# Asked, with plain send: each room above returns how many other programs hear what playbooks tell.
listeners_counted = Signal()
