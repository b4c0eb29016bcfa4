"""“I am unsure about this”: asked before the yes, answered once for all, and never slipped past."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import signs
from partnerships.agreements import waiting_for
from partnerships.agreements.actions import comments, questions, versions
from partnerships.links import links
from partnerships.models import ActionLink, AgreementQuestion, Seat
from partnerships.pipeline.actions import memberships

from ...factories import MembershipFactory, SeatFactory
from .agreeing import accept, states, told

WORDS = "Who keeps the list of names?"


@pytest.fixture
def minas(mina):
    return mina.contacts.get()


@pytest.fixture
def asked(shared, minas, larder_membership, now):
    return ask(shared, larder_membership, minas, now)


def ask(version, membership, contact, now, section="vision", words=WORDS):
    return questions.ask(version=version, membership=membership, contact=contact, section=section, words=words, now=now)


def answer(question, olu, now, words="The council does."):
    return questions.answer(question=question, answer=words, by=olu, now=now)


# --- It blocks, and it ends ---


def test_an_open_question_keeps_its_organisation_from_accepting(olu, mina, pantry, shared, asked, now):
    with pytest.raises(versions.QuestionOpen) as refusal:
        accept(shared, mina, now)
    assert str(refusal.value) == (
        "Your question about Shared vision is still open. Olu Adeyemi has been told; you can accept when it is"
        " answered."
    )
    accept(shared, olu, now)
    assert states(pantry) == {1: "shared"}


def test_a_colleague_reads_whose_question_it_is(larder_membership, shared, asked, now):
    tom = SeatFactory(membership=larder_membership, authority="decides").contact
    with pytest.raises(versions.QuestionOpen, match="Mina Patel’s question about Shared vision is still open"):
        versions.accept(version=shared, membership=larder_membership, contact=tom, text_hash=shared.text_hash, now=now)


def test_after_the_answer_they_can_accept_and_that_settles_it(olu, mina, pantry, shared, asked, now):
    answer(asked, olu, now)
    accept(shared, mina, now)
    asked.refresh_from_db()
    assert (asked.state, asked.closed_at) == ("settled", now)
    assert "Olu Adeyemi answered the question of Sale Larder about Shared vision" in told(pantry)


def test_after_withdrawing_they_can_accept(mina, shared, minas, asked, now):
    questions.withdraw(question=asked, contact=minas, now=now)
    accept(shared, mina, now)
    assert asked.history.first().state == "withdrawn"


def test_an_answer_that_is_not_enough_is_asked_about_again_and_blocks_again(olu, mina, shared, minas, asked, now):
    answer(asked, olu, now)
    again = questions.ask_again(question=asked, contact=minas, words="Which office?", now=now)
    asked.refresh_from_db()
    assert (asked.state, again.state, again.section) == ("asked-again", "open", "vision")
    with pytest.raises(versions.QuestionOpen):
        accept(shared, mina, now)


def test_who_asked_again_and_takes_it_back_has_the_answer_before_them_once_more(olu, shared, minas, asked, now):
    answer(asked, olu, now)
    again = questions.ask_again(question=asked, contact=minas, words="Which office?", now=now)
    questions.withdraw(question=again, contact=minas, now=now)
    asked.refresh_from_db()
    assert (asked.state, asked.closed_at) == ("answered", None)
    questions.settle(question=asked, contact=minas, now=now)


def test_who_has_accepted_is_not_unsure_any_more(mina, shared, minas, larder_membership, now):
    accept(shared, mina, now)
    with pytest.raises(versions.AlreadyAccepted):
        ask(shared, larder_membership, minas, now)
    assert not AgreementQuestion.objects.exists()


def test_asked_twice_about_one_part_it_stands_once(shared, minas, larder_membership, asked, now):
    with pytest.raises(questions.AlreadyAsked, match="Mina Patel has asked about Shared vision already"):
        ask(shared, larder_membership, minas, now)
    ask(shared, larder_membership, minas, now, section="")
    assert AgreementQuestion.objects.count() == 2


def test_of_two_leads_who_answer_the_second_is_told(olu, asked, now):
    same = AgreementQuestion.objects.get(pk=asked.pk)
    answer(asked, olu, now, words="First")
    with pytest.raises(questions.NoLongerOpen, match="stands as “answered”"):
        answer(same, olu, now, words="Second")
    assert AgreementQuestion.objects.get().answer == "First"


@pytest.mark.parametrize("change", [{"authority": "observes"}, {"to_on": "2026-11-30"}])
def test_observers_and_former_seats_do_not_block_anybody(change, mina, shared, minas, larder_membership, now):
    Seat.objects.filter(contact__user=mina).update(**change)
    with pytest.raises(questions.MayNotAsk):
        ask(shared, larder_membership, minas, now)


def test_nobody_asks_for_another_organisation(shared, minas, host_membership, now):
    with pytest.raises(questions.MayNotAsk):
        ask(shared, host_membership, minas, now)


def test_a_question_and_a_yes_cannot_pass_each_other(mina, olu, shared, minas, larder_membership, now):
    """Both take hold of the version before they look what the other has done."""
    with CaptureQueriesContext(connection) as asking:
        question = ask(shared, larder_membership, minas, now)
    questions.withdraw(question=question, contact=minas, now=now)
    with CaptureQueriesContext(connection) as accepting:
        accept(shared, mina, now)
    for queries, other in ((asking, "partnerships_acceptance"), (accepting, "partnerships_agreementquestion")):
        said = [query["sql"] for query in queries]
        held = next(n for n, sql in enumerate(said) if sql.startswith('UPDATE "partnerships_agreementversion"'))
        assert held < next(n for n, sql in enumerate(said) if f'FROM "{other}"' in sql)


def test_a_replaced_version_takes_its_questions_along_but_waits_for_none(olu, mina, pantry, shared, asked, now):
    versions.amend(agreement=shared.agreement, by=olu, now=now)
    assert not AgreementQuestion.objects.standing().exists()
    with pytest.raises(questions.NoLongerOpen, match="has been replaced"):
        answer(AgreementQuestion.objects.get(), olu, now)


def test_it_comes_into_force_when_the_unsure_one_leaves(olu, pantry, shared, asked, larder_membership, now):
    accept(shared, olu, now)
    memberships.move(membership=larder_membership, stage="left", reason="Closed", by=olu, now=now)
    assert states(pantry) == {1: "in-force"}
    assert not AgreementQuestion.objects.standing().exists()


def test_who_joined_later_can_be_unsure_about_what_is_in_force(pantry, in_force, now):
    seat = SeatFactory(membership__partnership=pantry, authority="decides")
    ask(in_force, seat.membership, seat.contact, now)
    with pytest.raises(versions.QuestionOpen):
        versions.accept(
            version=in_force, membership=seat.membership, contact=seat.contact, text_hash=in_force.text_hash, now=now
        )


# --- Whose turn it is ---


def sentence(version, user=None):
    return waiting_for.of_version(version, user=user).sentence()


def test_whose_turn_it_is_depends_on_who_reads(olu, mina, viewer, shared, asked):
    assert sentence(shared, viewer) == (
        "Waiting for Olu Adeyemi to answer a question from Sale Larder, and for Trafford Council to accept"
    )
    assert sentence(shared, olu) == "Waiting for you to answer a question from Sale Larder, and for you to accept"
    assert sentence(shared, mina) == (
        "Waiting for Olu Adeyemi to answer a question from you, and for Trafford Council to accept"
    )


def test_of_many_the_first_two_are_named(olu, pantry, shared):
    for name in ("Age UK", "Bike shed", "Choir"):
        MembershipFactory(partnership=pantry, organisation__name=name)
    assert sentence(shared) == "Waiting for Age UK, Bike shed and 3 others to accept"


def test_nobody_is_waited_for_once_all_have_accepted(in_force):
    assert not waiting_for.of_version(in_force)


def test_lists_say_it_too_at_the_same_cost(olu, pantry, shared, asked, browser_of, django_assert_max_num_queries):
    page = browser_of(olu).get(reverse("partnerships"))
    assert "Waiting for you to answer a question from Sale Larder" in page.content.decode()
    with django_assert_max_num_queries(4):
        waiting_for.in_partnerships([pantry], user=olu)
    for number in range(60):
        MembershipFactory(partnership=pantry, organisation__name=f"Group {number}")
    with django_assert_max_num_queries(4):
        waiting_for.in_partnerships([pantry], user=olu)


def test_the_dashboard_asks_the_lead_to_answer(olu, ravi, asked, now):
    first = signs.seen_by(olu, now=now)[0]
    assert (first.sentence, first.why, first.url) == (
        "Sale Larder is unsure about the agreement",
        f"Shared vision: {WORDS} · asked today",
        reverse("answer-question", args=[asked.pk]),
    )
    assert not [sign for sign in signs.seen_by(ravi, now=now) if sign.group == "question"]


def test_an_answered_question_needs_nobody(olu, asked, now):
    answer(asked, olu, now)
    assert "question" not in {sign.group for sign in signs.seen_by(olu, now=now)}


# --- The pages ---


def by_link(version, contact):
    client = Client()
    link = links.make(ActionLink.Purpose.ACCEPT, contact=contact, target_id=version.pk)
    client.get(reverse("follow-link", args=[link.token]))
    return client


def about(name, question):
    return reverse(name, args=[question.version_id, question.pk])


def test_whatever_is_said_by_link_goes_where_its_cookie_reaches(shared, asked):
    page = reverse("accept-agreement", args=[shared.pk])
    said = [reverse(name, args=[shared.pk]) for name in ("send-comment", "ask-question")]
    said += [about(name, asked) for name in ("ask-again", "settle-question", "withdraw-question")]
    assert [url for url in said if not url.startswith(page)] == []


def test_by_link_a_partner_is_unsure_and_cannot_accept(olu, shared, minas, larder_membership):
    client, url = by_link(shared, minas), reverse("accept-agreement", args=[shared.pk])
    words = {"section": "vision", "body": WORDS}
    page = client.post(reverse("ask-question", args=[shared.pk]), words, follow=True).content.decode()
    assert "Olu Adeyemi has been told, and you get an e-mail with the answer." in page
    assert "Your question about Shared vision is still open." in page
    assert "Yes, Sale Larder agrees" not in page
    refused = client.post(url, {"text_hash": shared.text_hash}).content.decode()
    assert "<title>Error: " in refused
    assert not shared.acceptances.exists()
    question = AgreementQuestion.objects.get()
    assert (question.membership, question.contact, question.words) == (larder_membership, minas, WORDS)
    assert client.post(about("withdraw-question", question)).url == url
    assert "Yes, Sale Larder agrees" in client.get(url).content.decode()


def test_the_answer_is_shown_and_can_be_settled_or_asked_about(olu, shared, minas, asked, now):
    answer(asked, olu, now)
    client, url = by_link(shared, minas), reverse("accept-agreement", args=[shared.pk])
    page = client.get(url).content.decode()
    assert "The council does." in page
    assert "Does this answer it?" in page
    again = client.post(about("ask-again", asked), {"body": "But why?"}, follow=True).content.decode()
    assert "Your question about Shared vision is still open." in again
    asked.refresh_from_db()
    assert asked.state == "asked-again"


def test_who_asks_again_without_a_word_is_told_so_beside_the_answer(olu, shared, minas, asked, now):
    answer(asked, olu, now)
    page = by_link(shared, minas).post(about("ask-again", asked), {"body": ""}).content.decode()
    assert f'<a href="#id_again_{asked.pk}_body">Fill in “What is still unclear?”.</a>' in page
    assert page.count(f'id="id_again_{asked.pk}_body"') == 1


def test_what_was_typed_survives_when_the_question_asks_nothing_any_more(olu, shared, minas, asked, now):
    answer(asked, olu, now)
    client = by_link(shared, minas)
    client.post(about("settle-question", asked))
    asked.refresh_from_db()
    assert asked.state == "settled"
    late = client.post(about("ask-again", asked), {"body": "But why?"}).content.decode()
    assert "But why?" in late
    assert "so nothing was changed" in late


@pytest.mark.parametrize("name", ["withdraw-question", "settle-question", "ask-again"])
def test_the_question_of_others_cannot_be_named(name, olu, shared, minas, asked, host_membership, browser_of):
    assert browser_of(olu).post(about(name, asked), {"body": "Mine now"}).status_code == 404
    asked.refresh_from_db()
    assert asked.is_open


@pytest.mark.parametrize("name", ["withdraw-question", "settle-question", "ask-again"])
def test_a_question_about_another_version_cannot_be_named(name, olu, shared, minas, asked, now):
    second = versions.amend(agreement=shared.agreement, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    url = reverse(name, args=[second.pk, asked.pk])
    assert by_link(second, minas).post(url, {"body": "Still"}).status_code == 404


def test_what_was_typed_survives_a_refusal(mina, shared, asked, browser_of):
    url = reverse("ask-question", args=[shared.pk])
    page = browser_of(mina).post(url, {"section": "vision", "body": "One more thing"}).content.decode()
    assert "One more thing" in page
    assert "Mina Patel has asked about Shared vision already" in page


@pytest.mark.parametrize("name", ["ask-question", "send-comment"])
def test_what_was_typed_survives_when_the_version_was_replaced_meanwhile(name, olu, shared, minas, now):
    client = by_link(shared, minas)
    versions.amend(agreement=shared.agreement, by=olu, now=now)
    page = client.post(reverse(name, args=[shared.pk]), {"section": "goals", "body": "One more thing"})
    text = page.content.decode()
    assert "Version 1 has been replaced" in text
    assert "One more thing" in text


def test_everybody_inside_reads_question_and_answer(olu, mina, viewer, pantry, asked, browser_of, now):
    answer(asked, olu, now)
    for person in (olu, mina, viewer):
        page = browser_of(person).get(reverse("agreement-questions", args=[pantry.pk])).content.decode()
        assert WORDS in page
        assert "The council does." in page


def test_a_stranger_does_not_learn_of_a_question(ravi, pantry, asked, browser_of):
    browser = browser_of(ravi)
    for name, pk in (("agreement-questions", pantry.pk), ("answer-question", asked.pk)):
        page, missing = (browser.get(reverse(name, args=[number])) for number in (pk, 999_999))
        assert (page.status_code, page.content) == (404, missing.content), name


@pytest.mark.parametrize("who", ["mina", "viewer"])
def test_only_leads_answer(request, who, asked, browser_of):
    browser = browser_of(request.getfixturevalue(who))
    assert browser.post(reverse("answer-question", args=[asked.pk]), {"answer": "Me"}).status_code == 403
    asked.refresh_from_db()
    assert asked.is_open


def test_the_lead_answers_and_is_brought_back_to_the_questions(olu, pantry, asked, browser_of):
    url = reverse("answer-question", args=[asked.pk])
    assert "Fill in “Your answer”." in browser_of(olu).post(url, {"answer": " "}).content.decode()
    done = browser_of(olu).post(url, {"answer": "The council does."})
    assert done.url == reverse("agreement-questions", args=[pantry.pk])
    late = browser_of(olu).post(url, {"answer": "Something long"}).content.decode()
    assert "Something long" in late
    assert "so nothing was changed" in late


def test_the_questions_page_costs_the_same_at_three_and_at_sixty(
    olu, pantry, shared, browser_of, now, django_assert_max_num_queries
):
    def fill(count):
        for _ in range(count):
            seat = SeatFactory(membership__partnership=pantry, authority="decides")
            answer(ask(shared, seat.membership, seat.contact, now), olu, now)
            ask(shared, seat.membership, seat.contact, now, section="")

    browser, url = browser_of(olu), reverse("agreement-questions", args=[pantry.pk])
    fill(3)
    with django_assert_max_num_queries(9) as few:
        browser.get(url)
    fill(17)
    with django_assert_max_num_queries(len(few)):
        browser.get(url)


# --- Comments, part by part ---


def test_comments_stand_under_their_part_with_a_count(olu, mina, pantry, shared, minas, browser_of, now):
    for body in ("Lovely", "A bit long"):
        versions.comment(version=shared, contact=minas, section="vision", body=body, now=now)
    page = browser_of(mina).get(reverse("agreement", args=[pantry.pk]))
    assert page.context["talks"]["vision"].count == 2
    assert "2 comments" in page.content.decode()


def test_a_comment_on_a_part_that_is_empty_is_still_read(olu, mina, pantry, shared, minas, browser_of, now):
    versions.comment(version=shared, contact=minas, section="data_sharing", body="What about names?", now=now)
    text = browser_of(olu).get(reverse("agreement", args=[pantry.pk])).content.decode()
    assert "What about names?" in text


def test_the_lead_replies_to_a_comment_and_settles_it(olu, mina, pantry, shared, minas, browser_of, now):
    comment = versions.comment(version=shared, contact=minas, section="vision", body="Lovely", now=now)
    url = reverse("answer-comment", args=[comment.pk])
    page = browser_of(olu).post(url, {"reply": ""})
    assert page.context["form"].errors == {"reply": ["Write a reply, or tick that it is settled."]}
    browser_of(olu).post(url, {"reply": "Thank you", "is_settled": "on"})
    comment.refresh_from_db()
    assert (comment.reply, comment.replied_by, bool(comment.settled_at)) == ("Thank you", olu, True)
    assert told(pantry)[-1] == "Olu Adeyemi replied to a comment of Mina Patel on the agreement"
    text = browser_of(mina).get(reverse("agreement", args=[pantry.pk])).content.decode()
    assert "Thank you" in text
    assert "Settled" in text


def test_the_same_reply_is_told_once(olu, pantry, shared, minas, now):
    comment = versions.comment(version=shared, contact=minas, section="", body="Lovely", now=now)
    for settled in (False, True):
        comments.reply(comment=comment, reply="Thank you", is_settled=settled, by=olu, now=now)
    assert sum("replied to a comment" in words for words in told(pantry)) == 1


def test_a_partner_does_not_reply_in_the_leads_name(mina, shared, minas, browser_of, now):
    comment = versions.comment(version=shared, contact=minas, section="", body="Lovely", now=now)
    assert browser_of(mina).post(reverse("answer-comment", args=[comment.pk]), {"reply": "Me"}).status_code == 403


def test_comments_of_an_earlier_version_stay_with_it(olu, mina, pantry, shared, minas, asked, browser_of, now):
    versions.comment(version=shared, contact=minas, section="vision", body="Lovely", now=now)
    second = versions.amend(agreement=shared.agreement, by=olu, now=now)
    versions.share(version=second, by=olu, now=now)
    browser, url = browser_of(mina), reverse("agreement", args=[pantry.pk])
    assert "Lovely" not in browser.get(url).content.decode()
    old = browser.get(url, {"version": "1"}).content.decode()
    for words in ("Lovely", WORDS, "Not answered in this version"):
        assert words in old, words
