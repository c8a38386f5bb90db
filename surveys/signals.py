"""What the surveys room tells the rooms above it. docs/signals.md lists the receivers."""

from django.dispatch import Signal

# Sent on commit with send_robust: `campaign`.
campaign_changed = Signal()
