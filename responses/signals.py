"""What the responses room tells the rooms above it. docs/signals.md lists the receivers."""

from django.dispatch import Signal

# Both sent on commit with send_robust, safe to receive twice: `response_id`, and the `score` it has now.
response_recorded = Signal()
response_revised = Signal()

# Sent on commit with send_robust, safe to receive twice: `response_id`, of an answer that ceased or began to
# count.
response_judged = Signal()

# Sent on commit with send_robust, safe to receive twice: `response_id`.
themes_changed = Signal()
