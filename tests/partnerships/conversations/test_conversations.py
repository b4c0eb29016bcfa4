"""The first conversation: two sides in their own words, what both share, and what becomes of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.conversations.actions import conversations
from partnerships.links import links
from partnerships.models import ActionLink, AgreementVersion, Conversation, ConversationLine, Event, Objective
from partnerships.pipeline.actions import memberships

from ...clock import NOW
from ...factories import ContactFactory, MembershipFactory, SeatFactory, UserFactory
from ..agreements.agreeing import VISION, told

OURS, THEIRS = Conversation.Side.OURS, Conversation.Side.THEIRS


@pytest.fixture
def talk(olu, mina, larder_membership, now):
    return conversations.begin(
        membership=larder_membership, held_on=now.date(), people_there="Olu and Mina", by=olu, now=now
    )


def write(talk, side, by, now, *, seen=None, is_done=True, **words):
    words = {name.replace("_", "-"): lines for name, lines in words.items()}
    seen = talk.seen(side) if seen is None else seen
    return conversations.write(conversation=talk, side=side, words=words, seen=seen, by=by, now=now, is_done=is_done)


@pytest.fixture
def both(talk, olu, mina, now):
    """Both sides have written; what both want is marked."""
    write(talk, OURS, olu, now, goals=["A lunch in every ward"], worries=["The money ends in March"])
    write(talk, THEIRS, mina.contacts.get(), now, goals=["Nobody eats alone", "A second freezer"])
    conversations.mark(line=said(talk, "Nobody eats alone"), is_common=True, by=olu, now=now)
    return talk


def said(talk, words):
    return ConversationLine.objects.get(conversation=talk, words=words)


def lines(talk, side):
    return [str(line) for line in talk.lines.filter(side=side).order_by("prompt", "position")]


def follow(client, mina, talk):
    link = links.make(ActionLink.Purpose.CONVERSE, contact=mina.contacts.get(), target_id=talk.pk)
    return link, client.get(reverse("follow-link", args=[link.token]), follow=True)


def sent(talk, **words):
    return {"seen": talk.seen(THEIRS), "send": "1", **words}


# --- Beginning -------------------------------------------------------------------------------------------------------


def test_one_conversation_is_begun_from_the_people_page(olu, pantry, mina, larder_membership, browser_of):
    people = browser_of(olu).get(reverse("people", args=[pantry.pk])).content.decode()
    url = reverse("first-conversation", args=[larder_membership.pk])
    assert url in people
    answer = browser_of(olu).post(url, {"held_on": "1/12/26", "people_there": "Olu and Mina"})
    begun = Conversation.objects.get()
    assert answer.url == reverse("write-our-side", args=[begun.pk])
    assert (begun.membership, begun.people_there, begun.begun_by) == (larder_membership, "Olu and Mina", olu)
    assert browser_of(olu).get(url).url == reverse("conversation", args=[begun.pk])


def test_two_who_begin_at_once_get_the_same_one(talk, olu, larder_membership, now):
    with pytest.raises(conversations.AlreadyBegun) as refusal:
        conversations.begin(membership=larder_membership, held_on=None, people_there="", by=olu, now=now)
    assert refusal.value.conversation == talk


def test_the_host_does_not_talk_with_itself(olu, host_membership, browser_of):
    page = browser_of(olu).post(reverse("first-conversation", args=[host_membership.pk]), {"people_there": "Us"})
    assert "Talk with the others." in page.content.decode()
    assert not Conversation.objects.exists()


# --- Writing ---------------------------------------------------------------------------------------------------------


def test_each_line_becomes_a_row_without_bullets_and_gaps(talk, olu, browser_of):
    url = reverse("write-our-side", args=[talk.pk])
    browser_of(olu).post(url, {"seen": talk.seen(OURS), "goals": "- A lunch\n\n• A lift \r\n", "of-host": "Money"})
    talk.refresh_from_db()
    assert lines(talk, OURS) == ["A lunch", "A lift", "Money"]
    assert talk.ours_at is not None
    assert "A lunch\nA lift</textarea>" in browser_of(olu).get(url).content.decode()


def test_a_line_that_stays_or_is_corrected_keeps_its_mark(both, mina, now):
    marked = said(both, "Nobody eats alone")
    write(both, THEIRS, mina, now, goals=["A third freezer for Sale", "Nobody eats all alone", "Music"])
    marked.refresh_from_db()
    assert (marked.words, marked.is_common, marked.position) == ("Nobody eats all alone", True, 1)
    assert lines(both, THEIRS) == ["A third freezer for Sale", "Nobody eats all alone", "Music"]
    write(both, THEIRS, mina, now, goals=["Something else entirely"])
    assert not both.lines.filter(is_common=True).exists()


def test_a_form_with_nothing_in_it_is_kept_as_it_is(both, olu, browser_of):
    browser_of(olu).post(reverse("write-our-side", args=[both.pk]), {"seen": both.seen(OURS)})
    both.refresh_from_db()
    assert (lines(both, OURS), both.ours_at) == ([], None)


def test_too_many_lines_and_too_long_ones_are_sent_back_with_what_was_typed(talk, olu, browser_of):
    typed = "\n".join(f"Line {number}" for number in range(21))
    data = {"seen": talk.seen(OURS), "goals": typed, "needs": "x" * 3001}
    page = browser_of(olu).post(reverse("write-our-side", args=[talk.pk]), data).content.decode()
    assert "Keep it to 20 lines: this has 21." in page
    assert "to 3000 characters or fewer." in page
    assert "Line 20" in page
    assert not talk.lines.exists()


def test_of_two_who_write_at_once_the_second_sees_both_and_loses_nothing(talk, olu, browser_of, now):
    url, seen = reverse("write-our-side", args=[talk.pk]), talk.seen(OURS)
    write(talk, OURS, olu, now, goals=["A lift"])
    page = browser_of(olu).post(url, {"seen": seen, "goals": "A lunch"}).content.decode()
    assert "Somebody wrote here after you opened the page." in page
    assert "Saved now: A lift" in page
    assert "A lunch</textarea>" in page
    assert lines(talk, OURS) == ["A lift"]
    browser_of(olu).post(url, {"seen": talk.seen(OURS), "goals": "A lift\nA lunch"})
    assert lines(talk, OURS) == ["A lift", "A lunch"]


def test_a_lead_writes_down_their_side_while_they_talk(talk, olu, browser_of):
    url = reverse("write-their-side", args=[talk.pk])
    assert "Write it in their words" in browser_of(olu).get(url).content.decode()
    done = browser_of(olu).post(url, {"seen": talk.seen(THEIRS), "needs": "A freezer"})
    assert done.url == reverse("conversation", args=[talk.pk])
    talk.refresh_from_db()
    assert (lines(talk, THEIRS), talk.theirs_at is not None) == (["A freezer"], True)
    assert not Event.objects.filter(kind="conversation.written").exists()


# --- By a link -------------------------------------------------------------------------------------------------------


def test_those_chosen_are_asked_each_by_a_link(talk, olu, mina, pantry, larder_membership, browser_of):
    silent = SeatFactory(membership=larder_membership, contact__email="").contact
    other = SeatFactory(membership=larder_membership).contact
    url = reverse("ask-for-their-side", args=[talk.pk])
    page = browser_of(olu).get(url).content.decode()
    assert (other.name in page, silent.name in page) == (True, False)
    browser_of(olu).post(url, {"contacts": [mina.contacts.get().pk]})
    assert [ask.contact.name for ask in talk.asks.all()] == ["Mina Patel"]
    assert ActionLink.objects.get(purpose="converse").contact == mina.contacts.get()
    assert told(pantry)[-1] == "Olu Adeyemi asked Sale Larder for their side of the first conversation"


@pytest.mark.parametrize("chosen", [[], ["stranger"]])
def test_nobody_else_is_asked(chosen, talk, olu, browser_of):
    pks = [ContactFactory().pk for _ in chosen]
    page = (
        browser_of(olu)
        .post(reverse("ask-for-their-side", args=[talk.pk]), {"contacts": pks, "sent": "1"})
        .content.decode()
    )
    assert "Choose" in page
    assert not talk.asks.exists()


def test_without_anybody_to_ask_the_page_says_what_to_do(olu, pantry, browser_of, now):
    alone = MembershipFactory(partnership=pantry)
    talk = conversations.begin(membership=alone, held_on=None, people_there="", by=olu, now=now)
    page = browser_of(olu).get(reverse("ask-for-their-side", args=[talk.pk])).content.decode()
    assert "Nobody to ask by mail" in page
    assert reverse("add-seat", args=[alone.pk]) in page


def test_a_link_opens_the_form_and_sending_leads_to_thanks(client, talk, mina, pantry):
    _, page = follow(client, mina, talk)
    text = page.content.decode()
    assert "You are writing as Mina Patel, for Sale Larder." in text
    assert "What do you expect of Trafford Council?" in text
    assert "<script" not in text
    done = client.post(reverse("write-their-side", args=[talk.pk]), sent(talk, goals="Nobody eats alone"), follow=True)
    assert "Thank you, Mina" in done.content.decode()
    assert "Olu Adeyemi writes for Trafford Council." in done.content.decode()
    assert told(pantry)[-1] == "Mina Patel wrote Sale Larder’s side of the first conversation"


def test_a_draft_is_kept_and_the_same_link_comes_back_to_it(client, talk, mina):
    link, _ = follow(client, mina, talk)
    data = {"seen": talk.seen(THEIRS), "save": "1", "needs": "A freezer"}
    page = client.post(reverse("write-their-side", args=[talk.pk]), data, follow=True).content.decode()
    assert "Saved. Come back when you like" in page
    again = client.get(reverse("follow-link", args=[link.token]), follow=True).content.decode()
    assert "A freezer</textarea>" in again
    talk.refresh_from_db()
    assert talk.theirs_at is None
    assert not Event.objects.filter(kind="conversation.written").exists()
    assert client.get(reverse("written-their-side", args=[talk.pk])).url == reverse("write-their-side", args=[talk.pk])


def test_an_empty_form_is_not_sent(client, talk, mina):
    follow(client, mina, talk)
    page = client.post(reverse("write-their-side", args=[talk.pk]), sent(talk, goals=" \n - "))
    assert "Write at least one line before you send it." in page.content.decode()
    talk.refresh_from_db()
    assert talk.theirs_at is None


def test_sending_the_same_words_again_is_not_told_again(talk, mina, pantry, now):
    for _ in range(2):
        write(talk, THEIRS, mina.contacts.get(), now, goals=["Nobody eats alone"])
    assert sum("Larder’s side" in sentence for sentence in told(pantry)) == 1


def test_the_partner_reads_our_side_once_both_have_written(client, talk, olu, mina, browser_of, now):
    write(talk, OURS, olu, now, worries=["The money ends in March"])
    thanks, page = reverse("written-their-side", args=[talk.pk]), reverse("conversation", args=[talk.pk])
    follow(client, mina, talk)
    assert "The money ends" not in browser_of(mina).get(page).content.decode()
    write(talk, THEIRS, mina.contacts.get(), now, is_done=False, goals=["Lunch"])
    assert "The money ends" not in browser_of(mina).get(page).content.decode()
    write(talk, THEIRS, mina.contacts.get(), now, goals=["Lunch"])
    for text in (client.get(thanks).content.decode(), browser_of(mina).get(page).content.decode()):
        assert "The money ends in March" in text
        assert "Mark as common interest" not in text


def test_a_closed_conversation_takes_no_words_and_gives_back_what_was_typed(client, both, mina, olu, browser_of, now):
    link, _ = follow(client, mina, both)
    browser_of(olu).post(reverse("close-conversation", args=[both.pk]))
    late = client.post(reverse("write-their-side", args=[both.pk]), sent(both, goals="One more thing"))
    text = late.content.decode()
    assert (late.status_code, "This came a moment too late" in text, "One more thing" in text) == (409, True, True)
    assert "A lunch in every ward" in text
    link.refresh_from_db()
    assert timedelta(days=89) < link.expires_at - NOW < timedelta(days=91)
    with pytest.raises(conversations.Closed):
        write(both, OURS, olu, now, goals=["x"])
    browser_of(olu).post(reverse("reopen-conversation", args=[both.pk]))
    link.refresh_from_db()
    assert link.expires_at is None
    assert client.post(reverse("write-their-side", args=[both.pk]), sent(both, goals="More")).status_code == 303


def test_closing_asks_first_and_twice_is_a_kind_sentence(talk, olu, browser_of):
    url = reverse("close-conversation", args=[talk.pk])
    assert "Close this conversation?" in browser_of(olu).get(url).content.decode()
    browser_of(olu).post(url)
    assert "It was closed already." in browser_of(olu).post(url, follow=True).content.decode()
    ours = browser_of(olu).get(reverse("write-our-side", args=[talk.pk]), follow=True).content.decode()
    assert "Open it again to write in it." in ours


def test_the_link_ends_when_the_organisation_leaves(client, talk, mina, olu, larder_membership, now):
    link, _ = follow(client, mina, talk)
    memberships.move(membership=larder_membership, stage="left", reason="Closed", by=olu, now=now)
    link.refresh_from_db()
    assert link.revoked_at == now
    ended = client.get(reverse("follow-link", args=[link.token]))
    assert (ended.status_code, "ask Olu Adeyemi" in ended.content.decode()) == (410, True)


# --- What both share -------------------------------------------------------------------------------------------------


def test_a_mark_is_set_and_taken_away_and_two_who_press_at_once_mean_the_same(both, olu, browser_of):
    line = said(both, "A second freezer")
    url = reverse("mark-line", args=[line.pk])
    for _ in range(2):
        answer = browser_of(olu).post(url, {"common": "1"})
        assert answer.url == reverse("conversation", args=[both.pk]) + f"#line-{line.pk}"
        assert ConversationLine.objects.get(pk=line.pk).is_common
    browser_of(olu).post(url)
    assert not ConversationLine.objects.get(pk=line.pk).is_common
    assert line.history.first().history_user == olu


def test_a_common_interest_begins_the_agreement(both, olu, pantry, browser_of):
    line = said(both, "Nobody eats alone")
    browser_of(olu).post(reverse("use-line", args=[line.pk]), {"section": "vision"})
    version = AgreementVersion.objects.get()
    assert (version.vision, version.state, version.agreement.partnership) == ("Nobody eats alone", "draft", pantry)
    page = browser_of(olu).get(reverse("conversation", args=[both.pk])).content.decode()
    assert "“Shared vision” of version 1" in page
    assert "Add to the vision" not in page


def test_it_goes_below_what_is_written_and_only_once(both, olu, draft, now):
    line = said(both, "Nobody eats alone")
    for _ in range(2):
        conversations.add_to_agreement(line=line, section="vision", by=olu, now=now)
    draft.refresh_from_db()
    assert draft.vision == f"{VISION}\nNobody eats alone"


def test_the_text_of_a_shared_version_stays_as_it_is(both, olu, shared, browser_of):
    line = said(both, "Nobody eats alone")
    page = browser_of(olu).post(reverse("use-line", args=[line.pk]), {"section": "goals"}, follow=True)
    assert "Version 1 of the agreement has been shared, so its text is fixed." in page.content.decode()
    shared.refresh_from_db()
    line.refresh_from_db()
    assert (shared.goals, line.became_version) == ("", None)


@pytest.mark.parametrize(("section", "words"), [("vision", "Mark the line"), ("ground_rules", "Choose the vision")])
def test_what_nobody_marked_and_other_sections_are_refused(section, words, both, olu, browser_of):
    line = said(both, "A second freezer")
    page = browser_of(olu).post(reverse("use-line", args=[line.pk]), {"section": section}, follow=True)
    assert words in page.content.decode()
    assert not AgreementVersion.objects.exists()


def test_a_new_agreement_is_offered_the_common_interests_and_keeps_what_was_typed(both, olu, draft, browser_of):
    line = said(both, "Nobody eats alone")
    url = reverse("write-section", args=[draft.pk, "goals"])
    page = browser_of(olu).get(url).content.decode()
    assert "From your first conversations" in page
    assert f'formaction="{reverse("use-line", args=[line.pk])}"' in page
    typed = {"section": "goals", "text": "Three warm rooms\n"}
    answer = browser_of(olu).post(reverse("use-line", args=[line.pk]), typed)
    assert answer.url == url
    draft.refresh_from_db()
    assert draft.goals == "Three warm rooms\nNobody eats alone"
    assert "From your first conversations" not in browser_of(olu).get(url).content.decode()
    assert "suggest" not in browser_of(olu).get(reverse("write-section", args=[draft.pk, "review"])).content.decode()


def test_a_common_interest_becomes_an_objective(both, olu, pantry, browser_of):
    line = said(both, "Nobody eats alone")
    url = reverse("add-objective", args=[pantry.pk], query={"line": line.pk})
    page = browser_of(olu).get(url)
    assert 'value="Nobody eats alone"' in page.content.decode()
    browser_of(olu).post(url, {"title": "Nobody in Sale eats alone by June"})
    line.refresh_from_db()
    assert line.became_objective == Objective.objects.get()
    assert "Objective:" in browser_of(olu).get(reverse("conversation", args=[both.pk])).content.decode()


def test_a_line_of_another_partnership_does_not_fill_the_form(both, olu, ravi, browser_of):
    boxing = ravi.contacts.get().seats.get().membership.partnership
    line = said(both, "Nobody eats alone")
    url = reverse("add-objective", args=[boxing.pk], query={"line": line.pk})
    assert browser_of(ravi).get(url).status_code == 404
    SeatFactory(membership__partnership=boxing, contact=olu.contacts.get(), is_lead=True)
    assert browser_of(olu).get(url).status_code == 404


# --- Who reads -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("olu", 200), ("mina", 200), ("viewer", 200), ("ada", 200), ("ravi", 404)])
def test_a_conversation_is_between_the_two(request, who, status, both, browser_of):
    person = request.getfixturevalue(who)
    assert browser_of(person).get(reverse("conversation", args=[both.pk])).status_code == status


def test_another_partner_learns_nothing(both, pantry, browser_of):
    user = UserFactory()
    SeatFactory(membership__partnership=pantry, contact__user=user)
    assert browser_of(user).get(reverse("conversation", args=[both.pk])).status_code == 404
    page = browser_of(user).get(reverse("conversations", args=[pantry.pk])).content.decode()
    assert ("No conversation to read" in page, "Sale Larder" in page) == (True, False)


def test_the_hosts_people_read_both_sides(both, host_membership, browser_of):
    user = UserFactory()
    SeatFactory(membership=host_membership, contact__user=user)
    page = browser_of(user).get(reverse("conversation", args=[both.pk])).content.decode()
    assert ("Nobody eats alone" in page, "The money ends in March" in page) == (True, True)


def test_the_list_costs_the_same_for_few_and_sixty(both, olu, mina, pantry, browser_of, now, django_assert_num_queries):
    url, browser = reverse("conversations", args=[pantry.pk]), browser_of(olu)
    conversations.ask(conversation=both, contacts=[mina.contacts.get()], by=olu, now=now)
    browser.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert browser.get(url).status_code == 200
    for _ in range(30):
        seat = SeatFactory(membership__partnership=pantry)
        talk = conversations.begin(membership=seat.membership, held_on=None, people_there="", by=olu, now=now)
        conversations.ask(conversation=talk, contacts=[seat.contact], by=olu, now=now)
        MembershipFactory(partnership=pantry)
    with django_assert_num_queries(len(few)):
        browser.get(url)


def test_a_conversation_costs_the_same_for_few_and_many_lines(both, olu, browser_of, now, django_assert_num_queries):
    url, browser = reverse("conversation", args=[both.pk]), browser_of(olu)
    browser.get(url)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    write(both, OURS, olu, now, goals=[f"Goal {number}" for number in range(60)])
    both.lines.update(is_common=True)
    with django_assert_num_queries(len(few)):
        browser.get(url)
