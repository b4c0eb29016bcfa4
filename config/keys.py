"""The secret key of an installation that was given none, and what production refuses to start with."""

import os
import secrets
from urllib.parse import urlsplit

FEWEST_CHARACTERS, FEWEST_KINDS = 50, 10


def kept_in(folder):
    """The key in this folder, made at random on first need. Web, worker and beat that start together agree on one."""
    place = folder / "secret-key"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _written(place)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return _written(place)


def _written(place):
    """Whoever came first may still be writing: its file appears before its words."""
    for _ in range(1000):
        if key := place.read_text().strip():
            return key
        os.sched_yield()
    raise RuntimeError(f"{place} is empty. Remove it and start again.")


def problems_of(settings):
    """Why an installation with these settings must not serve people, one sentence each that says what to give."""
    found = []
    key = settings["SECRET_KEY"]
    if len(key) < FEWEST_CHARACTERS or len(set(key)) < FEWEST_KINDS:
        found.append("SECRET_KEY can be guessed: give 50 random characters.")
    if urlsplit(settings["SITE_URL"]).scheme != "https":
        found.append("SITE_URL must begin with https://, because links in mail open forms.")
    if any(host.startswith("*") for host in settings["ALLOWED_HOSTS"]):
        found.append("ALLOWED_HOSTS must name the hosts: * lets anybody write the address in our links.")
    if settings["EMAIL_URL"] == "outbox":
        found.append(
            "EMAIL_URL=outbox is the demo's: it shows everybody's mail. Give smtp+tls://user:password@host:587."
        )
    if settings["DEMO"]:
        found.append("DEMO=1 shows everybody's mail and sign-ins: take it away.")
    return found
