"""The house style of forms: what people type, what they are told, and what a screen reader hears."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from crispy_forms.bootstrap import AppendedText, InlineRadios
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from partnerships.pages.forms import BigChoices, HouseForm
from partnerships.pages.typed import TypedDateField, read_date, read_number
from partnerships.templatetags import house

STATUSES = [("on_track", "On track"), ("wobbling", "Wobbling"), ("stuck", "Stuck")]


class Visit(HouseForm):
    """A form with one of each."""

    name = forms.CharField(label="Your name", max_length=10)
    email = forms.EmailField(label="E-mail", required=False, help_text="Only for the answer.")
    visited_on = forms.DateField(label="Day of the visit")
    people = forms.IntegerField(label="People", min_value=0)
    status = forms.ChoiceField(label="How is it going?", choices=STATUSES, widget=BigChoices(hints={"stuck": "Help"}))
    wants = forms.MultipleChoiceField(
        label="Wants", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    again = forms.BooleanField(label="Come again", required=False, help_text="Once a month.")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)

    autocomplete = {"name": "name"}


def drawn(form):
    """The form's HTML with single spaces."""
    return " ".join(render_crispy_form(form).split())


def rendered(source, **context):
    return " ".join(Template("{% load house %}" + source).render(Context(context)).split())


@pytest.mark.parametrize(
    "typed",
    [
        "1/3/27",
        "1/3/2027",
        "01.03.2027",
        "1-3-27",
        "1 3 27",
        "2027-03-01",
        "1 March 2027",
        "1 mar 27",
        "1st March 2027",
        "March 1, 2027",
        "Mon 1 March 2027",
        "Monday, 1 March 2027",
        "  1 MARCH 2027 ",
    ],
)
def test_a_date_is_read_as_people_type_it(typed):
    assert read_date(typed) == date(2027, 3, 1)


def test_every_month_is_known_by_its_name_and_its_short_name():
    days = [date(2027, month, 5) for month in range(1, 13)]
    assert [read_date(f"5 {day:%B} 2027") for day in days] == days
    assert [read_date(f"5 {day:%b} 27") for day in days] == days
    assert read_date("5 Sept 27") == date(2027, 9, 5)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("30 February 2027", "There is no 30 February 2027: that month has 28 days."),
        ("29/2/27", "There is no 29 February 2027: that month has 28 days."),
        ("0/2/27", "There is no 0 February 2027: that month has 28 days."),
        ("3/13/27", "There is no month 13. Put the day first, like 1 March 2027 or 1/3/27."),
        ("March 2027", "Which day of March 2027? If you mean its end, type 31 March 2027."),
        ("Feb 2028", "Which day of February 2028? If you mean its end, type 29 February 2028."),
        ("March 3027", "Check the year: 3027 looks wrong."),
        ("1 March", "Add the year, like 1 March 2027 or 1/3/27."),
        ("1 March 227", "Type the date like 1 March 2027 or 1/3/27."),
        ("1 March 3027", "Check the year: 3027 looks wrong."),
        ("next week", "Type the date like 1 March 2027 or 1/3/27."),
        ("1 Foo 2027", "Type the date like 1 March 2027 or 1/3/27."),
        ("1/3/27/4", "Type the date like 1 March 2027 or 1/3/27."),
        ("１/３/²", "Type the date like 1 March 2027 or 1/3/27."),
        ("ma 1 27", "Type the date like 1 March 2027 or 1/3/27."),
    ],
)
def test_a_date_that_cannot_be_says_why(typed, said):
    with pytest.raises(ValidationError) as refused:
        read_date(typed)
    assert refused.value.messages == [said]


def test_a_year_of_two_digits_is_never_of_the_end_of_this_century():
    assert [read_date(f"1/3/{year}").year for year in ("27", "69", "70", "99")] == [2027, 2069, 1970, 1999]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", "12"), ("1,250", "1250"), ("1 250", "1250"), ("1\u202f250", "1250"), ("1,250,000", "1250000"),
        ("12,5", "12.5"), ("12.5", "12.5"), ("1,250.50", "1250.5"), ("45%", "45"), ("45 %", "45"), ("£1000", "1000"),
        ("-£12.50", "-12.5"), ("−5", "-5"), ("12 people", "12"), ("12 people a week", "12"), ("007", "7"), ("0", "0"),
        ("  12  ", "12"), ("1'250", "1250"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_type_it(typed, number):
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "", "lots", "1/2", "1e5", "12-15", "12 or 13", "1,25,0", "1.2.3", "1 2", "½", "²", "１２", "NaN", "Infinity",
        "9" * 19, "12" + " " * 900 + "3", "12 " + "x" * 900,
    ],
)  # fmt: skip
def test_what_is_no_number_is_not_guessed(typed):
    with pytest.raises(ValidationError):
        read_number(typed)


def test_a_number_is_shown_back_as_it_was_understood():
    class Counted(HouseForm):
        people = forms.IntegerField()
        share = forms.DecimalField(max_digits=6, decimal_places=3)

    form = Counted({"people": "1,250 people", "share": "12,5 %"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"people": 1250, "share": Decimal("12.5")})
    assert 'value="1250"' in str(form["people"])
    assert Counted({"people": "12.5", "share": "x"}).errors == {
        "people": ["Type a whole number, like 12."], "share": ["Type a number, like 12, 3.5 or 1,250."],
    }  # fmt: skip


def test_a_date_field_shows_back_exactly_what_was_typed():
    form = Visit({"visited_on": "31/2/27"})
    assert 'value="31/2/27"' in str(form["visited_on"])
    assert form.errors["visited_on"] == ["There is no 31 February 2027: that month has 28 days."]


def test_a_date_field_shows_its_first_value_in_words_and_does_not_call_that_a_change():
    form = Visit(initial={"visited_on": date(2027, 3, 1)})
    assert 'type="text"' in str(form["visited_on"])
    assert 'value="1 March 2027"' in str(form["visited_on"])
    sent = Visit({"visited_on": "1 March 2027"}, initial={"visited_on": date(2027, 3, 1)})
    assert "visited_on" not in sent.changed_data


def test_an_optional_date_may_be_left_empty():
    assert TypedDateField(required=False).clean("  ") is None


def test_every_plain_date_field_becomes_one_that_reads_what_people_type():
    form = Visit({"visited_on": "1 mar 27"})
    form.full_clean()
    assert form.cleaned_data["visited_on"] == date(2027, 3, 1)
    assert form.fields["visited_on"].help_text == "For example, 1 March 2027 or 1/3/27"


def test_a_date_that_the_form_hides_stays_hidden_and_keeps_its_own_words():
    class Hidden(HouseForm):
        kept_on = forms.DateField(widget=forms.HiddenInput, error_messages={"required": "Start again."})

    form = Hidden({})
    assert 'type="hidden"' in str(form["kept_on"])
    assert form.errors["kept_on"] == ["Start again."]


def test_label_hint_error_and_input_come_in_this_order():
    html = drawn(Visit({"email": "no"}))
    places = [
        html.index(part) for part in ('for="id_email"', 'id="id_email_helptext"', 'id="id_email_error"', 'name="email"')
    ]
    assert places == sorted(places)


def test_the_input_names_its_hint_and_its_error():
    html = str(Visit({"email": "no"})["email"])
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_optional_fields_are_marked_and_nothing_has_an_asterisk():
    html = drawn(Visit())
    assert html.count("(optional)") == 2
    assert "*" not in html
    assert " required" not in html


def test_choices_stand_in_a_fieldset_with_their_question_as_its_legend():
    html = drawn(Visit({}))
    assert '<fieldset aria-describedby="id_wants_error"><legend>Wants</legend>' in html.replace("> <", "><")
    assert html.count("<fieldset") == html.count("<legend") == 2


def test_a_status_among_big_choices_has_its_shape_and_its_hint():
    html = drawn(Visit({"status": "stuck"}))
    assert html.count('class="big-choice"') == html.count("status-shape") == 3
    assert '<span class="form-text">Help</span>' in html
    assert 'value="stuck" checked' in " ".join(html.replace('id="id_status_2"', "").split())


def test_numbers_are_typed_into_a_text_box_with_the_right_keyboard():
    html = str(Visit({"people": "lots"})["people"])
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html
    assert 'value="lots"' in html
    assert Visit({"people": "-1"}).errors["people"] == ["“People” must be 0 or more."]


def test_the_persons_own_data_can_be_filled_in_by_the_browser():
    assert 'autocomplete="name"' in str(Visit()["name"])
    assert "autocomplete" not in str(Visit()["note"])


def test_every_message_says_which_answer_is_missing():
    messages = [message for _, message in house.problems(Visit({}))]
    assert messages == [
        "Fill in “Your name”.",
        "Fill in “Day of the visit”.",
        "Fill in “People”.",
        "Choose an answer for “How is it going?”.",
        "Choose at least one for “Wants”.",
    ]


def test_a_message_that_the_form_gives_itself_stays():
    class Own(HouseForm):
        name = forms.CharField(error_messages={"required": "Tell us who you are."})

    assert Own({}).errors["name"] == ["Tell us who you are."]


def test_a_label_with_braces_or_percent_signs_does_not_break_its_message():
    class Odd(HouseForm):
        share = forms.CharField(label="Share {of} 100 % done", max_length=3)

    assert Odd({}).errors["share"] == ["Fill in “Share {of} 100 % done”."]
    assert Odd({"share": "four"}).errors["share"] == ["Keep “Share {of} 100 % done” to 3 characters or fewer."]


def test_a_field_added_later_gets_the_same_style():
    form = Visit({})
    form.add_field("left_on", forms.DateField(label="Left", required=False))
    assert isinstance(form.fields["left_on"], TypedDateField)
    assert "div_id_left_on" in drawn(form)


def test_the_summary_links_to_every_field_and_takes_the_focus():
    html = drawn(Visit({}))
    assert 'class="problem" tabindex="-1" autofocus' in html
    for anchor in ("id_name", "id_visited_on", "id_status_0", "id_wants_0"):
        assert f'<a href="#{anchor}">' in html
        assert f'id="{anchor}"' in html


def test_a_problem_of_the_whole_form_is_in_the_summary():
    form = Visit({})
    form.add_error(None, "You have told us this already.")
    assert "<li>You have told us this already.</li>" in drawn(form)


def test_a_form_may_leave_the_summary_to_its_page():
    form = Visit({})
    form.shows_summary = False
    assert "There is a problem" not in drawn(form)
    html = rendered('{% include "_error_summary.html" %}', forms=[form, Visit(prefix="second", data={})])
    assert html.count("There is a problem") == 1
    assert 'href="#id_second-name"' in html


def test_problems_of_a_formset_and_of_its_rows_are_found():
    rows = forms.formset_factory(Visit, max_num=1, validate_max=True)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-name": "a", "form-1-name": "b"}
    found = house.problems(rows(data))
    assert found[0] == ("", "Please submit at most 1 form.")
    assert ("id_form-1-people", "Fill in “People”.") in found


def test_units_stand_beside_their_box_and_inline_choices_in_their_fieldset():
    form = Visit({})
    form.helper.layout = Layout(AppendedText("people", "%"), InlineRadios("status"))
    html = drawn(form)
    assert '<span class="input-group-text">%</span>' in html
    assert "Choose an answer for “How is it going?”." in html


def test_a_checkbox_has_its_hint_outside_its_label():
    html = drawn(Visit())
    assert '<label for="id_again" class="form-check-label">Come again</label>' in html
    assert 'aria-describedby="id_again_helptext"' in html


def test_the_title_says_error_only_when_something_is_wrong():
    page = Template('{% extends "public.html" %}{% block title %}Visit{% endblock %}')
    titles = [page.render(Context({"site_name": "P", "form": form})) for form in (None, Visit(), Visit({}))]
    assert ["<title>Error: Visit" in title for title in titles] == [False, False, True]
    assert all("<h1>Visit</h1>" in title for title in titles)


@pytest.mark.parametrize(
    ("status", "slug", "word"),
    [
        ("on_track", "on-track", "On track"),
        ("wobbling", "wobbling", "Wobbling"),
        ("stuck", "stuck", "Stuck"),
        ("not_known", "not-known", "Not known"),
        ("", "not-known", "Not known"),
        (None, "not-known", "Not known"),
        ("fine", "not-known", "Not known"),
    ],
)
def test_a_status_is_a_shape_and_a_word_and_never_on_track_by_accident(status, slug, word):
    html = rendered('{% include "_status.html" %}', status=status)
    assert f'class="status status-{slug}"' in html
    assert f"</svg> {word}</span>" in html


def test_the_four_statuses_have_four_shapes():
    shapes = {rendered('{% include "_status_shape.html" with slug=slug %}', slug=slug) for slug in house.STATUS_WORDS}
    drawings = {shape.partition("</svg>")[0].partition('aria-hidden="true">')[2] for shape in shapes}
    assert len(drawings) == 4


def test_days_and_moments_read_like_speech():
    assert house.day(date(2026, 12, 1)) == "1 December 2026"
    assert house.day(date(2026, 12, 1), "week") == "Tue 1 December"
    assert house.day(None) == ""
    assert house.moment(datetime(2026, 12, 1, 9, 5)) == "1 December 2026 at 9:05am"
    assert house.moment(datetime(2026, 12, 1, 12, 0)) == "1 December 2026 at 12:00pm"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 12, 1), "today"),
        (date(2026, 12, 2), "tomorrow"),
        (date(2026, 11, 30), "yesterday"),
        (date(2026, 12, 4), "in 3 days"),
        (date(2026, 11, 14), "2 weeks ago"),
        (date(2027, 3, 1), "in 3 months"),
        (date(2025, 11, 1), "1 year ago"),
    ],
)
def test_how_far_a_day_is_away(day, said):
    assert house.away(day, date(2026, 12, 1)) == said


def test_the_pager_keeps_the_filters_and_turns_only_the_cursor():
    request = RequestFactory().get("/organisations", {"q": "tea & cake", "after": "old"})
    html = rendered('{% include "_pager.html" with previous="abc" next="def" %}', request=request)
    assert 'href="?q=tea+%26+cake&amp;before=abc"' in html
    assert 'href="?q=tea+%26+cake&amp;after=def"' in html


def test_an_icon_that_is_not_drawn_is_a_mistake_that_shows():
    assert 'aria-hidden="true"' in rendered('{% icon "bell" %}')
    with pytest.raises(TemplateSyntaxError):
        rendered('{% icon "unicorn" %}')
