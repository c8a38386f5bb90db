"""A message to many: the form is built once, each recipient's letter is filled from it."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives

from core import addresses, placeholders
from mailroom import tokens
from mailroom.domain.splicing import Splicer, Words, filled, header_value, words, wrapped_segments
from mailroom.domain.wire import wire_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# The form's own fields; a second copy among the headers would contradict them.
_TAKEN = {"bcc", "cc", "date", "from", "message-id", "reply-to", "subject", "to"}

_FORBIDDEN = frozenset("\r\n\0")


class BadLetter(ValueError):
    """This recipient's letter cannot be built; the message says why, for staff."""


def mailbox(name: str, address: str) -> str:
    """`"Name" <address>`, as the sender of a form; the address alone where the name is blank."""
    quoted = placeholders.clean_header(name).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>' if quoted else address


@dataclass(frozen=True, slots=True)
class LetterForm:
    """What a message says to everybody, with `{placeholders}` where it speaks to one.

    `sender` and `reply_to` are one mailbox each (see `mailbox`); an empty `reply_to` and an empty
    `html` are left out. `html` is markup: values are escaped when they go in, fallbacks are not.
    `headers` may hold placeholders as well. A placeholder that has no value is printed as it is.
    """

    sender: str
    reply_to: str
    subject: str
    text: str
    html: str
    headers: Mapping[str, str]

    def __post_init__(self) -> None:
        if taken := _TAKEN & {name.lower() for name in self.headers}:
            raise ValueError(f"These headers are fields of the form: {', '.join(sorted(taken))}.")

    def prepared(self, *, now: datetime) -> PreparedForm:
        """The form made ready for many recipients, dated `now`. Takes milliseconds: once a batch."""
        return PreparedForm(self, now=now)


class PreparedForm:
    """A form whose message was serialized once and is filled per recipient."""

    def __init__(self, form: LetterForm, *, now: datetime) -> None:
        self.form = form
        self.date = format_datetime(now)
        self.sender_address = parseaddr(form.sender)[1]
        self._domain = self.sender_address.rpartition("@")[2] or "localhost"
        self._subject = placeholders.segments(form.subject)
        self._text = placeholders.segments(form.text)
        self._html = wrapped_segments(placeholders.segments(form.html))
        self._headers = {name: placeholders.segments(value) for name, value in form.headers.items()}
        self._splicer = Splicer(
            subject=self._subject,
            text=self._text,
            html=self._html,
            headers=self._headers,
            build=self._build,
        )

    def letter(self, *, recipient: str, values: Mapping[str, str], name: str = "") -> Letter:
        """The letter to one address. `name` is the outbox row's, for what providers tell of it later.

        Raises BadLetter: not one mailbox, or a value that no mail may hold.
        """
        try:
            address = addresses.canonical_email(recipient)
        except addresses.InvalidAddress as problem:
            raise BadLetter(f"The address is not usable: {problem}.") from problem
        clean = {name: _clean(name, value) for name, value in values.items()}
        mark = tokens.mark(name) if name else ""
        return Letter(self, address, clean, f"<{mark or secrets.token_hex(16)}@{self._domain}>", mark)

    def message(self, letter: Letter) -> EmailMultiAlternatives:
        """The letter as Django's own message, for any mail backend."""
        return self._message(_words_of(letter))

    def raw(self, letter: Letter) -> bytes:
        """The letter as it goes over the wire: CRLF lines, 8bit."""
        words = _words_of(letter)
        # A value too long for its line: quoted-printable shortens lines, which costs a build of its own.
        return self._splicer.splice(words) or wire_bytes(self._message(words).message())

    def _message(self, words: Words) -> EmailMultiAlternatives:
        return self._build(
            subject=header_value(self._subject, words.values),
            text=filled(self._text, words.values),
            html=filled(self._html, words.escaped),
            headers={name: header_value(parts, words.values) for name, parts in self._headers.items()},
            recipient=words.recipient,
            message_id=words.message_id,
        )

    def _build(
        self, *, subject: str, text: str, html: str, headers: dict[str, str], recipient: str, message_id: str
    ) -> EmailMultiAlternatives:
        message = EmailMultiAlternatives(
            subject=subject,
            body=text,
            from_email=self.form.sender,
            to=[recipient],
            reply_to=[self.form.reply_to] if self.form.reply_to else None,
            headers={**headers, "Date": self.date, "Message-ID": message_id},
        )
        if html:
            message.attach_alternative(html, "text/html")
        return message


@dataclass(frozen=True, slots=True)
class Letter:
    """One recipient's message; what can go wrong in building it went wrong before this existed."""

    form: PreparedForm
    recipient: str
    values: Mapping[str, str]
    message_id: str
    # Tells our row to whoever brings an event of this mail; empty for a letter without a row.
    mark: str = ""

    @property
    def sender_address(self) -> str:
        """The envelope's sender: bounces go there."""
        return self.form.sender_address

    def raw(self) -> bytes:
        """The message as it goes over the wire: CRLF lines, 8bit."""
        return self.form.raw(self)

    def message(self) -> EmailMultiAlternatives:
        """The same message for a Django or Anymail backend."""
        return self.form.message(self)


def _words_of(letter: Letter) -> Words:
    return words(recipient=letter.recipient, message_id=letter.message_id, values=letter.values)


def _clean(name: str, value: str) -> str:
    if value.isprintable():
        return value
    if not _FORBIDDEN.isdisjoint(value):
        raise BadLetter(f"The value of {name} contains a line break or a NUL.")
    try:
        value.encode()
    except UnicodeEncodeError as problem:
        raise BadLetter(f"The value of {name} contains half a character.") from problem
    # Other controls and separators, which some programs take for the end of a line.
    return "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in value)
