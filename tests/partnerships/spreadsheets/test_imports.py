import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships import tasks
from partnerships.models import (
    Area,
    Contact,
    Event,
    Identifier,
    ImportBatch,
    ImportRow,
    Membership,
    Organisation,
    User,
)
from partnerships.spreadsheets.actions import imports
from partnerships.spreadsheets.reading import rows

from ...factories import ContactFactory, MembershipFactory, OrganisationFactory, SeatFactory, UserFactory

State, Outcome = ImportBatch.State, ImportRow.Outcome
HEADER = "Name,Postcode,Charity number,Phone,Area,Contact name,Contact email\n"
LARDER = "Sale Larder,M33 7XG,1067000,0161 496 0123,Trafford,Mina Patel,mina@example.org\n"


def many(count):
    return "Name,Postcode,Charity number\n" + "".join(f"Group {n},M33 7XG,{1000000 + n}\n" for n in range(count))


def outcomes(batch):
    return list(batch.rows.order_by("number").values_list("outcome", flat=True))


def likeness(batch):
    return [(row.likeness, row.match_reason) for row in batch.rows.order_by("number")]


def upload(client, content, name="list.csv"):
    return client.post(reverse("add-import"), {"file": SimpleUploadedFile(name, content)})


def at_work():
    """What a worker does that has been rung for."""
    tasks.carry_on_imports()


def page(client, name, batch, **words):
    return client.get(reverse(name, args=[batch.pk]), words)


# ---- In the browser ----


def test_a_file_goes_from_upload_to_the_directory_and_out_again(browser_of, olu):
    client = browser_of(olu)
    progress = upload(client, (HEADER + LARDER + "WI OF SALE,m33 7xg ,,,,,\n").encode())
    batch = ImportBatch.objects.get()
    assert progress.url == reverse("import-progress", args=[batch.pk])
    assert "waiting to be read" in client.get(progress.url).content.decode()
    at_work()
    columns = client.get(progress.url)
    assert columns.url == reverse("import-columns", args=[batch.pk])
    form = client.get(columns.url).context["form"]
    assert client.post(columns.url, {name: form[name].value() for name in form.fields}).url == progress.url
    at_work()
    preview = client.get(progress.url)
    assert preview.url == reverse("import-preview", args=[batch.pk])
    words = client.get(preview.url).content.decode()
    assert "WI of Sale" in words
    assert "Nothing is in the directory yet" in words
    assert Organisation.objects.filter(name__endswith="Larder", postcode="M33 7XG").count() == 0
    client.post(reverse("apply-import", args=[batch.pk]), {"takes_repairs": "on"}, follow=True)
    at_work()
    batch.refresh_from_db()
    assert (batch.state, batch.applied_by, outcomes(batch)) == (State.APPLIED, olu, [Outcome.CREATED, Outcome.CREATED])
    assert "deleted" in page(client, "undo-import", batch).content.decode()
    client.post(reverse("undo-import", args=[batch.pk]))
    at_work()
    batch.refresh_from_db()
    assert (batch.state, outcomes(batch)) == (State.UNDONE, [Outcome.UNDONE, Outcome.UNDONE])
    assert Organisation.objects.filter(postcode="M33 7XG").count() == 0
    assert list(Event.objects.order_by("pk").values_list("kind", "by_user")) == [
        ("import.applied", olu.pk),
        ("import.undone", olu.pk),
    ]


def test_a_file_that_cannot_be_read_is_refused_on_the_form(browser_of, olu):
    response = upload(browser_of(olu), b"%PDF-1.7")
    assert "This is a PDF" in response.context["form"].errors["file"][0]
    assert "<title>Error: " in response.content.decode()
    assert ImportBatch.objects.count() == 0


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (["not-used", "not-used"], "Say which column holds the organisation’s name"),
        (["name", "name"], "“Name” is chosen for “Name” already"),
    ],
)
def test_one_column_and_only_one_holds_the_name(browser_of, olu, chosen, words):
    client = browser_of(olu)
    upload(client, b"Name,Other\nSale Larder,x\n")
    at_work()
    batch = ImportBatch.objects.get()
    answer = {f"column_{position}": field for position, field in enumerate(chosen)}
    response = client.post(reverse("import-columns", args=[batch.pk]), answer)
    assert words in str(response.context["form"].errors)
    batch.refresh_from_db()
    assert batch.state == State.MAPPING


def test_a_large_file_waits_for_a_worker_and_its_page_says_how_far_it_is(browser_of, ada, begin, now):
    batch, client = begin(many(501)), browser_of(ada)
    response = client.post(reverse("apply-import", args=[batch.pk]), {"takes_repairs": "on"})
    assert response.url == reverse("import-progress", args=[batch.pk])
    imports.carry_on(batch=batch, now=now)
    words = client.get(response.url).content.decode()
    assert "200 of 501" in words
    fragment = client.get(response.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    tasks.carry_on_import(batch.pk)
    assert client.get(response.url).url == reverse("import-preview", args=[batch.pk])
    done = client.get(response.url, headers={"HX-Request": "true"})
    assert done.headers["HX-Redirect"] == reverse("import-preview", args=[batch.pk])
    assert Organisation.objects.filter(postcode="M33 7XG").count() == 501


def test_a_file_that_was_not_applied_can_be_thrown_away(browser_of, ada, begin):
    batch, client = begin("Name\nSale Larder\n"), browser_of(ada)
    assert "Throw" in page(client, "discard-import", batch).content.decode()
    client.post(reverse("discard-import", args=[batch.pk]))
    assert (ImportBatch.objects.count(), ImportRow.objects.count()) == (0, 0)


def test_an_applied_file_cannot_be_thrown_away_or_read_differently(browser_of, ada, apply):
    batch, client = apply("Name\nSale Larder\n"), browser_of(ada)
    for name in ("discard-import", "import-columns"):
        assert client.post(reverse(name, args=[batch.pk]), {"column_0": "not-used"}).status_code == 302
    assert (ImportBatch.objects.get().state, Organisation.objects.count()) == (State.APPLIED, 1)


@pytest.mark.parametrize("count", [3, 60])
@pytest.mark.parametrize("is_applied", [False, True])
def test_the_preview_costs_the_same_however_many_rows(
    browser_of, ada, begin, apply, count, is_applied, django_assert_num_queries
):
    apply(many(count))
    batch = apply(many(count)) if is_applied else begin(many(count))
    client = browser_of(ada)
    with django_assert_num_queries(7):
        page(client, "import-preview", batch)


@pytest.mark.parametrize("count", [3, 60])
def test_the_list_of_imports_costs_the_same_however_many(browser_of, ada, count, django_assert_num_queries):
    ImportBatch.objects.bulk_create(
        ImportBatch(file_name=f"{n}.csv", sha256="0", uploaded_by=ada) for n in range(count)
    )
    client = browser_of(ada)
    with django_assert_num_queries(3):
        client.get(reverse("imports"))


# ---- Who may ----


def test_only_keepers_of_the_directory_import(browser_of, mina, begin):
    viewer, batch = UserFactory(role=User.Role.VIEWER), begin("Name\nUrmston Pantry\n")
    for reader in (viewer, mina):
        client = browser_of(reader)
        assert [client.get(reverse(name)).status_code for name in ("imports", "add-import")] == [403, 403]
        assert upload(client, b"Name\nUrmston Pantry\n").status_code == 403
        for name in ("import-preview", "import-columns", "import-progress", "undo-import", "discard-import"):
            assert page(client, name, batch).status_code == 404
        for name in ("apply-import", "undo-import", "discard-import", "import-columns"):
            assert client.post(reverse(name, args=[batch.pk])).status_code == 404
        row = reverse("choose-import-row", args=[batch.rows.get().pk])
        assert client.post(row, {"choice": "skip"}).status_code == 404
    batch.refresh_from_db()
    assert (batch.state, outcomes(batch)) == (State.PREVIEW, [Outcome.WAITING])


def test_looking_applies_and_undoes_nothing(browser_of, ada, begin, apply):
    waiting, applied = begin("Name\nSale Larder\n"), apply("Name\nUrmston Pantry\n")
    client = browser_of(ada)
    assert page(client, "apply-import", waiting).status_code == 405
    assert page(client, "undo-import", applied).status_code == 200
    assert list(ImportBatch.objects.order_by("pk").values_list("state", flat=True)) == [State.PREVIEW, State.APPLIED]


# ---- What a row is about ----


def test_a_row_is_matched_by_number_or_by_name_and_postcode_and_by_nothing_less(begin):
    numbered = OrganisationFactory(name="Old name", postcode="M1 1AA")
    Identifier.objects.create(organisation=numbered, scheme="charity", value="1067000")
    placed = OrganisationFactory(name="The Sale Larder Ltd", postcode="M33 7XG")
    OrganisationFactory(name="Urmston Pantry", postcode="M41 5BU")
    batch = begin(
        "Name,Postcode,Charity number\n"
        "New name,,1067000\nSALE LARDER,m33 7xg,\nUrmston Pantry,M41 8AA,\nSomething else,M33 7XG,\n"
    )
    assert likeness(batch) == [
        ("certain", "the same charity number 1067000"),
        ("certain", "the same name and postcode"),
        ("perhaps", "the same name, but another postcode"),
        ("", ""),
    ]
    assert [row.match for row in batch.rows.order_by("number")][:2] == [numbered, placed]


def test_a_number_that_differs_speaks_against_the_same_name_and_place(begin):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    Identifier.objects.create(organisation=larder, scheme="charity", value="1067000")
    Identifier.objects.create(organisation=larder, scheme="company", value="01234567")
    batch = begin(
        "Name,Postcode,Charity number,Company number\n"
        "Sale Larder,M33 7XG,1067001,\nSale Larder,M33 7XG,1067000,07654321\n"
    )
    assert likeness(batch) == [("", ""), ("perhaps", "the same charity number 1067000, but another number differs")]


def test_branches_in_one_file_that_share_a_number_stay_apart(apply):
    text = "Name,Postcode,Charity number\n1st Sale Scouts,M33 7XG,306101\nBrownies of Hale,WA15 8SN,306101\n"
    assert outcomes(apply(text)) == [Outcome.CREATED, Outcome.CREATED]
    assert outcomes(apply(text)) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_what_a_person_says_about_a_row_goes_before_the_rule(browser_of, ada, begin, now):
    pantry = OrganisationFactory(name="Urmston Pantry", postcode="M41 5BU")
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    batch = begin("Name,Postcode,Phone\nUrmston Pantry,M41 8AA,0161 496 0123\nSale Larder,M33 7XG,\nHale Hub,,\n")
    client = browser_of(ada)
    for row, choice in zip(batch.rows.order_by("number"), ("same", "apart", "skip"), strict=True):
        response = client.post(f"{reverse('choose-import-row', args=[row.pk])}?show=all", {"choice": choice})
        assert response.url == f"{reverse('import-preview', args=[batch.pk])}?show=all#row-{row.number}"
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert outcomes(batch) == [Outcome.MATCHED, Outcome.CREATED, Outcome.SKIPPED]
    pantry.refresh_from_db()
    assert (pantry.phone, pantry.postcode) == ("0161 496 0123", "M41 5BU")
    assert Organisation.objects.filter(name="Sale Larder").exclude(pk=larder.pk).count() == 1
    assert Organisation.objects.filter(name="Hale Hub").count() == 0


def test_a_row_left_out_can_be_taken_after_all(begin, ada, now):
    batch = begin("Name\nSale Larder\n")
    row = imports.choose_row(row=batch.rows.get(), choice="skip", by=ada, now=now)
    assert imports.choose_row(row=row, choice="take", by=ada, now=now).outcome == Outcome.WAITING


def test_the_preview_shows_before_and_after_and_what_stays_different(browser_of, ada, begin):
    larder = OrganisationFactory(name="Sale Larder", postcode="WA15 0HF", phone="0161 496 0999")
    Identifier.objects.create(organisation=larder, scheme="charity", value="1067000")
    batch = begin(
        "Name,Postcode,Charity number,Phone,Web\nSale Larder,WA15 OHF,1067000,0161 496 0123,https://example.org\n"
        "Hale Hub,WA154 1HF,,,\n"
    )
    words = page(browser_of(ada), "import-preview", batch).content.decode()
    for part in ("<del>WA15 OHF</del>", "<ins>WA15 0HF</ins>", "Letter O and number 0", "is not a UK postcode"):
        assert part in words
    assert "Adds: type Charity or non-profit; website https://example.org" in words
    assert "Phone differs and stays as it is here: 0161 496 0999 (in the file: 0161 496 0123)" in words
    shown = page(browser_of(ada), "import-preview", batch, show="problems")
    assert [line.name for line in shown.context["lines"]] == ["Hale Hub"]


# ---- Applying ----


def test_only_empty_fields_of_a_matched_organisation_are_filled(apply):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG", phone="0161 496 0999")
    batch = apply(HEADER + LARDER)
    larder.refresh_from_db()
    assert (outcomes(batch), larder.phone) == ([Outcome.MATCHED], "0161 496 0999")
    assert [one.value for one in larder.identifiers.all()] == ["1067000"]
    assert [area.name for area in larder.areas.all()] == ["Trafford"]
    assert [(one.name, one.email) for one in larder.contacts.all()] == [("Mina Patel", "mina@example.org")]


def test_values_go_in_as_found_when_repairs_are_refused(apply):
    apply("Name,Postcode,Web\nSALE LARDER,WA15 OHF,www.example.org\nHale Hub,m33 7xg,\n", takes_repairs=False)
    assert list(Organisation.objects.values_list("name", "postcode", "website")) == [
        ("Hale Hub", "M33 7XG", ""),
        ("SALE LARDER", "WA15 OHF", ""),
    ]
    assert Organisation.objects.get(website="", postcode="WA15 OHF").notes == "Website: www.example.org"


def test_everything_written_has_its_line_of_history_with_the_person_and_the_reason(apply, ada):
    batch = apply(HEADER + LARDER)
    larder = Organisation.objects.get()
    for model in (Organisation, Identifier, Contact):
        line = model.history.get()
        assert (line.history_type, line.history_user, line.history_change_reason) == ("+", ada, batch.change_reason)
    assert Area.history.get().history_user == ada
    assert [one.area.name for one in larder.history.get().areas.all()] == ["Trafford"]


def test_a_contact_who_is_there_is_not_added_twice(apply):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    ContactFactory(organisation=larder, name="mina patel", email="")
    apply(HEADER + LARDER)
    assert larder.contacts.count() == 1


def test_an_address_without_a_name_makes_no_contact_and_says_so(apply):
    batch = apply("Name,Contact name,Contact email\nSale Larder,Mina,mina@example.org\nHub,,hub@example.org\n")
    assert Contact.objects.count() == 1
    assert batch.rows.get(number=3).problems == [{"field": "contact_email", "problem": rows.NAMELESS_CONTACT}]
    assert Organisation.objects.get(name="Hub").notes == "Contact: e-mail address: hub@example.org"


def test_a_job_that_was_killed_goes_on_where_it_stopped(begin, ada, now):
    batch = begin(many(450))
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    assert imports.carry_on(batch=batch, now=now)
    assert Organisation.objects.count() == 200
    tasks.carry_on_imports()
    tasks.carry_on_imports()
    batch.refresh_from_db()
    assert (batch.state, batch.rows_done, Organisation.objects.count()) == (State.APPLIED, 450, 450)
    assert Event.objects.filter(kind="import.applied").count() == 1


def test_a_fault_in_a_row_keeps_what_was_done_and_is_told_and_the_rest_can_be_started_again(
    browser_of, begin, ada, now
):
    batch = begin(many(450))
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    broken = batch.rows.get(number=300)
    sound, broken.values = broken.values, {**broken.values, "ended_on": "not a day"}
    broken.save()
    imports.finish(batch=batch, now=now)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_done, Organisation.objects.count()) == (State.APPLYING, 200, 200)
    assert "It has stopped" in page(browser_of(ada), "import-progress", batch).content.decode()
    broken.values = sound
    broken.save()
    tasks.carry_on_imports()
    assert Organisation.objects.count() == 200
    tasks.carry_on_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.problem, Organisation.objects.count()) == (State.APPLIED, "", 450)


def test_two_people_cannot_apply_the_same_file_twice(browser_of, begin, ada):
    batch, client = begin("Name\nSale Larder\n"), browser_of(ada)
    client.post(reverse("apply-import", args=[batch.pk]), {"takes_repairs": "on"})
    at_work()
    again = client.post(reverse("apply-import", args=[batch.pk]), {"takes_repairs": "on"}, follow=True)
    assert "can no longer be changed" in again.content.decode()
    assert Organisation.objects.count() == 1


# ---- Undoing ----


def test_undoing_deletes_what_came_and_puts_back_what_was_filled(apply, undo, ada):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    batch = undo(apply(HEADER + LARDER + "Hale Hub,WA15 8SN,1067001,,Hale,Sam Okoro,sam@example.org\n"))
    larder.refresh_from_db()
    assert (larder.phone, larder.areas.count(), Identifier.objects.count(), Contact.objects.count()) == ("", 0, 0, 0)
    assert list(Organisation.objects.all()) == [larder]
    assert outcomes(batch) == [Outcome.UNDONE, Outcome.UNDONE]
    gone = Organisation.history.filter(history_type="-").get()
    assert (gone.name, gone.history_user) == ("Hale Hub", ada)


def test_two_rows_about_one_organisation_are_both_taken_back(apply, undo):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    text = "Name,Postcode,Phone,Web\nSale Larder,M33 7XG,0161 496 0123,\nSale Larder,M33 7XG,,https://example.org\n"
    undo(apply(text + "Hub,,0161 496 0124,\nHub,,,https://hub.example.org\n"))
    larder.refresh_from_db()
    assert (larder.phone, larder.website) == ("", "")
    assert list(Organisation.objects.all()) == [larder]


def test_what_is_used_or_changed_since_stays_and_says_why(apply, undo, pantry):
    batch = apply("Name\nIn a partnership\nHas a contact\nEdited\nLeft alone\n")
    used, peopled, edited, _ = [row.organisation for row in batch.rows.order_by("number")]
    MembershipFactory(partnership=pantry, organisation=used)
    ContactFactory(organisation=peopled)
    edited.strengths = "A cold store"
    edited.save()
    undo(batch)
    assert outcomes(batch) == [Outcome.KEPT, Outcome.KEPT, Outcome.KEPT, Outcome.UNDONE]
    assert list(batch.rows.order_by("number").values_list("note", flat=True)) == [
        "Stays, because it is in use.",
        "Stays, because somebody there was added or is needed elsewhere.",
        "Stays, because somebody changed it since.",
        "",
    ]


def test_a_contact_from_the_file_who_sits_in_a_partnership_stays_with_the_organisation(apply, undo, pantry):
    batch = apply(HEADER + LARDER)
    contact = Contact.objects.get()
    other = MembershipFactory(partnership=pantry, stage=Membership.Stage.MEMBER)
    SeatFactory(membership=other, contact=contact)
    undo(batch)
    assert outcomes(batch) == [Outcome.KEPT]
    assert Contact.objects.get() == contact


def test_a_value_changed_since_is_not_put_back(apply, undo):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    batch = apply("Name,Postcode,Phone,Web\nSale Larder,M33 7XG,0161 496 0123,https://example.org\n")
    Organisation.objects.update(phone="0161 496 0777")
    undo(batch)
    larder.refresh_from_db()
    assert (larder.phone, larder.website) == ("0161 496 0777", "")
    assert batch.rows.get().note == "Not put back, because somebody changed or used it since: phone."


def test_a_page_says_all_is_gone_only_when_it_is(apply, undo, browser_of, ada):
    larder = OrganisationFactory(name="Sale Larder", postcode="M33 7XG")
    batch = apply("Name,Postcode,Phone,Web\nSale Larder,M33 7XG,0161 496 0123,https://example.org\n")
    Organisation.objects.filter(pk=larder.pk).update(phone="0161 496 0777")
    undo(batch)
    page = browser_of(ada).get(reverse("import-preview", args=[batch.pk])).content.decode()
    assert "Some of it stays" in page
    assert "All of it is out of the directory again" not in page
    assert "Put back in part" in page


def test_an_import_can_be_undone_while_it_is_being_applied(begin, ada, now):
    batch = begin(many(450))
    imports.apply(batch=batch, takes_repairs=True, by=ada, now=now)
    imports.carry_on(batch=batch, now=now)
    imports.undo(batch=batch, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    assert (ImportBatch.objects.get().state, Organisation.objects.count()) == (State.UNDONE, 0)


def test_a_file_whose_import_was_undone_can_be_imported_again(apply, undo):
    undo(apply(HEADER + LARDER))
    assert outcomes(apply(HEADER + LARDER)) == [Outcome.CREATED]
