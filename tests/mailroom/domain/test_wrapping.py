from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from mailroom.domain.wrapping import wrapped

LONG = " ".join(["word"] * 400)


class Reader(HTMLParser):
    """What a mail program sees: tags with their attributes, text with its blanks run together."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[object] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.seen.append(data.replace("\n", " "))


def lines(page: str) -> list[int]:
    return [len(line.encode()) for line in page.split("\n")]


def test_wrapped_breaks_running_text_at_blanks() -> None:
    page = wrapped(f"<p>{LONG}</p>")

    assert max(lines(page)) <= 170
    assert page.replace("\n", " ") == f"<p>{LONG}</p>"


def test_wrapped_breaks_a_tag_between_attributes_and_never_inside_one() -> None:
    page = "<table>" + '<td align="center" style="font-family:\'Segoe UI\', Arial">x</td>' * 40

    assert max(lines(wrapped(page))) < 300
    assert Reader(wrapped(page)).seen == Reader(page).seen


def test_wrapped_breaks_style_between_rules_without_blanks_in_text() -> None:
    page = "<style>" + ".a{color:red}" * 200 + "</style><a>1</a><a>2</a>"

    assert max(lines(wrapped(page))) < 200
    assert wrapped(page).replace("\n", "") == page


def test_wrapped_leaves_preformatted_text_alone() -> None:
    page = f"<pre>{LONG}</pre>"

    assert wrapped(page) == page


def test_wrapped_counts_bytes_and_starts_again_after_a_line_break() -> None:
    assert wrapped("ä" * 70 + " " + "ä" * 70) == "ä" * 70 + "\n" + "ä" * 70
    assert (
        wrapped("x" * 100 + "\n" + "x" * 50 + " " + "x" * 50) == "x" * 100 + "\n" + "x" * 50 + " " + "x" * 50
    )


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<a b=\"c\" d='e'>",
                "</a>",
                '<!--[if mso]><td x="1" y="2"><![endif]-->',
                "a b ",
                "\n",
                "<",
                "Zoë ",
            ]
        )
    )
)
def test_wrapped_changes_blanks_only(parts: list[str]) -> None:
    page = "".join(parts * 5)

    assert wrapped(page).split() == page.split()
