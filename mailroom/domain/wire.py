"""A message as the bytes that go over the wire."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.generator import BytesGenerator
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from email.message import Message


def wire_bytes(mime: Message) -> bytes:
    """The message with CRLF lines; "From " at the start of a line stays as it is."""
    buffer = BytesIO()
    BytesGenerator(buffer, mangle_from_=False).flatten(mime, linesep="\r\n")
    return buffer.getvalue()


def seven_bit(raw: bytes) -> bytes:
    """The same message for a server that takes ASCII alone: parts become base64 or quoted-printable."""
    buffer = BytesIO()
    parsed = message_from_bytes(raw)
    narrow = policy.compat32.clone(cte_type="7bit")
    BytesGenerator(buffer, mangle_from_=False, policy=narrow).flatten(parsed, linesep="\r\n")
    return buffer.getvalue()
