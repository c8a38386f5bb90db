"""What the staff hears of an answer at once: a customer of theirs spoke again, or fell before the renewal.

``news.tell(response_id=…)`` may be called any number of times, ``news.tell_missed(now=…)`` is the sweep.
"""

from followups.domain.news.hearing import tell, tell_missed

__all__ = ["tell", "tell_missed"]
