"""What is kept for a while only goes by itself, and what is kept for good stays."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communications.engine import retention
from communications.models import Heartbeat
from communications.tasks import tidy
from evaluation.models import Salt
from partnerships.links import links
from partnerships.links.actions import sign_ins
from partnerships.models import ActionLink, Contact, ImportBatch, Organisation, SentForm, Session, SignIn
from partnerships.spreadsheets.actions import imports, reading_files

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30, minutes=1)
SHEET = b"Name,Contact name,Contact email\nSale Larder Annexe,Ida Fern,ida@annexe.example\n"


@pytest.fixture
def batch(ada, now):
    """An import that brought one organisation and one person."""
    made = reading_files.begin(data=SHEET, file_name="list.csv", by=ada, now=now)
    for step in (
        lambda: None,
        lambda: imports.choose_columns(batch=made, columns=made.columns, by=ada, now=now),
        lambda: imports.apply(batch=made, takes_repairs=True, by=ada, now=now),
    ):
        step()
        imports.finish(batch=made, now=now)
        made.refresh_from_db()
    return made


def stands_in_rows(batch):
    return "Ida" in str(list(batch.rows.values()))


def test_an_undone_import_leaves_nothing_of_its_people_after_a_month(batch, ada, now):
    imports.undo(batch=batch, by=ada, now=now)
    imports.finish(batch=batch, now=now)
    retention.tidy(now + timedelta(days=29))
    assert stands_in_rows(batch)
    retention.tidy(now + MONTH)
    assert not stands_in_rows(batch)
    assert not Contact.objects.filter(name="Ida Fern").exists()


def test_an_applied_import_keeps_its_organisations_and_can_no_longer_be_undone(batch, ada, now, browser_of):
    assert "Undo this import" in browser_of(ada).get(reverse("import-preview", args=[batch.pk])).content.decode()
    later = now + MONTH
    retention.tidy(later)
    assert not stands_in_rows(batch)
    assert Organisation.objects.filter(name="Sale Larder Annexe").exists()
    page = browser_of(ada, at=later).get(reverse("import-preview", args=[batch.pk])).content.decode()
    assert "What stood in the rows has been let go" in page
    assert "Undo this import" not in page
    with pytest.raises(imports.WrongMoment, match="30 days"):
        imports.undo(batch=batch, by=ada, now=later)


def test_what_a_merged_cell_said_goes_with_the_cells(batch, now):
    batch.rows.update(merged={"0": "Ida Fern"})
    retention.tidy(now + MONTH)
    assert not stands_in_rows(batch)


def test_a_file_that_was_never_applied_goes_whole(ada, now):
    batch = reading_files.begin(data=SHEET, file_name="list.csv", by=ada, now=now)
    imports.finish(batch=batch, now=now)
    retention.tidy(now + timedelta(days=29))
    assert ImportBatch.objects.exists()
    retention.tidy(now + MONTH)
    assert not ImportBatch.objects.exists()


def test_wrong_passwords_and_the_log_of_admin_go_after_a_month(ada, olu, browser_of, client):
    client.post(reverse("sign-in-with-password"), {"username": olu.email, "password": "wrong"})
    browser_of(ada).post(reverse("admin:partnerships_area_add"), {"name": "Sale"})
    kinds = (AccessAttempt, LogEntry)
    assert all(kind.objects.exists() for kind in kinds)
    # By the clock of the machine, which axes and Django admin write down.
    retention.tidy(timezone.now() + timedelta(days=29))
    assert all(kind.objects.exists() for kind in kinds)
    retention.tidy(timezone.now() + MONTH)
    assert not any(kind.objects.exists() for kind in (*kinds, AccessLog, AccessFailureLog))


def test_sign_ins_and_sessions_and_keys_of_forms_go(mina, now):
    sign_ins.ask(email=mina.email, browser="b", now=now)
    SentForm.objects.create(key="0" * 32, at=now)
    Client().force_login(mina, backend="django.contrib.auth.backends.ModelBackend")
    Session.objects.update(expire_date=now)
    retention.tidy(now + MONTH)
    assert not any(kind.objects.exists() for kind in (SignIn, SentForm, Session))


def test_a_link_says_for_a_year_that_it_has_ended(mina, now):
    link = links.make(ActionLink.Purpose.ANSWER, contact=mina.contacts.get(), target_id=1, expires_at=now)
    forever = links.make(ActionLink.Purpose.CONVERSE, contact=mina.contacts.get(), target_id=1)
    retention.tidy(now + timedelta(days=399))
    assert ActionLink.objects.filter(pk=link.pk).exists()
    retention.tidy(now + timedelta(days=401))
    assert list(ActionLink.objects.all()) == [forever]


def test_what_is_to_last_stays(olu, mina, pantry, batch, now):
    before = {model: model.objects.count() for model in (Organisation, Contact)}
    assert set(retention.tidy(now)) <= {"sessions that have ended"}
    retention.tidy(now + timedelta(days=4000))
    assert {model: model.objects.count() for model in before} == before


def test_more_than_a_lot_goes_in_one_run(now, monkeypatch):
    monkeypatch.setattr(retention, "LOT", 3)
    SentForm.objects.bulk_create(SentForm(key=f"{number:032x}", at=now) for number in range(8))
    assert retention.tidy(now + MONTH) == {"keys of sent forms": 8}


def test_the_worker_does_it_and_says_so():
    tidy()
    assert Heartbeat.objects.get().name == "tidy"


def test_a_salt_goes_with_its_day_though_nobody_answers_the_next(now):
    Salt.objects.create(on=timezone.localdate(now))
    retention.tidy(now)
    assert Salt.objects.exists()
    retention.tidy(now + timedelta(days=1))
    assert not Salt.objects.exists()
