"""Pages are light: for a partner's old phone, and for the lead who opens the dashboard every morning."""

import logging

import pytest

from config.demo import PASSWORD

from .weight import Weight

pytestmark = pytest.mark.browser
log = logging.getLogger(__name__)


def test_the_answer_page_is_light_for_a_phone(told_site, rows, people):
    """From the link in the mail to the form: the first time, and the next time with what the browser has kept."""
    amina = people(told_site, "Amina", width=320)
    weight = Weight(amina.page)
    address = f"/l/{rows.answer_link.token}/"
    first, requests = weight.of(lambda: amina.opens(address))
    again, _ = weight.of(lambda: amina.opens(address))
    log.info("The answer page: %.1f kB in %d requests, then %.1f kB", first, requests, again)
    assert first <= 100
    assert requests <= 8
    assert again <= 25


def test_the_dashboard_is_light(told_site, people):
    olu = people(told_site, "Olu")
    olu.signs_in("olu@example.org", PASSWORD)
    at_home = people(told_site, "Olu at home")
    at_home.page.context.add_cookies(olu.page.context.cookies())
    first, requests = Weight(at_home.page).of(lambda: at_home.opens("/"))
    log.info("The dashboard: %.1f kB in %d requests", first, requests)
    assert first <= 250
