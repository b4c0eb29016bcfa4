"""What was learnt about the need: by leads, and by partners for their own organisation."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from partnerships.models import Event, NeedNote, Seat

from ...clock import NOW


def words(**changes):
    return {
        "learnt": "Tuesdays are long", "source": "people", "told_by": "Eight at the lunch club",
        "learnt_on": "1 March 2026", **changes,
    }  # fmt: skip


@pytest.fixture
def note_of():
    """`note_of(partnership, user)` is a note that this person wrote."""

    def make(partnership, user=None, **fields):
        fields = {
            "learnt": "Many live alone",
            "source": "data",
            "told_by": "Census",
            "learnt_on": date(2026, 3, 1),
        } | fields
        return NeedNote.objects.create(partnership=partnership, written_by=user, **fields)

    return make


def test_a_lead_writes_down_what_was_learnt_and_who_said_it(browser_of, olu, mina, pantry):
    seat = Seat.objects.get(contact__user=mina)
    sent = words(figure="1 in 4", link="example.org/census", spoken_by=seat.pk)
    browser_of(olu).post(reverse("add-need-note", args=[pantry.pk]), sent)
    note = NeedNote.objects.get()
    assert (note.learnt, note.figure, note.link) == ("Tuesdays are long", "1 in 4", "https://example.org/census")
    assert (note.contact, note.membership, note.written_by) == (seat.contact, seat.membership, olu)
    assert [str(event) for event in Event.objects.filter(kind="need.learnt")] == [
        "Olu Adeyemi noted something learnt about the need, told by Eight at the lunch club"
    ]


def test_a_partner_adds_a_note_in_the_name_of_their_organisation(browser_of, olu, mina, pantry):
    other = Seat.objects.get(contact__user=olu)
    minas = browser_of(mina)
    minas.post(reverse("add-need-note", args=[pantry.pk]), words(spoken_by=other.pk))
    note = NeedNote.objects.get()
    assert (str(note.contact), str(note.membership.organisation)) == ("Mina Patel", "Sale Larder")
    page = minas.get(reverse("needs", args=[pantry.pk])).content.decode()
    assert "said by Mina Patel, Sale Larder" in page
    assert reverse("edit-need-note", args=[note.pk]) in page


def test_a_partner_changes_their_own_note_only(browser_of, olu, mina, pantry, note_of):
    own, other = note_of(pantry, mina), note_of(pantry, olu)
    minas = browser_of(mina)
    codes = [
        minas.post(reverse("edit-need-note", args=[note.pk]), words(learnt="Evenings too")).status_code
        for note in (own, other)
    ]
    assert codes == [302, 403]
    assert sorted(NeedNote.objects.values_list("learnt", flat=True)) == ["Evenings too", "Many live alone"]


def test_who_observes_reads_and_does_not_write(browser_of, mina, pantry, note_of):
    own = note_of(pantry, mina)
    Seat.objects.filter(contact__user=mina).update(authority="observes")
    minas = browser_of(mina)
    page = minas.get(reverse("needs", args=[pantry.pk])).content.decode()
    assert "Many live alone" in page
    assert reverse("add-need-note", args=[pantry.pk]) not in page
    addresses = [reverse("add-need-note", args=[pantry.pk]), reverse("edit-need-note", args=[own.pk])]
    assert [minas.post(address, words()).status_code for address in addresses] == [403, 403]


def test_a_stranger_does_not_learn_that_the_note_exists(browser_of, ravi, pantry, olu, note_of):
    note = note_of(pantry, olu)
    ravis = browser_of(ravi)
    addresses = [reverse("needs", args=[pantry.pk]), reverse("remove-need-note", args=[note.pk])]
    assert [ravis.get(address).status_code for address in addresses] == [404, 404]


def test_a_note_is_removed_after_asking_and_stays_in_the_history(browser_of, olu, pantry, note_of):
    note = note_of(pantry, olu)
    address = reverse("remove-need-note", args=[note.pk])
    olus = browser_of(olu)
    assert "Remove this note?" in olus.get(address).content.decode()
    assert NeedNote.objects.count() == 1
    olus.post(address)
    assert NeedNote.objects.count() == 0
    assert list(NeedNote.history.values_list("history_type", flat=True)) == ["-", "+"]
    assert olus.post(address).status_code == 404


def test_a_change_keeps_who_said_it_though_their_seat_has_ended(browser_of, olu, mina, pantry, note_of):
    seat = Seat.objects.get(contact__user=mina)
    note = note_of(pantry, olu, contact=seat.contact, membership=seat.membership)
    Seat.objects.filter(pk=seat.pk).update(to_on=date(2026, 6, 1))
    address = reverse("edit-need-note", args=[note.pk])
    olus = browser_of(olu)
    chosen = olus.get(address).context["form"].initial["spoken_by"]
    olus.post(address, words(spoken_by=chosen.pk))
    note.refresh_from_db()
    assert (note.contact, note.membership) == (seat.contact, seat.membership)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("learnt", " ", "Fill in “What did we learn?”."),
        ("source", "rumour", "Choose one of the answers."),
        ("told_by", "", "Fill in “Who or what told us”."),
        ("learnt_on", "30 February 2026", "There is no 30 February 2026: that month has 28 days."),
        ("learnt_on", "1 March 2099", "This day has not come yet. Give today or an earlier day."),
        ("link", "javascript:alert(1)", "Enter a valid URL."),
    ],
)
def test_a_note_that_cannot_be_says_why_and_keeps_what_was_typed(browser_of, olu, pantry, field, typed, said):
    response = browser_of(olu).post(reverse("add-need-note", args=[pantry.pk]), words(**{field: typed}))
    assert response.context["form"].errors[field] == [said]
    assert "Eight at the lunch club" in response.content.decode() or field == "told_by"
    assert NeedNote.objects.count() == 0


def test_a_new_note_asks_for_its_source_and_proposes_today(browser_of, olu, pantry):
    form = browser_of(olu).get(reverse("add-need-note", args=[pantry.pk])).context["form"]
    assert [value for value, _ in form.fields["source"].choices] == ["people", "partner", "data", "study"]
    assert (form["source"].value() or "", form["learnt_on"].value()) == ("", f"{NOW.date():%-d %B %Y}")


def test_a_note_of_today_is_taken(browser_of, olu, pantry):
    browser_of(olu).post(reverse("add-need-note", args=[pantry.pk]), words(learnt_on=f"{NOW.date():%d/%m/%Y}"))
    assert NeedNote.objects.count() == 1


def test_the_newest_comes_first(browser_of, olu, pantry, note_of):
    for day in (2, 3, 1):
        note_of(pantry, olu, learnt=f"Day {day}", learnt_on=date(2026, 3, day))
    page = browser_of(olu).get(reverse("needs", args=[pantry.pk])).context["page"]
    assert [note.learnt for note in page] == ["Day 3", "Day 2", "Day 1"]


@pytest.mark.parametrize("rows", [3, 60])
def test_the_page_costs_the_same_however_many_notes(
    browser_of, olu, mina, pantry, rows, note_of, django_assert_num_queries
):
    seat = Seat.objects.get(contact__user=mina)
    for number in range(rows):
        note_of(
            pantry, mina, contact=seat.contact, membership=seat.membership,
            learnt_on=date(2026, 1, 1) + timedelta(days=number),
        )  # fmt: skip
    minas = browser_of(mina)
    with django_assert_num_queries(6):
        minas.get(reverse("needs", args=[pantry.pk]))
