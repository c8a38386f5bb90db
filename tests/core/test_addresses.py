import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import InvalidAddress, address_hash, canonical_email


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("ada@example.org", "ada@example.org"),
        ("  Ada.Lovelace@Example.ORG \n", "ada.lovelace@example.org"),
        ("\u00a0ada@example.org\u00a0", "ada@example.org"),
        # Only Google's own servers know that these two reach one person.
        ("a.d.a+news@gmail.com", "a.d.a+news@gmail.com"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("ada@MÜNCHEN.example", "ada@xn--mnchen-3ya.example"),
        ("ada@xn--mnchen-3ya.example", "ada@xn--mnchen-3ya.example"),
        ("ada@straße.example", "ada@xn--strae-oqa.example"),
        ("ada@ｅｘａｍｐｌｅ.org", "ada@example.org"),
        ("ada@例え。テスト", "ada@xn--r8jz45g.xn--zckzah"),
        # Composed, but not lower-cased: beyond ASCII only the mail server knows.
        ("Jose\u0301@example.org", "José@example.org"),
        ("JOSÉ@example.org", "JOSÉ@example.org"),
        (f"{'a' * 64}@example.org", f"{'a' * 64}@example.org"),
    ],
)
def test_canonical_email_has_one_form_for_each_address(text: str, canonical: str) -> None:
    """G61: two spellings of one address are one contact."""
    assert canonical_email(text) == canonical
    assert canonical_email(canonical) == canonical


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("ada", "exactly one @"),
        ("ada@bob@example.org", "exactly one @"),
        ("ada＠example.org", "exactly one @"),
        ("@example.org", "nothing stands before"),
        ("ada@", "not a domain name"),
        ("ada@localhost", "full domain name"),
        ("ada@example.org.", "ends with a dot"),
        ("ada@example..org", "not a domain name"),
        ("ada@-example.org", "not a domain name"),
        ("ada@exa_mple.org", "not a domain name"),
        ("ada@192.0.2.1", "a number"),
        ("ada@[192.0.2.1]", "not a domain name"),
        (f"ada@{'a' * 64}.org", "not a domain name"),
        ("ada,bob@example.org", "commas"),
        ("ada@example.org,bob@example.org", "commas"),
        ("ada@example.org; bob@example.org", "commas"),
        ("ada@example.org\r\nBcc: bob@example.org", r"U\+000D"),
        ("ada\0@example.org", r"U\+0000"),
        ("ada @example.org", r"U\+0020"),
        ("ada\u200b@example.org", r"U\+200B"),
        ("a\u00adda@example.org", r"U\+00AD"),
        ("a\u3164da@example.org", r"U\+3164"),
        ("ada\ufe0f@example.org", r"U\+FE0F"),
        ("ada\ud800@example.org", r"U\+D800"),
        ("Ada Lovelace <ada@example.org>", r"U\+0020"),
        ("<ada@example.org>", "character that addresses do not have"),
        ('"ada"@example.org', "character that addresses do not have"),
        (".ada@example.org", "dot too many"),
        ("ada.@example.org", "dot too many"),
        ("a..da@example.org", "dot too many"),
        (f"{'a' * 65}@example.org", "longer than 64"),
        (f"{'é' * 33}@example.org", "longer than 64"),
        (f"ada@{'a' * 63}.{'b' * 63}.{'c' * 63}.{'d' * 63}.org", "longer than 254"),
        (f"{'a' * 60}@{'b' * 63}.{'c' * 63}.{'ü' * 55}.example", "longer than 254"),
    ],
)
def test_canonical_email_refuses_and_says_why(text: str, reason: str) -> None:
    """T52: intake is validated; one recipient is one address, and a header stays one line."""
    with pytest.raises(InvalidAddress, match=reason):
        canonical_email(text)


@given(st.one_of(st.text(max_size=30), st.emails(), st.text(max_size=12).map("{}@example.org".format)))
def test_canonical_email_is_final_or_refused(text: str) -> None:
    try:
        canonical = canonical_email(text)
    except InvalidAddress:
        return
    assert canonical_email(canonical) == canonical
    assert canonical.count("@") == 1
    assert not set(canonical) & set(" ,;\r\n\0<>")


def test_address_hash_needs_the_key_to_be_recognized() -> None:
    """G61: the hash outlives the address, and nobody without the key can guess it."""
    first = address_hash("ada@example.org", b"first key")

    assert first == "8192755cc027ce59736177e99633acd09dce228a8d74d827753308cf20cb4d3a"
    assert first != address_hash("ada@example.org", b"second key")
    assert first != address_hash("bob@example.org", b"first key")


def test_address_hash_refuses_an_empty_key() -> None:
    with pytest.raises(ValueError, match="key"):
        address_hash("ada@example.org", b"")
