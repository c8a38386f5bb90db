"""What the customers room tells the rooms above it. docs/signals.md lists the receivers."""

from django.dispatch import Signal

# Sent on commit with send_robust: `customer_ids` is a list, or None for "many".
contact_changed = Signal()

# Sent inside the transaction with plain send, so that all rooms change or none: `customer` (a row that tells
# nothing any more), `contact_id` and `addresses` (what it was known by a moment ago), `now`.
customer_erased = Signal()

# Inside the transaction with plain send: `kept`, `lost` (customers), `actor`, `now`. Every room moves what it
# has of the lost one to the kept one.
customer_merged = Signal()

# With plain send: `kept`, `lost`. Each room returns {what: how many rows the merge would move}.
merge_previewed = Signal()

# With plain send: `customer`, `now`. Each room returns {heading: rows, each a dict of plain values}.
person_data_requested = Signal()

# Sent on commit with send_robust, safe to receive twice: `case_id`, of a support case that we reopened.
case_reopened = Signal()

# With plain send: `now`. Each room returns {contact id: instant of the latest mail of which nobody knows
# whether it arrived there}: that holds as one that did.
doubts_requested = Signal()
