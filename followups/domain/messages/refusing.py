"""Why a message was not written or not taken back: each in a sentence for people."""

from __future__ import annotations

from typing import Final

from followups.domain.working.changing import Refused
from followups.enums import MessageKind, MessageReason

_SENTENCES: Final = {
    MessageReason.NO_ADDRESS: "There is no e-mail address to write to.",
    MessageReason.UNSUBSCRIBED: "They unsubscribed from our mails. Call them instead.",
    MessageReason.BOUNCED: "Mails to their address come back. Ask for another address first.",
    MessageReason.COMPLAINED: "They marked a mail of ours as spam. Call them instead.",
    MessageReason.STAFF: "Somebody on the staff stopped all mails to this address.",
    MessageReason.BLOCKED_DOMAIN: "The program writes no mails to this domain.",
    MessageReason.NO_OPT_IN: "Offers and news need an opt-in in their country, and they have given none.",
    MessageReason.PAUSED: "They take a break from our mails. Only a personal answer may reach them now.",
    MessageReason.NOT_WANTED: "They asked not to be contacted about their answer.",
    MessageReason.ERASED: "This customer was erased.",
    MessageReason.MERGED: "This customer was merged with another one. Write to that one.",
}


class NotAllowed(Refused):
    """Consent forbids the message; `reason` is the code, the text a sentence for people."""

    def __init__(self, reason: MessageReason) -> None:
        super().__init__(sentence(reason))
        self.reason = reason


class NotSayable(Refused, ValueError):
    """Something is wrong with the words: empty, too long, or what no mail may hold."""


class TooLate(Refused):
    """The message is not waiting any more: it is on its way, has left, or was taken back before."""


def sentence(reason: MessageReason) -> str:
    """Why a message may not leave, and where there is one the way out."""
    return _SENTENCES.get(reason, f"{reason.label}.")


def may_insist(kind: MessageKind | str, reason: MessageReason) -> bool:
    """Whether somebody who says why may write nevertheless: a personal letter, asked for by its reader."""
    return reason == MessageReason.NOT_WANTED and kind == MessageKind.PERSONAL
