"""An agreement begins with the words of its kind, which never take the place of anybody's own."""

import pytest
from django.urls import reverse

from partnerships.agreements.actions import templates, versions
from partnerships.models import AgreementTemplate, AgreementVersion

from .agreeing import VISION


@pytest.fixture
def template(db):
    made = AgreementTemplate.objects.create(name="Singing bus", introduction="Songs on wheels", position=1)
    for section, text in (("vision", "Everybody sings"), ("goals", "A song a day")):
        made.sections.create(section=section, text=text)
    made.roles.create(side="host", role="Drives the bus", duties="On Mondays")
    made.roles.create(side="partner", role="Sings")
    made.commitments.create(side="host", what="Petrol for a year", days_after_start=14)
    made.commitments.create(side="host", what="A driver")
    made.commitments.create(side="partner", what="A choir of ten", days_after_start=30)
    made.measures.create(name="Songs sung", unit="songs a week", kind="output", direction="up", source="Song book")
    made.milestones.create(title="First ride", weeks_after_start=3)
    return made


@pytest.fixture
def begun(template, olu, pantry, now):
    return templates.begin(partnership=pantry, template=template, by=olu, now=now)


def test_the_eight_kinds_come_with_the_database(db, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("Without migrations there is nothing in it.")
    kinds = AgreementTemplate.objects.with_rows()
    assert len(kinds) == 8
    for kind in kinds:
        sections = {row.section for row in kind.sections.all()}
        assert sections == set(AgreementVersion.SECTIONS), kind
        assert {row.side for row in kind.roles.all()} == {"host", "partner"}, kind
        assert len(kind.commitments.all()) >= 4, kind
        assert len(kind.measures.all()) >= 3, kind
        assert len(kind.milestones.all()) >= 4, kind


def test_a_draft_begins_with_the_words_the_hosts_role_and_the_hosts_promises(begun, pantry, host_membership):
    assert (begun.vision, begun.goals, begun.review) == ("Everybody sings", "A song a day", "")
    assert list(begun.responsibilities.values_list("membership", "role")) == [(host_membership.pk, "Drives the bus")]
    promises = [(c.from_membership_id, c.what, str(c.due_on or "")) for c in begun.commitments.all()]
    assert sorted(promises) == [
        (host_membership.pk, "A driver", ""),
        (host_membership.pk, "Petrol for a year", "2026-12-15"),
    ]
    assert not pantry.milestones.exists()
    assert not pantry.objectives.exists()


def test_what_somebody_wrote_is_never_overwritten(template, olu, draft, host_membership, now):
    draft.responsibilities.create(membership=host_membership, role="Cooks")
    draft.commitments.create(partnership=host_membership.partnership, from_membership=host_membership, what="Soup")
    filled = templates.apply(version=draft, template=template, by=olu, now=now)
    assert filled == ["Goals"]
    draft.refresh_from_db()
    assert (draft.vision, draft.goals) == (VISION, "A song a day")
    assert [row.role for row in draft.responsibilities.all()] == ["Cooks"]
    assert [promise.what for promise in draft.commitments.all()] == ["Soup"]


def test_applied_twice_it_fills_nothing_the_second_time(begun, template, olu, now):
    assert templates.apply(version=begun, template=template, by=olu, now=now) == []
    assert begun.commitments.count() == 2


def test_a_shared_version_takes_no_template(template, olu, shared, now):
    with pytest.raises(versions.StaleVersion):
        templates.apply(version=shared, template=template, by=olu, now=now)
    shared.refresh_from_db()
    assert shared.goals == ""


def test_a_change_of_the_template_changes_no_draft(begun, template):
    template.sections.update(text="Something else")
    begun.refresh_from_db()
    assert begun.vision == "Everybody sings"


# --- The pages ---


def test_the_lead_looks_at_the_kinds_reads_one_and_begins(template, olu, pantry, browser_of):
    browser, url = browser_of(olu), reverse("begin-agreement", args=[pantry.pk])
    assert "Songs on wheels" in browser.get(url).content.decode()
    preview = browser.get(url, {"template": template.pk}).content.decode()
    for words in (
        "Everybody sings",
        "Drives the bus",
        "Petrol for a year",
        "A choir of ten",
        "Songs sung",
        "First ride",
    ):
        assert words in preview, words
    assert not AgreementVersion.objects.exists()
    done = browser.post(url, {"template": template.pk})
    version = AgreementVersion.objects.get()
    assert (done.url, version.vision) == (reverse("edit-agreement", args=[version.pk]), "Everybody sings")


def test_a_template_that_is_not_offered_or_not_there_is_not_found(template, olu, pantry, browser_of):
    AgreementTemplate.objects.update(is_offered=False)
    url = reverse("begin-agreement", args=[pantry.pk])
    for number in (template.pk, "999999", "1; drop", "9" * 30):
        assert browser_of(olu).get(url, {"template": number}).status_code == 404, number
        assert browser_of(olu).post(url, {"template": number}).status_code == 404, number
    assert not AgreementVersion.objects.exists()


def test_who_begins_a_second_time_is_led_to_the_first(olu, pantry, begun, browser_of):
    url = reverse("begin-agreement", args=[pantry.pk])
    assert browser_of(olu).get(url).url == reverse("agreement", args=[pantry.pk])
    browser_of(olu).post(url)
    assert AgreementVersion.objects.count() == 1


def test_a_draft_is_filled_in_later_and_the_lead_reads_what_was_filled(template, olu, draft, browser_of):
    url = reverse("apply-template", args=[draft.pk])
    page = browser_of(olu).post(url, {"template": template.pk}, follow=True).content.decode()
    assert "Filled in: Goals, your own role, 2 promises of yours." in page
    again = browser_of(olu).post(url, {"template": template.pk}, follow=True).content.decode()
    assert "Nothing was empty, so nothing was changed." in again
    assert "Choose a template first." in browser_of(olu).post(url, follow=True).content.decode()


# --- What is typical is offered, never added ---


def test_a_typical_step_is_offered_until_it_is_planned(olu, mina, pantry, begun, template, browser_of):
    url = reverse("timeline", args=[pantry.pk])
    row = template.milestones.get()
    add = f"{reverse('add-milestone', args=[pantry.pk])}?typical={row.pk}"
    assert add in browser_of(olu).get(url).content.decode()
    assert "First ride" not in browser_of(mina).get(url).content.decode()
    form = browser_of(olu).get(add).context["form"]
    assert form.initial["title"] == "First ride"
    browser_of(olu).post(add, {"title": "First ride", "due_on": "1 March 2027"})
    assert add not in browser_of(olu).get(url).content.decode()


def test_a_typical_measure_is_offered_beside_its_objective(olu, pantry, begun, template, browser_of):
    objectives = reverse("objectives", args=[pantry.pk])
    assert "Set an objective first" in browser_of(olu).get(objectives).content.decode()
    objective = pantry.objectives.create(title="Sing")
    add = f"{reverse('add-measure', args=[objective.pk])}?typical={template.measures.get().pk}"
    for page in (objectives, reverse("objective", args=[objective.pk])):
        assert add in browser_of(olu).get(page).content.decode()
    initial = browser_of(olu).get(add).context["form"].initial
    assert (initial["name"], initial["unit"], initial["source"]) == ("Songs sung", "songs a week", "Song book")
    assert not objective.measures.exists()


def test_a_partners_typical_promise_names_nobody_by_itself(olu, mina, begun, template, browser_of):
    row = template.commitments.get(side="partner")
    add = f"{reverse('add-commitment', args=[begun.pk])}?typical={row.pk}"
    assert add in browser_of(olu).get(reverse("edit-agreement", args=[begun.pk])).content.decode()
    form = browser_of(olu).get(add).context["form"]
    assert (form["what"].value(), form["from_membership"].value()) == ("A choir of ten", None)


@pytest.mark.parametrize("number", ["999999", "x", "9" * 30])
def test_what_is_not_in_the_template_suggests_nothing(number, olu, pantry, begun, browser_of):
    other = AgreementTemplate.objects.create(name="Other", introduction="Other")
    foreign = other.milestones.create(title="Not ours", weeks_after_start=1)
    for asked in (number, foreign.pk):
        page = browser_of(olu).get(reverse("add-milestone", args=[pantry.pk]), {"typical": asked})
        assert page.status_code == 200
        assert page.context["form"].initial["title"] == ""


def test_a_template_is_changed_in_admin_with_all_its_rows(ada, template, browser_of):
    page = browser_of(ada).get(reverse("admin:partnerships_agreementtemplate_change", args=[template.pk]))
    text = page.content.decode()
    for words in ("Everybody sings", "Drives the bus", "Petrol for a year", "Songs sung", "First ride"):
        assert words in text, words


def test_words_of_a_template_that_nobody_touched_are_not_called_written(begun, olu, browser_of, now):
    browser, url = browser_of(olu), reverse("edit-agreement", args=[begun.pk])
    page = browser.get(url)
    state = {chapter.key: (chapter.is_written, chapter.is_untouched) for chapter in page.context["chapters"]}
    assert (state["vision"], state["goals"], state["review"]) == ((False, True), (False, True), (False, False))
    assert page.content.decode().count("From the template</span>") == 2
    assert page.context["next_empty"].key == "vision"
    versions.write(version=begun, values={"vision": "Everybody sings, in Sale"}, by=olu, now=now)
    after = {chapter.key: chapter.is_written for chapter in browser.get(url).context["chapters"]}
    assert (after["vision"], after["goals"]) == (True, False)
