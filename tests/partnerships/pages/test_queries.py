"""Whatever stands behind the question mark: a clear answer, and no more work than it is worth."""

import pytest
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse

from partnerships.models import Contact, Organisation, Partnership
from partnerships.pages.queries import Asked, is_cut, number_in, words_in

from ...factories import OrganisationFactory, PartnershipFactory


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("9" * 18, int("9" * 18)), ("9" * 19, None), ("9" * 4400, None), ("²", None), ("١", None),
     ("-1", None), ("1.0", None), (" 1", None), ("1\n", None), ("", None), (None, None)],
)  # fmt: skip
def test_a_number_is_ascii_digits_that_fit_a_column(text, number):
    assert number_in(text) == number


def test_a_search_is_for_eight_different_words_of_a_hundred_letters():
    assert words_in("Sale sale SALE larder") == ["SALE", "larder"]
    assert len(words_in(" ".join(f"w{number}" for number in range(1400)))) == 8
    assert words_in("x" * 1000) == ["x" * 100]
    assert words_in("a\x00b") == ["a", "b"]
    assert [is_cut(text) for text in ("a b", "a " * 60 + "b", "1 2 3 4 5 6 7 8 9")] == [False, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Organisation, Contact, Partnership])
def test_1400_words_make_no_more_conditions_than_eight(model, ada, django_assert_num_queries):
    many = " ".join(f"w{number}" for number in range(1400))
    with django_assert_num_queries(1):
        list(model.objects.visible_to(ada).matching(many)[:5])
    eight = str(model.objects.matching(" ".join(many[:100].split()[:8])).query)
    assert str(model.objects.matching(many).query) == eight


NASTY = [
    "²",
    "9" * 4400,
    "a\x00b",
    "\x00",
    "-1",
    "%FF%FE",
    "‮",
    "' OR 1=1 --",
    "x" * 5000,
    "{{ 7 }}",
    "\ud800".encode("utf-8", "surrogatepass"),
]
PLACES = [
    ("organisations", "q"), ("organisations", "after"), ("organisations", "before"), ("organisations", "type"),
    ("partnerships", "q"), ("partnerships", "after"), ("partnerships", "status"), ("add-partnership", "host"),
    ("add-partnership", "like"), ("add-partnership", "q"), ("similar-organisations", "apart_from"),
    ("similar-organisations", "name"), ("imports", "after"), ("proposals", "after"), ("outbox", "after"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "parameter"), PLACES)
def test_nothing_behind_the_question_mark_is_an_error_of_ours(name, parameter, browser_of, ada):
    browser = browser_of(ada)
    browser.raise_request_exception = False
    answers = {str(nasty)[:20]: browser.get(reverse(name), {parameter: nasty}).status_code for nasty in NASTY}
    assert {nasty: status for nasty, status in answers.items() if status >= 500} == {}


@pytest.mark.django_db
def test_a_cursor_of_one_list_is_none_of_another(browser_of, ada):
    OrganisationFactory.create_batch(60)
    PartnershipFactory.create_batch(3)
    cursor = browser_of(ada).get(reverse("organisations")).context["page"].after
    assert browser_of(ada).get(reverse("organisations"), {"after": cursor}).status_code == 200
    assert browser_of(ada).get(reverse("partnerships"), {"after": cursor}).status_code == 404


def test_the_question_mark_is_read_in_one_place_only():
    """Elsewhere a page asks `request.asked`: what it answers is short and of the kind that was asked for."""
    readers = {"partnerships/pages/queries.py", "config/gates.py"}
    apps = ("partnerships", "evaluation", "communications", "config")
    files = [path for app in apps for path in (settings.ROOT / app).rglob("*.py")]
    found = {str(path.relative_to(settings.ROOT)) for path in files if "request.GET" in path.read_text()}
    assert found - readers == set()


def test_what_is_asked_is_short_and_of_its_kind():
    asked = Asked(QueryDict("q=++a%00b++&long=" + "x" * 500 + "&n=12&m=1_2&show=open&for-them="))
    assert asked.text("q") == "a b"
    assert len(asked.text("long")) == 100
    assert (asked.number("n"), asked.number("m"), asked.number("none")) == (12, None, None)
    assert (asked.one_of({"open"}, "show"), asked.one_of({"shut"}, "show")) == ("open", "")
    assert "for-them" in asked
    assert "other" not in asked
