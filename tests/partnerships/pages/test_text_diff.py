"""Two texts compared as a reader would: sentences first, then words."""

import pytest

from partnerships.pages.text_diff import LONGEST, compare, in_words, words_between


def told(before, after):
    return in_words(compare(before, after)[1])


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("We eat together.", "We eat together.", ""),
        ("We eat  together.\r\n", "We eat together.", ""),
        ("", "We eat. We sing.", "2 sentences added"),
        ("We eat. We sing.", "", "2 sentences removed"),
        ("We eat on Tuesday in the hall.", "We eat on Thursday in the hall.", "1 sentence changed"),
        ("We eat. No phones.", "We eat. Bring a friend! And a cake.", "2 sentences added, 1 removed"),
        ("One\ntwo\nthree", "One\nthree", "1 sentence removed"),
        ("First things. Last things.", "Last things. First things.", "1 sentence added, 1 removed"),
        ("Dŵr i bawb 👋. Croeso.", "Dŵr i bawb 👋. Croeso!", "1 sentence added, 1 removed"),
    ],
)
def test_it_counts_what_happened_to_sentences(before, after, words):
    assert told(before, after) == words


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We eat on Tuesday in the hall. No phones.", "We eat on Thursday in the hall. Bring a friend."),
        ("", "New"),
        ("Old", ""),
        ("a. b. c. d.", "d. c. b. a."),
        ("One\n\nTwo <script>", "One\n\nTwo & <b>three</b>"),
    ],
)
def test_nothing_that_was_written_is_lost(before, after):
    """What stayed and what went are the old text, what stayed and what came the new one, whatever blanks."""
    pieces, _ = compare(before, after)
    old = "".join(text for kind, text in pieces if kind != "added")
    new = "".join(text for kind, text in pieces if kind != "removed")
    assert ("".join(old.split()), "".join(new.split())) == ("".join(before.split()), "".join(after.split()))


def test_only_the_word_that_changed_is_marked():
    pieces, _ = compare("We eat on Tuesday in the hall.", "We eat on Thursday in the hall.")
    assert pieces == [
        ("same", "We eat on "), ("removed", "Tuesday"), ("added", "Thursday"), ("same", " in the hall."),
    ]  # fmt: skip


def test_very_long_texts_are_told_without_comparing_every_word():
    before, after = "a. " * LONGEST, "b. " * LONGEST
    assert compare(before, after)[0] == [("removed", before), ("added", after)]
    assert words_between("a " * 5_000, "b " * 5_000) == [("removed", "a " * 5_000), ("added", "b " * 5_000)]
    assert told("a b c. " * 3_000, "a b c. " * 3_000) == ""
