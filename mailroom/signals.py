"""What the mailroom tells the rooms above it. docs/signals.md lists the receivers."""

from django.dispatch import Signal

# Inside a transaction with plain send: `event` (a ProviderEvent), `now`. The room whose mail it is draws its
# conclusions and returns True; the others return False. May come again, and in any order.
event_read = Signal()
