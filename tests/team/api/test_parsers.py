from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from team.api.parsers import BodyTooLarge, StrictJSONParser, strict_loads

storable = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | storable,
    lambda inner: st.lists(inner) | st.dictionaries(storable, inner),
    max_leaves=20,
)


@given(values, st.booleans())
def test_parser_reads_every_storable_json_value(value: object, ascii_only: bool) -> None:
    body = json.dumps(value, ensure_ascii=ascii_only).encode()

    assert StrictJSONParser().parse(BytesIO(body)) == value


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b'{"score": NaN}', "NaN is not a JSON number."),
        (b"[-Infinity]", "-Infinity is not a JSON number."),
        (b'{"value": 1e999}', "The number 1e999 is too large."),
        (b'{"email": "a", "email": "b"}', 'The key "email" stands twice in one object.'),
        (b'{"a": {"b": 1, "\\u0062": 2}}', 'The key "b" stands twice in one object.'),
        (b'["ok", {"name": "A\\u0000"}]', "A text holds the character U+0000, which cannot be stored."),
        (b'{"\\u0000": 1}', "A text holds the character U+0000, which cannot be stored."),
        (b'{"name": "\\ud83d"}', "A text holds the character U+D83D, which cannot be stored."),
        (b'{"name": "\\ude00\\ud83d"}', "A text holds the character U+DE00, which cannot be stored."),
        (b'{"name": "\xff"}', "The body is not UTF-8: byte 10 cannot be read."),
        (b'{"name": "\xed\xa0\x80"}', "The body is not UTF-8: byte 10 cannot be read."),
        (b"", "The body is not JSON: Expecting value at line 1, column 1."),
        (b"[" * 100_000, "The body is nested too deeply."),
        (b"9" * 5000, "The body holds a number that is too long."),
    ],
)
def test_parser_names_what_it_refuses(body: bytes, sentence: str) -> None:
    with pytest.raises(ParseError) as refusal:
        strict_loads(body)

    assert str(refusal.value.detail) == sentence


def test_parser_keeps_a_whole_surrogate_pair_and_skips_a_byte_order_mark() -> None:
    assert strict_loads(b'\xef\xbb\xbf["\\ud83d\\ude00"]') == ["😀"]


def test_parser_refuses_a_body_over_the_limit(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10

    assert StrictJSONParser().parse(BytesIO(b"[1, 2, 34]")) == [1, 2, 34]
    with pytest.raises(BodyTooLarge, match="larger than 10 bytes"):
        StrictJSONParser().parse(BytesIO(b"[1, 2, 345]"))
