"""Somebody with the whole database, what it keeps beside its columns, and the log of the web server can only guess.

Fifty people answer, one after another, each in their own words. The log knows the order: who came first, and who last.
"""

from contextlib import closing
from datetime import timedelta
from random import SystemRandom
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import reverse
from django.utils.text import slugify

from evaluation.models import Answer, BallotBox, Invitation, Question, Response, Round
from evaluation.rounds import actions as rounds
from partnerships.models import Contact, SentForm

from ...conftest import Visitor
from ...factories import ContactFactory, SeatFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 50
# Whoever guesses is right once of fifty, and nine times once in a million; as seldom does an order lean this far.
LUCK, LEANING = 8, 0.7
MODELS = [model for label in ("partnerships", "evaluation", "communications")
          for model in apps.get_app_config(label).get_models()]  # fmt: skip


@pytest.fixture
def round(pantry, larder_membership, olu, now):
    """Open, by now with two questions, to Olu and forty-nine others."""
    bank = [
        Question.objects.create(code=kind, audience="partners", kind=kind, dimension="open", wording=f"And {kind}?")
        for kind in ("agree", "words")
    ]
    for _ in range(PEOPLE - 1):
        contact = ContactFactory(organisation=larder_membership.organisation, user=UserFactory())
        SeatFactory(membership=larder_membership, contact=contact, authority="decides")
    made = rounds.begin(
        partnership=pantry, title="Winter", audience="partners", mode="anonymous", closes_on=now.date(),
        questions=bank, by=olu, now=now,
    )  # fmt: skip
    rounds.open_round(round=made, by=olu, now=now)
    return made


@pytest.fixture
def log(round, now):
    """[(invitation, words, key of the page)] in the order in which people answered: not that of their invitations."""
    invitations = list(Invitation.objects.filter(round=round).select_related("contact__user"))
    agree, words = round.questions.all()
    written = []
    for minute, invitation in enumerate(SystemRandom().sample(invitations, len(invitations))):
        browser = Visitor(now + timedelta(minutes=minute))
        browser.force_login(invitation.contact.user, backend="django.contrib.auth.backends.ModelBackend")
        said, page = f"said by {uuid4()}", str(uuid4())
        sent = {f"question-{agree.pk}": "4", f"question-{words.pk}": said, "once": page}
        assert browser.post(reverse("answer-round", args=[invitation.pk]), sent).status_code == 302
        written.append((invitation.pk, said, page))
    assert len(written) == PEOPLE
    return written


def asked(sql):
    with closing(connection.cursor()) as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def hits(order, found):
    """How many of these a thief names who takes one order for the other, or for its reverse; and how far it leans."""
    place = {said: at for at, said in enumerate(order)}
    n, ranks = len(order), [place[said] for said in found]
    off = sum((at - rank) ** 2 for at, rank in enumerate(ranks))
    leaning = abs(1 - 6 * off / (n * (n * n - 1)))
    return max(sum(a == b for a, b in zip(order, some, strict=True)) for some in (found, found[::-1])), leaning


def orders_of(model):
    """The columns by which rows of a table can be put in order, those that the database keeps for itself among them."""
    own = ["xmin::text::bigint", "cmin::text::bigint", "ctid"] if connection.vendor == "postgresql" else ["rowid"]
    return own + [field.column for field in model._meta.concrete_fields]


def assert_nothing_leads(order, found, by):
    named, leaning = hits(order, found)
    assert named <= LUCK, f"{named} of {len(order)} are named by {by}"
    assert leaning < LEANING, f"{by} leans by {leaning:.2f}"


def everything_but(kept):
    """The text of every row of every other table: history, facts, messages, links, sessions, sent forms, counts."""
    tables = set(connection.introspection.table_names()) - {model._meta.db_table for model in kept}
    return "\n".join(f"{table} {row}" for table in sorted(tables) for row in asked(f'SELECT * FROM "{table}"'))


def test_while_a_round_is_open_nobody_can_tell_who_said_what(round, log):
    order, box = [said for _, said, _ in log], BallotBox.objects.get()
    assert BallotBox.objects.count() == 1
    words = str(round.questions.last().pk)
    assert_nothing_leads(order, [paper["said"][words] for paper in box.papers], "the order of papers")
    by_receipt = sorted(box.papers, key=lambda paper: paper["receipt"])
    assert_nothing_leads(order, [paper["said"][words] for paper in by_receipt], "receipts")
    assert not Response.objects.exists()
    assert not Answer.objects.exists()
    if connection.vendor == "postgresql":
        assert len(asked("SELECT DISTINCT xmin::text FROM evaluation_invitation")) == 1


def test_once_it_is_closed_nobody_can_tell_who_said_what(round, log, olu, now):
    rounds.close_round(round=round, by=olu, now=now)
    order = [said for _, said, _ in log]
    for column in orders_of(Answer):
        found = asked(f"SELECT words FROM evaluation_answer WHERE words <> '' ORDER BY {column}, id")
        assert_nothing_leads(order, [words for (words,) in found], f"answer.{column}")
    for column in orders_of(Response):
        found = asked(
            "SELECT a.words FROM evaluation_response r JOIN evaluation_answer a ON a.response_id = r.id "
            f"WHERE a.words <> '' ORDER BY r.{column}, r.id"
        )
        assert_nothing_leads(order, [words for (words,) in found], f"response.{column}")
    if connection.vendor == "postgresql":
        for table in ("evaluation_answer", "evaluation_response"):
            assert len(asked(f"SELECT DISTINCT xmin::text FROM {table}")) == 1


def test_the_transaction_of_an_answer_joins_nobody_to_it(round, log, olu, now):
    """The join that named four of four: the same transaction in the row of who was asked and of what was said."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite keeps no transaction with a row")
    rounds.close_round(round=round, by=olu, now=now)
    joined = asked(
        "SELECT i.id, count(DISTINCT r.id) FROM evaluation_invitation i JOIN evaluation_response r "
        "ON i.xmin::text = r.xmin::text GROUP BY i.id"
    )
    assert {count for _, count in joined} <= {PEOPLE}


def test_no_other_table_holds_a_word_a_receipt_or_the_key_of_a_page(round, log, olu, now):
    box = BallotBox.objects.get()
    secrets = [text for _, said, page in log for text in (said, page, page.replace("-", ""))]
    secrets += [paper["receipt"] for paper in box.papers]
    everything = everything_but([BallotBox])
    assert [text for text in secrets if text in everything] == []
    assert SentForm.objects.count() == 0
    rounds.close_round(round=round, by=olu, now=now)
    secrets += [key for pk in Response.objects.values_list("pk", flat=True) for key in (str(pk), pk.hex)]
    everything = everything_but([Answer, Response])
    assert [text for text in secrets if text in everything] == []


def test_no_row_of_what_was_said_knows_a_moment_or_a_person():
    told = {
        f"{model.__name__}.{field.name}"
        for model in (BallotBox, Response, Answer)
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateField | models.TimeField | models.DurationField | models.AutoField)
        or field.related_model in {Contact, Invitation, apps.get_model("partnerships", "User")}
    }
    assert told == set()
    of_answers = {BallotBox, Response, Answer}
    pointing = [f"{model.__name__}" for model in MODELS for field in model._meta.concrete_fields
                if field.related_model in of_answers and model not in of_answers]  # fmt: skip
    assert pointing == []
    assert not any(hasattr(model, "history") for model in (BallotBox, Response, Answer, Invitation))


def test_what_a_thief_tries_finds_an_order_where_there_is_one():
    order = [slugify(str(number)) for number in range(PEOPLE)]
    assert hits(order, order) == hits(order, order[::-1]) == (PEOPLE, 1.0)
    named, leaning = hits(order, SystemRandom().sample(order, PEOPLE))
    assert named <= LUCK
    assert leaning < LEANING


def test_a_round_that_is_written_anew_loses_nobody(round, log):
    assert Invitation.objects.filter(round=round, answered=True).count() == PEOPLE
    assert len(BallotBox.objects.get().papers) == PEOPLE
    assert Round.objects.get(pk=round.pk).is_open
