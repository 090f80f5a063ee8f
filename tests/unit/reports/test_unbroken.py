"""What may not part at the end of a line."""

import pytest

from knockon.reports.unbroken import unbroken, with_firm_blanks


def whole(words: str) -> list[str]:
    """What is held together on the page."""
    return [
        piece.split("</span>")[0] for piece in unbroken(words).split('<span class="whole">')[1:]
    ]


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("+£3,200 (+£400 to +£28,000)", ["+£3,200", "(+£400 to +£28,000)"]),
        ("−0.17 points (−1.6 to −0.03)", ["(−1.6 to −0.03)"]),
        ("90% of simulated futures: 3 to 190", ["3 to 190"]),
        ("£1.2 million to £3 million", ["£1.2 million to £3 million"]),
        ("41% of practices (37% to 45%)", ["(37% to 45%)"]),
        ("−£900", ["−£900"]),
        ("26, 23 November 2026 to 23 May 2027", []),
        ("£900, +12, 1,234 and 7", []),
    ],
)
def test_a_range_and_a_signed_sum_are_held_together_and_dates_are_not(
    words: str, held: list[str]
) -> None:
    assert whole(words) == held


def test_nothing_is_added_to_the_words_but_what_the_page_needs() -> None:
    assert unbroken("a < b: 1 to 2 & more") == (
        'a &lt; b: <span class="whole">1 to 2</span> &amp; more'
    )


def test_in_a_document_the_blanks_of_a_range_do_not_break() -> None:
    assert with_firm_blanks("a rise (+5 to +41) a week") == (
        "a rise (+5\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}+41) a week"
    )
    assert with_firm_blanks("2026 to 23 May") == "2026 to 23 May"
