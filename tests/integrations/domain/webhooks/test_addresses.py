"""Which addresses are called: nothing inside, however it is written."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import Any

import pytest

from integrations.domain.webhooks import addresses
from integrations.domain.webhooks.addresses import NotAllowed

OPEN = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822", "::ffff:5db8:d822"]
INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "127.8.8.8",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1:0:0:80ff:fffe",
    "2001:db8::1",
    "fc00::1",
    "fe80::1",
    "ff02::1",
]
SOMEWHERE = "https://crm.example.com/hooks"


def leads_to(*found: str) -> addresses.Lookup:
    return lambda host, port: found


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_is_called(address: str) -> None:
    assert addresses.is_public(ip_address(address))
    assert addresses.target(SOMEWHERE, lookup=leads_to(address)).ip == address


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_called(address: str) -> None:
    """G50: a webhook is no way into the network that the server stands in."""
    assert not addresses.is_public(ip_address(address))
    with pytest.raises(NotAllowed, match="inside a private network"):
        addresses.target(SOMEWHERE, lookup=leads_to(address))


def test_one_address_inside_closes_the_name() -> None:
    with pytest.raises(NotAllowed, match="inside a private network"):
        addresses.target(SOMEWHERE, lookup=leads_to("93.184.216.34", "10.0.0.1"))


def test_one_s_own_network_is_called_also_by_http(settings: Any) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = [ip_network("10.20.0.0/16")]

    assert addresses.target("http://crm.local:8080", lookup=leads_to("10.20.3.4")).ip == "10.20.3.4"
    assert addresses.target("http://crm.local", lookup=leads_to("::ffff:10.20.3.4")).port == 80
    with pytest.raises(NotAllowed, match="inside a private network"):
        addresses.target("http://crm.local", lookup=leads_to("10.21.3.4"))
    with pytest.raises(NotAllowed, match="https://"):
        addresses.target("http://crm.local", lookup=leads_to("10.20.3.4", "93.184.216.34"))


def test_the_open_internet_is_called_by_https_alone() -> None:
    with pytest.raises(NotAllowed, match="so that nobody reads along"):
        addresses.target("http://crm.example.com/", lookup=leads_to("93.184.216.34"))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://crm.example.com/", "whole address"),
        ("crm.example.com", "whole address"),
        ("https:///hooks", "whole address"),
        ("https://crm.example.com:99999/", "not an address"),
        ("https://[::1/", "not an address"),
        ("https://me:secret@crm.example.com/", "Leave out"),
        ("https://me@crm.example.com/", "Leave out"),
        ("https://crm.example.com/a b", "Leave out"),
        ("https://crm.example.com/\r\nX: y", "whole address"),
        ("https://crm.exämple.com/", "whole address"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(url: str, says: str) -> None:
    with pytest.raises(NotAllowed, match=says):
        addresses.target(url, lookup=leads_to("93.184.216.34"))


def test_a_name_without_addresses_is_refused() -> None:
    def knows_nothing(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(NotAllowed, match="is not known"):
        addresses.target(SOMEWHERE, lookup=knows_nothing)


@pytest.mark.parametrize(
    ("url", "path", "authority"),
    [
        ("https://crm.example.com", "/", "crm.example.com"),
        ("https://crm.example.com:443/a", "/a", "crm.example.com"),
        ("https://crm.example.com:8443/a?b=c#d", "/a?b=c", "crm.example.com:8443"),
        ("https://[2606:2800:220:1:248:1893:25c8:1946]/", "/", "[2606:2800:220:1:248:1893:25c8:1946]"),
    ],
)
def test_the_request_speaks_to_the_name(url: str, path: str, authority: str) -> None:
    found = addresses.target(url, lookup=leads_to("93.184.216.34"))

    assert (found.path, found.authority, found.ip) == (path, authority, "93.184.216.34")
