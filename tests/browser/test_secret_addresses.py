"""A form behind a secret address can be sent: a page that tells nobody where it is must still say whose it is."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(told_site, people):
    return people(told_site, "A partner", width=320, scripts=False)


def test_a_partner_signs_in_by_the_link_in_the_mail(phone, told_site):
    phone.signs_in_by_mail("grace@example.org", "Grace Okafor", told_site)
    phone.sees("Not Alone in Sale and Stretford")


def test_a_person_stops_a_kind_of_mail_and_starts_it_again(phone, rows):
    phone.opens(reverse("unsubscribe", args=[rows.unsubscribe_link.token]))
    phone.presses("Stop this kind of mail")
    phone.is_at("Stopped")
    phone.presses("Start again")
    phone.is_at("Stop this kind of mail?")


def test_the_secret_is_told_to_no_page_that_follows(phone, rows):
    secret, asked = rows.unsubscribe_link.token, []
    phone.page.on("request", lambda request: asked.append(request))
    phone.opens(reverse("unsubscribe", args=[secret]))
    phone.presses("Stop this kind of mail")
    phone.is_at("Stopped")
    phone.presses("Start again")
    phone.is_at("Stop this kind of mail?")
    told = [request.all_headers().get("referer", "") for request in asked]
    assert any(told)
    assert not any(secret in referer for referer in told)
