"""Handing claimed rows over, at most once each: begin on record, send, write down what came of it."""

from mailroom.domain.delivery.mailbag import Mailbag, Unbuildable

__all__ = ["Mailbag", "Unbuildable"]
