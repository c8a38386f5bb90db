import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.placeholders import Literal, Placeholder, clean_header, fill, find, segments, unknown

VALUES = {"company": "Northwind", "first_name": "Ada", "empty": " "}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("How likely are you to recommend {company}?", "How likely are you to recommend Northwind?"),
        ("Hi {first_name|there},", "Hi Ada,"),
        ("Hi {empty|there},", "Hi there,"),
        ("Hi {empty},", "Hi ,"),
        ("Hi {empty|},", "Hi ,"),
        ("{first_name}{company}", "AdaNorthwind"),
        ("Hi {nickname|you}", "Hi {nickname|you}"),
        ("{{ company }}", "{{ company }}"),
        ("{{company}}", "{{company}}"),
        ("{{company}", "{{company}"),
        ("{{{company}}}", "{{{company}}}"),
        ("{% load x %}{Company} { company } {company", "{% load x %}{Company} { company } {company"),
        ("{company|a|b}", "{company|a|b}"),
        ("{company.__class__} {company!r} {company:>9}", "{company.__class__} {company!r} {company:>9}"),
        ("", ""),
    ],
)
def test_fill_replaces_what_is_allowed_and_nothing_else(text: str, filled: str) -> None:
    """G14: merge fields, with a word to fall back on. G7: the company's name in the question."""
    assert fill(text, VALUES) == filled


def test_fill_never_reads_a_value_again() -> None:
    """G14: what a customer typed as their name is printed, not obeyed."""
    values = {"company": "{first_name}", "first_name": "{{ settings.SECRET_KEY }}"}

    assert fill("{company} {first_name}", values) == "{first_name} {{ settings.SECRET_KEY }}"


@given(st.text("ab{}| _\n"), st.text())
def test_segments_joined_are_the_text_and_filled_they_are_fill(text: str, value: str) -> None:
    parts = segments(text)

    assert "".join(part.text if isinstance(part, Literal) else part.source for part in parts) == text
    assert {part.name for part in parts if isinstance(part, Placeholder)} == find(text)
    filled = [part.text if isinstance(part, Literal) else part.value_in({"a": value}) for part in parts]
    assert fill(text, {"a": value}) == "".join(filled)


def test_segments_cut_the_text_at_its_placeholders() -> None:
    assert segments("Hi {first_name|there}, {company}") == [
        Literal("Hi "),
        Placeholder("first_name", "there", "{first_name|there}"),
        Literal(", "),
        Placeholder("company", "", "{company}"),
    ]
    assert segments("") == []


def test_unknown_names_mistakes_once_and_in_order() -> None:
    """T52: a text with a misspelt placeholder is told before it is sent."""
    text = "{first_name} {First Name|x} {compny} {{ raw }} {compny} {} {company|Us}"

    assert unknown(text, {"first_name", "company"}) == ["First Name", "compny", ""]
    assert unknown("{first_name|a} {company}", VALUES) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Hello\r\nBcc: eve@example.org", "Hello Bcc: eve@example.org"),
        ("  one\0two\t three\u2028four\x85five ", "one two three four five"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("Grüße, 你好", "Grüße, 你好"),
        ("", ""),
    ],
)
def test_clean_header_is_one_line(text: str, line: str) -> None:
    assert clean_header(text) == line


@given(st.text(st.characters()))
def test_clean_header_leaves_nothing_that_ends_a_line(text: str) -> None:
    assert len(clean_header(text).splitlines()) <= 1
    clean_header(text).encode()
