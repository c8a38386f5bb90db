"""Handing claimed rows over, at most once each: begin on record, send, write down what came of it."""

from mailroom.domain.delivery.deciding import AlreadyDecided, decide_unknown, prove_refused, prove_sent
from mailroom.domain.delivery.handing import hand_over
from mailroom.domain.delivery.mailbag import Mailbag, Unbuildable
from mailroom.domain.delivery.outcomes import Tally
from mailroom.domain.delivery.reaping import reap
from mailroom.domain.delivery.rounds import deliver_all

__all__ = [
    "AlreadyDecided",
    "Mailbag",
    "Tally",
    "Unbuildable",
    "decide_unknown",
    "deliver_all",
    "hand_over",
    "prove_refused",
    "prove_sent",
    "reap",
]
