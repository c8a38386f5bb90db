"""What the customers room tells the rooms above it. docs/signals.md lists the receivers."""

from django.dispatch import Signal

# Sent on commit with send_robust: `customer_ids` is a list, or None for "many".
contact_changed = Signal()

# Sent inside the transaction with plain send, so that all rooms change or none: `customer`, `now`.
customer_erased = Signal()
