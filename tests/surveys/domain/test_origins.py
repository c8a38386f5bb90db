"""Which websites may embed a widget."""

from __future__ import annotations

import pytest

from surveys.domain import origins


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://shop.example", "https://shop.example"),
        (" HTTPS://Shop.Example/cart?x=1#y ", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("https://münchen.example", "https://xn--mnchen-3ya.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_parse_writes_an_origin_as_browsers_do(text: str, origin: str) -> None:
    assert origins.parse(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "shop.example",
        "http://shop.example",
        "https://*.shop.example",
        "https://user@shop.example",
        "https://",
        "https://shop.example:port",
        "https://shop_one.example",
        "javascript:alert(1)",
        "ftp://shop.example",
        "null",
        "*",
        "http://testserver",
    ],
)
def test_parse_refuses_what_is_no_website_of_its_own(text: str) -> None:
    with pytest.raises(origins.InvalidOrigin):
        origins.parse(text)
