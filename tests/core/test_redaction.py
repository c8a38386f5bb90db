"""Tokens stay out of the log."""

from __future__ import annotations

import logging

import pytest

from core.redaction import WithoutTokens, without_tokens


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gone: /s/1.GYr_cIN-UUi", "Gone: /s/..."),
        ("Not Found: /s/1.GYr/thanks", "Not Found: /s/.../thanks"),
        ('"GET /s/1.GYr?score=9 HTTP/1.1" 200', '"GET /s/...?score=9 HTTP/1.1" 200'),
        ("/s/1.GYr/thanks?lang=en&receipt=1-2.abc", "/s/.../thanks?lang=en&receipt=..."),
        ("https://nps.example/u/3.abc", "https://nps.example/u/..."),
        ("/s/brand/3b4cca.css", "/s/brand/3b4cca.css"),
        ("/surveys/1/ and /customers/3/", "/surveys/1/ and /customers/3/"),
        ("100 % of /static/css/x.css", "100 % of /static/css/x.css"),
    ],
)
def test_without_tokens(said: str, kept: str) -> None:
    assert without_tokens(said) == kept


def test_a_record_loses_the_token_in_its_arguments() -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Gone", "/s/1.abc"), None)

    assert WithoutTokens().filter(record)
    assert record.getMessage() == "Gone: /s/..."


def test_a_record_without_a_token_stays_as_it_is() -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "%d %%", (7,), None)

    assert WithoutTokens().filter(record)
    assert (record.msg, record.args) == ("%d %%", (7,))
