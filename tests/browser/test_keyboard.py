"""Everything can be reached and seen with the keyboard alone."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser

# In the order of the page; of the radio buttons of one question the first, as no other is reached with Tab.
REACHABLE = """() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => !one.disabled && one.type !== "hidden" && one.checkVisibility() && one.tabIndex >= 0);
  const stop = (name) => all.find((one) => one.name === name && one.checked) || all.find((one) => one.name === name);
  return all.filter((one) => one.type !== "radio" || one === stop(one.name));
}"""
NAMES = f"""() => {{ window.reachable = ({REACHABLE})();
  return reachable.map((one) => one.outerHTML.slice(0, 90)); }}"""
FOCUSED = """() => {
  const one = document.activeElement;
  const shown = getComputedStyle(one).opacity === "0" ? one.labels[0] : one;
  const {outlineStyle, outlineWidth} = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    place: reachable.indexOf(one),
    ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


@pytest.fixture(params=["dashboard", "edit-agreement", "answer-check-in"])
def at_page(request, rows, cast, told_site, people):
    """Somebody who has just opened one of the pages where most work is done."""
    if request.param == "answer-check-in":
        person = people(told_site, "Amina", width=320)
        person.opens(f"/l/{rows.answer_link.token}/")
        return person
    person = cast("Olu")
    person.page.set_viewport_size({"width": 1280, "height": 900})
    person.opens(reverse(request.param, args=[rows.draft.pk] if request.param == "edit-agreement" else []))
    return person


def test_tab_reaches_everything_in_order_and_shows_where_it_is(at_page):
    names = at_page.page.evaluate(NAMES)
    found = [tab(at_page.page) for _ in names]
    assert [one["place"] for one in found] == list(range(len(names)))
    assert [name for name, one in zip(names, found, strict=True) if not (one["ring"] and one["inView"])] == []


def test_the_first_stop_skips_to_the_main_part(at_page):
    page = at_page.page
    page.evaluate(NAMES)
    tab(page)
    assert page.evaluate("document.activeElement.textContent") == "Skip to the main part"
    page.keyboard.press("Enter")
    tab(page)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("width", "menu"), [(1280, "Your account"), (320, "Menu")])
def test_escape_closes_a_menu_and_gives_the_focus_back(width, menu, cast):
    page = cast("Olu").page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    summary = page.get_by_role("banner").locator("summary").filter(has_text=menu)
    inside = page.get_by_role("banner").get_by_role("link" if menu == "Menu" else "button").filter(visible=True).last
    summary.focus()
    page.keyboard.press("Enter")
    assert summary.evaluate("one => one.parentElement.open")
    page.keyboard.press("Tab")
    assert inside.count()
    page.keyboard.press("Escape")
    assert not summary.evaluate("one => one.parentElement.open")
    assert summary.evaluate("one => one === document.activeElement")


def test_a_wrong_form_puts_the_focus_on_what_is_wrong(rows, told_site, people):
    person = people(told_site, "Amina", width=320)
    person.opens(f"/l/{rows.answer_link.token}/")
    person.fills("What changed?", "The van has come.")
    person.page.get_by_role("button", name="Send", exact=True).click()
    person.sees("There is a problem")
    page = person.page
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.matches('.problem')")
    assert page.get_by_label("What changed?").input_value() == "The van has come."
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "status"


def tab(page):
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED)
