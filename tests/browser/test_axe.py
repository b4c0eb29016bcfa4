"""Every page is accessible as far as a machine can tell: wide and narrow, light and dark, to whoever may see it."""

import warnings

import pytest

from .axe import violations
from .pages import EVERY_VISIT, THIRD_PARTY

pytestmark = pytest.mark.browser
WIDTHS, SCHEMES = (1280, 320), ("light", "dark")
# Writing too pale for light and too dark for dark; a picture without words, something wide, a second main heading; and
# a script that complains.
FAULTS = """() => {
  const more = "<img src='/static/favicon.svg'><p class='pale'>Pale<p class='deep'>Deep<p class='far'>Far<h1>Two";
  document.querySelector("main").insertAdjacentHTML("beforeend", more);
  document.querySelector(".pale").style.color = "#ccc";
  document.querySelector(".deep").style.color = "#222";
  document.querySelector(".far").style.width = "700px";
  console.error("Something broke.");
}"""

# The longest name of a place there is, before whatever somebody may have written: not our own labels and buttons.
LONG_NAMES = """() => {
  const ours =
    "script, style, svg, .btn, button, select, textarea, thead, caption, .pill, .status, .text-nowrap" +
    ", .visually-hidden";
  const texts = document.createTreeWalker(document.querySelector("main") ?? document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode())
    if (texts.currentNode.data.trim() && !texts.currentNode.parentElement.closest(ours)) found.push(texts.currentNode);
  for (const text of found) text.data = `Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ${text.data}`;
}"""


@pytest.mark.parametrize("visit", EVERY_VISIT, ids=str)
def test_a_page_breaks_no_rule_of_accessibility(visit, rows, cast):
    assert look(cast(visit.who), visit, rows) == []


@pytest.mark.parametrize("notice", ["delivery", "reminder", "invited"])
def test_a_mail_breaks_no_rule_of_accessibility(notice, rows, told_site, people):
    """As a mail program shows it, whose page has the landmarks. The outbox lets no script in, so not there."""
    reader = people(told_site, "Reader")
    mail = reader.page.request.get(f"/outbox/{getattr(rows, notice).pk}/html/").text()
    reader.page.set_content(mail)
    assert [line for line in seen(reader) if "landmark" not in line] == []


@pytest.mark.parametrize("visit", THIRD_PARTY, ids=str)
def test_what_django_admin_breaks_is_told(visit, rows, cast):
    """Its templates are not ours: a new version may mend or break them, so this warns."""
    if found := look(cast(visit.who), visit, rows):
        warnings.warn(f"{visit}: " + "; ".join(found), stacklevel=1)


def test_what_is_wrong_is_seen(told_site, people):
    """Each eye sees what it is for; otherwise all the others here prove nothing."""
    person = people(told_site, "Nobody")
    person.opens("/sign-in/")
    person.page.evaluate(FAULTS)
    found = " ".join(seen(person))
    for word in (
        "image-alt",
        "light: color-contrast",
        "dark: color-contrast",
        "320: scrolls",
        "2 headings",
        "Something broke.",
    ):
        assert word in found


def look(person, visit, rows):
    """What is wrong with a page, after its button was pressed."""
    person.complaints.clear()
    person.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert person.opens(visit.address(rows)) == visit.status
    if visit.press:
        person.main.get_by_role("button", name=visit.press, exact=True).click()
        person.page.wait_for_load_state()
    return seen(person)


def seen(person):
    """What is wrong with the open page at both widths and in both schemes, and what the browser said of it."""
    found = [f"{width}: {line}" for width in WIDTHS for line in seen_at(person.page, width)]
    person.page.evaluate(LONG_NAMES)
    found += [f"with names of one long word: {line}" for line in scrolls_sideways(person.page)]
    if (headings := person.page.locator("h1").count()) != 1:
        found.append(f"{headings} headings say what the page is")
    # That a page is not found, or not for this person, is no fault of it.
    return found + [line for line in person.complaints if "the server responded with a status of 40" not in line]


def seen_at(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        yield from (f"{scheme}: {line}" for line in violations(page, colour_only=scheme == "dark"))
    yield from scrolls_sideways(page)


def scrolls_sideways(page):
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if sideways > 0:
        yield f"scrolls sideways by {sideways} pixels"
