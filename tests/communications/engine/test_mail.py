"""E-mail by SMTP against a server that does what the test says, in this process."""

import email
import email.policy
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.mail.backends import smtp

from communications.engine import outbox
from communications.engine.channels import Unavailable
from communications.engine.channels.mail import Mail
from communications.models import Celebration, Delivery
from partnerships.models import Contact

from .machine import ask, member, pump_all, remind, states


class Server:
    """Accepts, or answers the next messages as scripted; "cut" closes the connection instead of answering."""

    def __init__(self):
        self.accepted, self.answers, self.recipients = [], [], []
        self.to_recipients, self.to_sender, self.connections = [], [], 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.to_sender:
            return self.to_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self.answers.pop(0) if self.answers else "250 Accepted"
        if answer in {"250 Accepted", "cut"}:
            self.accepted.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        if answer == "cut":
            server.transport.abort()
        return answer


@pytest.fixture
def server(settings):
    handler = Server()
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    handler.connections = 0  # aiosmtpd's own first look
    settings.EMAIL_URL = f"smtp://127.0.0.1:{handler.port}"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", handler.port
    settings.EMAIL_TIMEOUT = 5
    yield handler
    controller.stop()


@pytest.fixture
def nora(pantry, olu):
    person, _ = member(pantry, email="nora@example.org", name="Sale Larder")
    return person


@pytest.fixture
def reminder(nora, today, now):
    return remind(ask(nora.seats.get().membership, today), nora, at=now)


@pytest.fixture
def good_news(pantry, nora, now):
    news = Celebration.objects.create(
        partnership=pantry, title="Größe", body="At last\n.\nIt is open", state="published", published_at=now
    )
    return Delivery.objects.create(
        notice="celebration", dedupe_key="news", contact=nora, partnership=pantry, subject_id=news.pk, not_before=now,
        created_at=now,
    )  # fmt: skip


def parsed(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_a_reminder_arrives_with_the_headers_that_mail_programs_need(server, reminder, nora, now):
    pump_all(now)
    mail = parsed(server.accepted[0])
    reminder.refresh_from_db()
    unsubscribe = nora.links.get(purpose="unsubscribe")
    assert mail["To"] == f"{nora.name} <nora@example.org>"
    assert mail["From"] == "Partnerships <partnerships@example.org>"
    assert mail["Reply-To"] == "Olu Adeyemi <olu@example.org>"
    assert mail["Subject"] == "Pantry partnership: your check-in is due today"
    assert mail["Message-ID"] == reminder.message_id
    assert mail["References"] == f"<check-in.{reminder.check_in_id}@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"].strip() == f"<http://127.0.0.1:8000/unsubscribe/{unsubscribe.token}/>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Date"].datetime == now
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert server.recipients == ["nora@example.org"]


def test_a_message_is_plain_ascii_with_short_lines_on_the_wire(server, good_news, now):
    pump_all(now)
    content = server.accepted[0]
    assert content.isascii()
    assert max(len(line) for line in content.splitlines()) <= 998
    assert "\r\n.\r\nIt is open" in parsed(content).get_body(("plain",)).get_content()
    assert parsed(content)["Subject"] == "Größe"


def test_news_is_in_no_check_in_s_thread(server, good_news, now):
    pump_all(now)
    assert parsed(server.accepted[0])["References"] is None


def test_many_messages_take_one_connection(server, pantry, nora, today, now):
    for number in range(5):
        person, membership = member(pantry, name=f"Member {number}")
        remind(ask(membership, today), person, at=now)
    pump_all(now)
    assert (len(server.accepted), server.connections) == (5, 1)


def test_two_messages_get_two_ids(server, reminder, good_news, now):
    pump_all(now)
    assert len({parsed(content)["Message-ID"] for content in server.accepted}) == 2


def test_refused_for_now_comes_again_in_the_same_bytes(server, reminder, now):
    server.answers = ["451 Busy"]
    outbox.pump(now)
    assert states() == ["pending"]
    reminder.refresh_from_db()
    assert reminder.reason == "451 Busy"
    server.answers = ["cut"]
    pump_all(now + timedelta(minutes=2))
    pump_all(now + timedelta(minutes=20))
    assert states() == ["sent"]
    assert server.accepted[0] == server.accepted[1]


@pytest.mark.parametrize("where", ["answers", "to_recipients"])
def test_refused_for_good_is_dead_and_the_next_one_goes(server, reminder, good_news, now, where):
    setattr(server, where, ["550 No such person"])
    pump_all(now)
    assert sorted(states()) == ["dead", "sent"]
    assert server.connections == 1


def test_a_server_that_says_goodbye_is_called_again_for_the_next_message(server, reminder, good_news, now):
    server.answers = ["421 Closing down"]
    pump_all(now)
    assert sorted(states()) == ["pending", "sent"]
    assert server.connections == 2


def test_accepted_and_cut_is_uncertain_and_the_next_one_goes(server, good_news, reminder, now):
    server.answers = ["cut"]
    outbox.pump(now)
    good_news.refresh_from_db()
    assert good_news.state == "uncertain"
    assert "after the message was handed over" in good_news.reason


def test_a_server_that_takes_nothing_from_us_kills_no_message(server, reminder, now):
    server.to_sender = ["550 You are not allowed to send"]
    with pytest.raises(Unavailable, match="550 You are not allowed"):
        outbox.pump(now)
    reminder.refresh_from_db()
    assert (reminder.state, reminder.attempts) == ("pending", 0)


def test_a_server_that_is_away_kills_no_message(server, reminder, settings, now):
    settings.EMAIL_PORT = 1
    with pytest.raises(Unavailable, match="cannot be reached"):
        outbox.pump(now)
    assert states() == ["pending"]


def test_an_address_with_letters_of_other_alphabets_is_written_as_mail_servers_write_it(server, reminder, nora, now):
    Contact.objects.filter(pk=nora.pk).update(email="nora@café.example", name="Nóra “the larder” O'Neill, Sale")
    pump_all(now)
    assert server.recipients == ["nora@xn--caf-dma.example"]
    assert parsed(server.accepted[0])["To"].addresses[0].display_name == "Nóra “the larder” O'Neill, Sale"


def test_the_wire_is_django_s_own_mail_settings(server):
    with Mail() as mail:
        assert isinstance(mail.backend, smtp.EmailBackend)
        assert mail.backend.port == server.port


@pytest.mark.parametrize("name", ["Adeyemi, Olu", 'Olu "the lead" Adeyemi', "Ọlú Adéyẹmí", "Ọlú, Adéyẹmí (lead) <x>"])
def test_replies_reach_a_lead_of_any_name(server, reminder, olu, now, name):
    Contact.objects.filter(user=olu).update(name=name)
    pump_all(now)
    address = parsed(server.accepted[0])["Reply-To"].addresses[0]
    assert (address.display_name, address.addr_spec) == (name, "olu@example.org")


def test_what_people_typed_arrives_as_they_typed_it(server, good_news, now):
    body = "From the hall:\r\n\r\n.\r\n..two dots\r\nA line of a thousand " + "ä" * 1000 + "\r\n = equals =\t"
    Celebration.objects.update(body=body)
    pump_all(now)
    text = parsed(server.accepted[0]).get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert body.replace("\r\n", "\n").strip() in text
