"""How far each group takes part in each stage of the work."""

from datetime import date

import pytest
from django.urls import reverse

from partnerships.models import Event, Involvement
from partnerships.need.actions import involvements
from partnerships.need.involvement_grid import rows_of


def words(**changes):
    return {"level": "consulted", "words": "Two open evenings", "noted_on": "1 March 2026", **changes}


@pytest.fixture
def entry(pantry, olu, now):
    involvement = Involvement(
        partnership=pantry, who="People served", stage="design", level="informed", words="A leaflet",
        noted_on=date(2026, 2, 1),
    )  # fmt: skip
    return involvements.note(involvement=involvement, by=olu, now=now)


def told():
    return [str(event) for event in Event.objects.filter(kind="involvement.noted").order_by("pk")]


def test_every_partnership_is_asked_about_the_same_groups_in_every_stage(pantry):
    rows = rows_of(pantry)
    assert [who for who, _ in rows] == list(Involvement.USUAL)
    assert {tuple(cell.stage for cell in cells) for _, cells in rows} == {
        ("Need", "Design", "Decide", "Deliver", "Evaluate")
    }


def test_a_lead_fills_an_empty_cell(browser_of, olu, pantry, entry):
    olus = browser_of(olu)
    address = reverse("note-involvement", args=[pantry.pk], query={"who": "Carers", "stage": "decide"})
    assert olus.get(address).context["form"]["who"].value() == "Carers"
    olus.post(address, words(who="Carers", stage="decide"))
    grid = {who: [cell.entry and cell.entry.level for cell in cells] for who, cells in rows_of(pantry)}
    assert grid["Carers"] == [None, None, "consulted", None, None]
    assert grid["People served"] == [None, "informed", None, None, None]
    assert told()[-1] == "Olu Adeyemi noted how far “Carers” take part in stage “Decide”: consulted"


def test_a_usual_group_keeps_its_spelling_however_it_is_typed(browser_of, olu, pantry):
    browser_of(olu).post(reverse("note-involvement", args=[pantry.pk]), words(who=" people  SERVED ", stage="need"))
    assert Involvement.objects.get().who == "People served"


def test_another_level_keeps_what_was_said_before(browser_of, olu, pantry, entry):
    olus = browser_of(olu)
    address = reverse("edit-involvement", args=[entry.pk])
    olus.post(address, words(level="led", words="They chose the hall"))
    entry.refresh_from_db()
    assert (entry.level, entry.rung) == ("led", 5)
    assert told()[-1].endswith("led")
    assert "A leaflet" in olus.get(address).content.decode()
    page = olus.get(reverse("involvement", args=[pantry.pk])).content.decode()
    assert page.index("They chose the hall") < page.index("A leaflet")


def test_other_words_on_the_same_level_are_not_told(browser_of, olu, entry):
    browser_of(olu).post(reverse("edit-involvement", args=[entry.pk]), words(level="informed"))
    assert len(told()) == 1


def test_a_cell_is_emptied_after_asking(browser_of, olu, pantry, entry):
    olus = browser_of(olu)
    address = reverse("remove-involvement", args=[entry.pk])
    assert "Remove this entry?" in olus.get(address).content.decode()
    olus.post(address)
    assert Involvement.objects.count() == 0
    assert list(Involvement.history.values_list("history_type", flat=True)) == ["-", "+"]


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        (
            {"who": "people served", "stage": "design"},
            "who",
            "“People served” is noted for “Design” already. Change it in the grid.",
        ),
        ({"who": "Carers", "stage": "dance"}, "stage", "Choose one of the answers."),
        ({"who": "Carers", "stage": "need", "level": "ruled"}, "level", "Choose one of the answers."),
        ({"who": " ", "stage": "need"}, "who", "Fill in “Which group?”."),
        ({"who": "Carers", "stage": "need", "words": ""}, "words", "Fill in “What was done?”."),
        (
            {"who": "Carers", "stage": "need", "noted_on": "1 March 2099"},
            "noted_on",
            "This day has not come yet. Give today or an earlier day.",
        ),
    ],
)
def test_an_entry_that_cannot_be_says_why(browser_of, olu, pantry, entry, sent, field, said):
    response = browser_of(olu).post(reverse("note-involvement", args=[pantry.pk]), words(**sent))
    assert response.context["form"].errors[field] == [said]
    assert Involvement.objects.get().words == "A leaflet"


def test_a_change_of_what_was_removed_meanwhile_is_refused(olu, entry, now):
    Involvement.objects.all().delete()
    with pytest.raises(involvements.AlreadyRemoved):
        involvements.change(involvement=entry, by=olu, now=now)
    assert Involvement.objects.count() == 0


def test_a_partner_reads_the_grid_and_changes_nothing(browser_of, mina, pantry, entry):
    minas = browser_of(mina)
    page = minas.get(reverse("involvement", args=[pantry.pk])).content.decode()
    assert "A leaflet" in page
    assert reverse("edit-involvement", args=[entry.pk]) not in page
    assert minas.post(reverse("edit-involvement", args=[entry.pk]), words()).status_code == 403
    assert minas.post(reverse("note-involvement", args=[pantry.pk]), words()).status_code == 403


def test_an_empty_grid_says_what_to_do_first(browser_of, olu, mina, pantry):
    address = reverse("involvement", args=[pantry.pk])
    pages = [browser_of(user).get(address).content.decode() for user in (olu, mina)]
    assert ["Note the first one" in page for page in pages] == [True, False]
    assert all("Nobody&#x27;s part is noted yet" in page or "Nobody's part is noted yet" in page for page in pages)


@pytest.mark.parametrize("rows", [3, 60])
def test_the_grid_costs_the_same_however_many_groups(browser_of, olu, pantry, rows, django_assert_num_queries):
    for number in range(rows):
        Involvement.objects.create(
            partnership=pantry, who=f"Group {number}", stage="need", level="led", words="A", noted_on=date(2026, 1, 1)
        )
    olus = browser_of(olu)
    with django_assert_num_queries(6):
        olus.get(reverse("involvement", args=[pantry.pk]))
