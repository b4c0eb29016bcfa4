"""Sections with rows and choices beside their text: keeping in touch, disagreeing, data sharing, control, ending."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships.agreements.actions import sections, versions
from partnerships.agreements.content import Content
from partnerships.agreements.draft_steps import CHAPTERS, GUIDANCE
from partnerships.models import AgreementVersion


def section(version, name):
    return reverse("write-section", args=[version.pk, name])


def sent(*rows, text="In words", **more):
    """What a browser sends for a section with these rows."""
    boxes = {f"rows-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"text": text, "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0, **boxes, **more}


def purposes(version):
    return list(version.communication_rows.values_list("position", "purpose"))


def steps(version):
    return list(version.conflict_steps.values_list("position", "what", "days"))


@pytest.fixture
def ladder(draft, olu, now):
    rows = [{"what": "Talk", "who": "The two", "days": 7}, {"what": "Leads join", "who": "", "days": 14}]
    sections.write(version=draft, section="conflict", values={}, rows=rows, by=olu, now=now)
    return draft


# --- Rows ---


def test_rows_are_written_together_with_the_text(olu, draft, browser_of):
    news = {"purpose": "News", "channel": "E-mail", "rhythm": "Every month", "starts": "Olu"}
    response = browser_of(olu).post(section(draft, "communication"), sent(news, {"purpose": ""}, {"purpose": "Urgent"}))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.communication, purposes(draft)) == ("In words", [(1, "News"), (2, "Urgent")])
    row = draft.communication_rows.first()
    assert (row.channel, row.rhythm, row.starts, row.history.first().history_user) == (
        "E-mail",
        "Every month",
        "Olu",
        olu,
    )


def test_an_emptied_row_is_taken_out_and_the_others_move_up(olu, draft, now, browser_of):
    rows = [{"purpose": "News"}, {"purpose": "Plans"}, {"purpose": "Urgent"}]
    sections.write(version=draft, section="communication", values={}, rows=rows, by=olu, now=now)
    body = sent({"purpose": "News"}, {"purpose": " ", "channel": ""}, {"purpose": "Urgent"})
    browser_of(olu).post(section(draft, "communication"), {**body, "rows-INITIAL_FORMS": 3})
    assert purposes(draft) == [(1, "News"), (2, "Urgent")]


def test_a_row_that_did_not_change_gets_no_history(olu, draft, now):
    for _ in range(2):
        sections.write(version=draft, section="communication", values={}, rows=[{"purpose": "News"}], by=olu, now=now)
    assert draft.communication_rows.get().history.count() == 1


def test_a_row_without_its_first_box_is_explained_and_nothing_is_written(olu, draft, browser_of):
    page = browser_of(olu).post(section(draft, "communication"), sent({"purpose": "", "channel": "Carrier pigeon"}))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Fill in “What it is for”." in text
    assert "Carrier pigeon" in text
    assert "<title>Error: " in text
    draft.refresh_from_db()
    assert (draft.communication, purposes(draft)) == ("", [])


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("0", "“Days allowed” must be 1 or more."),
        ("-3", "“Days allowed” must be 1 or more."),
        ("400", "“Days allowed” must be 365 or less."),
        ("a week", "Type a whole number, like 12."),
    ],
)
def test_days_that_cannot_be_are_explained(days, said, olu, draft, browser_of):
    page = browser_of(olu).post(section(draft, "conflict"), sent({"what": "Talk", "days": days})).content.decode()
    assert said in page
    assert f'value="{days}"' in page
    assert not draft.conflict_steps.exists()


def test_more_rows_than_anybody_reads_are_refused(olu, draft, browser_of):
    rows = [{"purpose": f"Row {number}"} for number in range(31)]
    page = browser_of(olu).post(section(draft, "communication"), sent(*rows))
    assert "Keep it to 30 rows or fewer." in page.content.decode()
    assert not draft.communication_rows.exists()


def test_a_page_that_sent_no_rows_leaves_them_and_a_broken_one_is_told_so(olu, ladder, browser_of):
    browser_of(olu).post(section(ladder, "conflict"), {"text": "Calmly"})
    assert steps(ladder) == [(1, "Talk", 7), (2, "Leads join", 14)]
    page = browser_of(olu).post(section(ladder, "conflict"), {"text": "Loudly", "rows-TOTAL_FORMS": "many"})
    assert "Something of this page did not arrive." in page.content.decode()
    ladder.refresh_from_db()
    assert (ladder.conflict, len(steps(ladder))) == ("Calmly", 2)


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ((1, 2, ""), "abc"),
        ((1, 2, 2), "acb"),
        ((1, 2, 1), "cab"),
        ((2, 2, ""), "bac"),
        ((2, 1, ""), "bac"),
        (("", 2, ""), "bac"),
    ],
)
def test_a_step_goes_where_it_is_told_to(places, order, olu, draft, now, browser_of):
    sections.write(version=draft, section="conflict", values={}, rows=[{"what": "a"}, {"what": "b"}], by=olu, now=now)
    rows = [{"what": what, "place": place} for what, place in zip("abc", places, strict=True)]
    browser_of(olu).post(section(draft, "conflict"), {**sent(*rows), "rows-INITIAL_FORMS": 2})
    assert "".join(draft.conflict_steps.values_list("what", flat=True)) == order


def test_the_ladder_is_shown_as_steps_with_their_days_and_the_total(olu, mina, ladder, browser_of, now):
    versions.share(version=ladder, by=olu, now=now)
    text = browser_of(mina).get(reverse("print-agreement", args=[ladder.pk])).content.decode()
    assert text.index("Talk") < text.index("within 7 days") < text.index("Leads join") < text.index("within 14 days")
    assert "From the first step to the last: 21 days at most." in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([None, None], ""),
        ([1], "From the first step to the last: 1 day at most."),
        ([7, None], "From the first step to the last: 7 days, not counting step 2, without a limit so far."),
        (
            [None, 7, None],
            "From the first step to the last: 7 days, not counting steps 1 and 3, without a limit so far.",
        ),
    ],
)
def test_the_total_says_which_steps_have_no_limit(days, said, draft, today):
    for number, count in enumerate(days, 1):
        draft.conflict_steps.create(position=number, what="Talk", days=count)
    assert Content.of(draft).conflict_days() == said


def test_rows_can_be_read_even_where_nobody_wrote_a_text(olu, mina, ladder, browser_of, now):
    row = [{"purpose": "Anything urgent", "channel": "Phone"}]
    sections.write(version=ladder, section="communication", values={}, rows=row, by=olu, now=now)
    versions.share(version=ladder, by=olu, now=now)
    text = browser_of(mina).get(reverse("accept-agreement", args=[ladder.pk])).content.decode()
    assert '<h2 id="section-communication">' in text
    assert '<h2 id="section-conflict">' in text
    assert '<td data-label="How">Phone</td>' in text


def test_rows_are_fixed_once_shared_and_what_was_typed_is_kept(olu, ladder, browser_of, now):
    versions.share(version=ladder, by=olu, now=now)
    page = browser_of(olu).post(section(ladder, "conflict"), sent({"what": "A duel at dawn"}, text="Swords"))
    text = page.content.decode()
    for words in ("A duel at dawn", "Swords", "its text is fixed"):
        assert words in text, words
    assert steps(ladder) == [(1, "Talk", 7), (2, "Leads join", 14)]


# --- Data sharing ---


def test_data_sharing_asks_for_the_date_of_the_agreement_beside_this_one(olu, draft, browser_of):
    browser, share = browser_of(olu), reverse("share-agreement", args=[draft.pk])
    body = {"text": "First names", "personal_data": "shared", "data_agreement_on": ""}
    browser.post(section(draft, "data_sharing"), body)
    assert "the date of the separate data-sharing agreement is missing" in browser.get(share).content.decode()
    browser.post(section(draft, "data_sharing"), {**body, "data_agreement_on": "1/5/26"})
    draft.refresh_from_db()
    assert (draft.personal_data, draft.data_agreement_on) == ("shared", date(2026, 5, 1))
    assert "is missing" not in browser.get(share).content.decode()
    text = browser.get(reverse("print-agreement", args=[draft.pk])).content.decode()
    assert "data-sharing agreement is of 1 May 2026" in text
    assert "A memorandum like this one is not a data-sharing agreement." in text


def test_a_missing_date_does_not_stand_in_the_way(olu, draft, now):
    versions.write(version=draft, values={"personal_data": "shared"}, by=olu, now=now)
    assert versions.share(version=draft, by=olu, now=now).is_shared


@pytest.mark.parametrize("choice", ["none", ""])
def test_a_date_without_shared_data_is_a_contradiction_and_is_kept_on_the_page(choice, olu, draft, browser_of):
    body = {"text": "Nothing", "personal_data": choice, "data_agreement_on": "1 May 2026"}
    page = browser_of(olu).post(section(draft, "data_sharing"), body)
    said = "Choose “Personal data is shared”, or take the date of the data-sharing agreement out."
    assert page.context["form"].errors == {"personal_data": [said]}
    assert 'value="1 May 2026"' in page.content.decode()
    draft.refresh_from_db()
    assert draft.data_sharing == ""


def test_the_database_refuses_the_contradiction_too(draft):
    draft.personal_data, draft.data_agreement_on = "none", date(2026, 5, 1)
    with pytest.raises(ValidationError, match="only where personal data is shared"):
        draft.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save()


@pytest.mark.parametrize(
    ("body", "field"),
    [({"personal_data": "perhaps"}, "personal_data"), ({"data_agreement_on": "some day"}, "data_agreement_on")],
)
def test_answers_about_data_that_cannot_be_are_refused(body, field, olu, draft, browser_of):
    page = browser_of(olu).post(section(draft, "data_sharing"), {"text": "", **body})
    assert list(page.context["form"].errors) == [field]


# --- Control and ending ---


def test_control_is_written_beside_roles_and_neither_takes_the_other_away(
    olu, draft, host_membership, larder_membership, browser_of
):
    browser, host, larder = browser_of(olu), host_membership.pk, larder_membership.pk
    control = reverse("edit-control", args=[draft.pk])
    roles = reverse("edit-responsibilities", args=[draft.pk])
    browser.post(control, {f"control-{host}": "The grant"})
    browser.post(roles, {f"role-{host}": "Hosts", f"duties-{host}": "Heats", f"role-{larder}": "Cooks"})
    rows = draft.responsibilities.order_by("-role")
    assert list(rows.values_list("role", "duties", "control")) == [("Hosts", "Heats", "The grant"), ("Cooks", "", "")]
    browser.post(roles, {f"role-{host}": "", f"role-{larder}": ""})
    assert list(rows.values_list("role", "duties", "control")) == [("", "", "The grant")]
    text = browser.get(reverse("print-agreement", args=[draft.pk])).content.decode()
    assert "What each of us shares control of" in text
    assert "Roles and responsibilities" not in text
    browser.post(control, {f"control-{host}": ""})
    assert not draft.responsibilities.exists()


def test_control_is_fixed_once_shared_and_what_was_typed_is_kept(olu, shared, host_membership, browser_of):
    url = reverse("edit-control", args=[shared.pk])
    text = browser_of(olu).post(url, {f"control-{host_membership.pk}": "The whole grant"}).content.decode()
    assert "The whole grant" in text
    assert "its text is fixed" in text
    assert not shared.responsibilities.exists()


def test_a_row_about_an_organisation_says_something(draft, host_membership):
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.responsibilities.create(membership=host_membership)


def test_how_we_end_is_a_section_like_the_others(olu, draft, browser_of):
    browser = browser_of(olu)
    browser.post(section(draft, "ending"), {"text": "Two months' notice and a last meal."})
    text = browser.get(reverse("print-agreement", args=[draft.pk])).content.decode()
    assert '<h2 id="section-ending">Ending</h2>' in text
    assert "a last meal." in text


# --- The way through ---


def test_every_part_has_guidance_of_its_own_in_a_few_sentences(draft):
    assert set(GUIDANCE) == set(CHAPTERS)
    for key, guidance in GUIDANCE.items():
        assert 2 <= guidance.more.count(".") + guidance.more.count("?") <= 5, key
        assert guidance.example, key
    assert set(AgreementVersion.SECTIONS) < set(CHAPTERS)


def test_saving_leads_through_all_parts_to_the_overview(olu, draft, browser_of):
    browser, seen = browser_of(olu), []
    url = section(draft, "vision")
    while url != reverse("edit-agreement", args=[draft.pk]):
        seen.append(url)
        page = browser.get(url)
        place = page.context["place"]
        assert (place.number, place.total) == (len(seen), len(CHAPTERS))
        is_form = "form" in page.context
        url = browser.post(url, {"text": "Words", "onward": "1"}).url if is_form else place.next.url
    assert len(seen) == len(CHAPTERS)


def test_the_overview_says_what_is_written_and_what_comes_next(olu, draft, browser_of, now):
    url = reverse("edit-agreement", args=[draft.pk])
    text = browser_of(olu).get(url).content.decode()
    assert "1 of 12 parts are in your own words. Next:" in text
    page = browser_of(olu).get(url)
    assert page.context["next_empty"].key == "goals"
    sections.write(version=draft, section="conflict", values={}, rows=[{"what": "Talk it over"}], by=olu, now=now)
    page = browser_of(olu).get(url)
    assert page.context["written"] == 2
    assert "Talk it over" in page.content.decode()


def test_who_wants_more_rows_stays_on_the_page(olu, draft, browser_of):
    url = section(draft, "communication")
    response = browser_of(olu).post(url, sent({"purpose": "News"}, more="1"))
    assert response.url == url
    assert len(browser_of(olu).get(url).context["rows"].forms) == 4


def test_the_agreement_is_read_in_the_order_in_which_it_is_written(olu, ladder, host_membership, browser_of, now):
    versions.assign(version=ladder, rows={host_membership.pk: ("Hosts", "")}, by=olu, now=now)
    versions.share_control(version=ladder, rows={host_membership.pk: "The grant"}, by=olu, now=now)
    ladder.matters.create(what="Insurance")
    values = {"goals": "Lunch", "ending": "A last meal", "starts_on": date(2026, 12, 1)}
    versions.write(version=ladder, values=values, by=olu, now=now)
    text = browser_of(olu).get(reverse("print-agreement", args=[ladder.pk])).content.decode()
    titles = [title for title, _ in CHAPTERS.values() if f">{title}</h2>" in text]
    assert len(titles) == 8
    assert sorted(titles, key=lambda title: text.index(f">{title}</h2>")) == titles


@pytest.mark.parametrize("page", ["edit-responsibilities", "edit-agreement-dates"])
def test_who_saves_a_page_of_rows_just_after_it_was_shared_keeps_their_words(
    page, olu, shared, host_membership, browser_of
):
    body = {f"role-{host_membership.pk}": "Feeds the lions", "starts_on": "3 May 2027"}
    text = browser_of(olu).post(reverse(page, args=[shared.pk]), body).content.decode()
    assert "its text is fixed" in text
    assert "Feeds the lions" in text or "3 May 2027" in text
