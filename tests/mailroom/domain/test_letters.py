from __future__ import annotations

import dataclasses
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailroom.domain.letters import BadLetter, LetterForm, PreparedForm, mailbox
from mailroom.domain.wire import seven_bit, wire_bytes
from tests.mailroom.letter_forms import FORM, VALUES
from tests.moments import NOW

if TYPE_CHECKING:
    from email.message import EmailMessage

PREPARED = FORM.prepared(now=NOW)
# What a person may be called, and what somebody may type who means harm.
NAMES = [
    "Maya",
    "",
    "  ",
    "Zoë",
    "Jürgen Müller-Lüdenscheidt",
    "李小龍",
    "محمد بن سلمان",
    "\u200fמאיה\u200f",
    "👩🏽‍🚀 Ada",
    'O\'Neil & Söhne <b>"Ltd"</b>',
    "{company}",
    "{{ company }}",
    "{{first_name}}",
    "=?utf-8?q?not_ours?=",
    "a" * 180,
    "Ä" * 180,
    "<>&\"'" * 30,
    "one two  three   four " * 8,
    "tab\tand\x0bfeed",
    "line\u2028separator",
    "..",
    ".hidden",
]
text = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=120)


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def content(raw: bytes) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Headers as a reader decodes them, and the parts; without the boundary, which is random."""
    message = parsed(raw)
    headers = [(name, str(value).strip()) for name, value in message.items() if name != "Content-Type"]
    return headers, [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n")) for part in message.iter_parts()
    ]


def both(form: PreparedForm, **values: str) -> tuple[bytes, bytes]:
    letter = form.letter(recipient="maya@example.org", values={**VALUES, **values})
    return letter.raw(), wire_bytes(letter.message().message())


@pytest.mark.parametrize("name", NAMES)
def test_splice_equals_django_message_for_names(name: str) -> None:
    """G14: whatever a name holds, both ways to build the mail say the same."""
    spliced, built = both(PREPARED, first_name=name)

    assert content(spliced) == content(built)


@settings(deadline=None)
@given(name=text, company=text)
def test_splice_equals_django_message_for_any_text(name: str, company: str) -> None:
    spliced, built = both(PREPARED, first_name=name, company=company)

    assert content(spliced) == content(built)


@settings(deadline=None)
@given(subject=text, body=text, header=text)
def test_splice_equals_django_message_for_any_form(subject: str, body: str, header: str) -> None:
    form = LetterForm(
        sender="survey@northwind.example",
        reply_to="",
        subject=subject + "{first_name}",
        text=body,
        html=f"<p>{body.replace('<', '')} {{first_name}}</p>",
        headers={"X-Note": header + " {company}"},
    ).prepared(now=NOW)

    spliced, built = both(form, first_name="Zoë")

    assert content(spliced) == content(built)


def test_splice_equals_django_message_for_long_subjects_and_long_lines() -> None:
    form = dataclasses.replace(
        FORM, subject="Wie wahrscheinlich ist es, dass Sie {company} weiterempfehlen? " * 4, text="x" * 2000
    ).prepared(now=NOW)

    spliced, built = both(form, company="Straßenbau Größe & Söhne")

    assert content(spliced) == content(built)


def test_splice_keeps_lines_within_what_mail_may_carry() -> None:
    page = '<p style="color:red">one {first_name}</p>' * 400
    form = dataclasses.replace(FORM, html=page).prepared(now=NOW)

    for name in NAMES:
        raw, _ = both(form, first_name=name)
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert b"\r" not in raw.replace(b"\r\n", b"")


@pytest.mark.parametrize("name", ["Ä" * 180, "李小龍" * 40, "👩🏽‍🚀" * 20, "one two three" * 12])
def test_splice_folds_long_headers(name: str) -> None:
    raw, _ = both(PREPARED, first_name=name)
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")

    assert parsed(raw)["Subject"] == f"{name}, how likely are you to recommend Northwind?"
    assert max(len(line) for line in head if not line.startswith(b"List-Unsubscribe")) <= 78


def test_splice_escapes_values_in_html_and_not_in_text() -> None:
    """G14: a name is text, not markup."""
    raw, _ = both(PREPARED, first_name="<b>Ada & Co</b>")
    plain, page = [body for _, body in content(raw)[1]]

    assert plain.startswith("Hi <b>Ada & Co</b>,\n")
    assert "Hi &lt;b&gt;Ada &amp; Co&lt;/b&gt;, tap a number" in page


def test_splice_reads_a_value_once() -> None:
    """G14: a customer called {company} stays {company}."""
    raw, _ = both(PREPARED, first_name="{company}")

    assert parsed(raw)["Subject"] == "{company}, how likely are you to recommend Northwind?"


def test_splice_says_the_fallback_where_a_value_is_blank() -> None:
    raw, _ = both(PREPARED, first_name=" ")
    plain, page = [body for _, body in content(raw)[1]]

    assert parsed(raw)["Subject"] == "Hello, how likely are you to recommend Northwind?"
    assert plain.startswith("Hi my friend,\n")
    assert "Hi my friend, tap" in page


def test_splice_prints_a_placeholder_without_a_value() -> None:
    form = dataclasses.replace(FORM, text="Hi {nobody}").prepared(now=NOW)

    assert both(form)[0].count(b"Hi {nobody}\r\n") == 1


def test_letters_share_the_date_and_have_a_message_id_each() -> None:
    raws = [PREPARED.letter(recipient="maya@example.org", values=VALUES).raw() for _ in range(2)]

    assert {parsed(raw)["Date"] for raw in raws} == {"Tue, 10 Mar 2026 09:00:00 +0000"}
    ids = {parsed(raw)["Message-ID"] for raw in raws}
    assert len(ids) == 2
    assert all(name.endswith("@northwind.example>") for name in ids)


def test_letter_names_the_envelope() -> None:
    letter = PREPARED.letter(recipient=" Maya@EXAMPLE.org ", values=VALUES)

    assert (letter.sender_address, letter.recipient) == ("survey@northwind.example", "maya@example.org")
    assert parsed(letter.raw())["To"] == "maya@example.org"
    assert parsed(letter.raw())["Message-ID"] == letter.message_id


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "maya",
        "maya@example.org, ben@example.org",
        "maya@example.org;ben@example.org",
        "Maya <maya@example.org>",
        "maya@example.org ben@example.org",
        "maya@example.org\r\nBcc: ben@example.org",
        "maya@@example.org",
        "<maya@example.org>",
    ],
)
def test_letter_refuses_what_is_not_one_mailbox(recipient: str) -> None:
    with pytest.raises(BadLetter, match="The address is not usable"):
        PREPARED.letter(recipient=recipient, values=VALUES)


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\0b", "a\r\nBcc: ben@example.org", "\ud800"])
def test_letter_refuses_values_that_no_mail_may_hold(name: str) -> None:
    with pytest.raises(BadLetter, match="first_name"):
        PREPARED.letter(recipient="maya@example.org", values={**VALUES, "first_name": name})


def test_form_refuses_a_second_copy_of_its_own_fields() -> None:
    with pytest.raises(ValueError, match="bcc"):
        dataclasses.replace(FORM, headers={"Bcc": "ben@example.org"})


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "a@b.example"),
        ("Northwind", '"Northwind" <a@b.example>'),
        ('The "Big" \\ One, Inc.', '"The \\"Big\\" \\\\ One, Inc." <a@b.example>'),
        ("North\r\nBcc: x@y.example", '"North Bcc: x@y.example" <a@b.example>'),
    ],
)
def test_mailbox_quotes_the_name(name: str, expected: str) -> None:
    assert mailbox(name, "a@b.example") == expected


def test_seven_bit_says_the_same_in_ascii() -> None:
    raw, _ = both(PREPARED, first_name="Zoë")

    assert seven_bit(raw).isascii()
    assert content(seven_bit(raw)) == content(raw)


def test_sender_name_arrives_decoded() -> None:
    assert parsed(both(PREPARED)[0])["From"].addresses[0].display_name == 'Nørthwind, "Freight"'
