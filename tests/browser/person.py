"""Somebody at a browser, who finds things by their words as people do."""

from django.utils import timezone


class Person:
    """One window. What the browser complains about is kept in `complaints`."""

    def __init__(self, name, page, album):
        self.name, self.page, self.album, self.complaints = name, page, album, []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    def _hear(self, message):
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{self.page.url}: {message.text}")

    @property
    def main(self):
        return self.page.get_by_role("main")

    def opens(self, address):
        """Type an address. Returns the answer's status."""
        return self.page.goto(address).status

    def fills(self, label, words, *, within=None):
        """Type into the box with this label."""
        (within or self.main).get_by_label(label).first.fill(words)

    def chooses(self, label, *, within=None):
        """Press a radio button or tick a box."""
        (within or self.main).get_by_label(label).first.check()

    def selects(self, label, words):
        """Choose one line of a list."""
        self.main.get_by_label(label).first.select_option(label=words)

    def presses(self, name, *, within=None):
        (within or self.main).get_by_role("button", name=name).first.click()

    def follows(self, name, *, within=None):
        (within or self.main).get_by_role("link", name=name).first.click()

    def goes_to(self, name, *, part_of="Main"):
        """Follow a link of the main navigation, or of the tabs of a partnership."""
        self.follows(name, within=self.page.get_by_role("navigation", name=part_of))

    def sees(self, *words):
        """Wait until each of these stands on the page."""
        from playwright.sync_api import expect

        for word in words:
            expect(self.page.get_by_text(word).first, f"{self.name} looks for “{word}”").to_be_visible(timeout=30_000)

    def sees_no(self, *words):
        """None of these stands on the page."""
        for word in words:
            assert not self.page.get_by_text(word).count(), f"{self.name} sees “{word}”"

    def is_at(self, heading):
        """Wait for the page with this heading."""
        from playwright.sync_api import expect

        found = self.page.get_by_role("heading", level=1, name=heading)
        expect(found, f"{self.name} looks for the page “{heading}”").to_be_visible(timeout=30_000)

    def section(self, heading):
        """The part of the page under a heading."""
        return self.page.get_by_role("region", name=heading)

    def signs_in(self, address, password):
        """By password, as staff do."""
        self.opens("/sign-in/")
        self.follows("sign in with a password")
        self.fills("E-mail address", address)
        self.fills("Password", password)
        self.presses("Sign in")
        self.is_in()

    def types_the_password(self, address, password):
        """The first step of staff who have a second."""
        self.opens("/sign-in/password/")
        self.fills("E-mail address", address)
        self.fills("Password", password)
        self.presses("Sign in")

    def signs_in_by_mail(self, address, name, site):
        """By the link in a mail, as partners do."""
        self.asks_for_a_mail(address)
        site.run_engine(timezone.now())
        mail = self.opens_mail("Your link to sign in", name)
        mail.get_by_role("link", name="Sign in").click()
        self.is_at("Sign in")
        self.presses("Sign in")
        self.is_in()

    def asks_for_a_mail(self, address):
        """As far as the box for the digits in it."""
        self.opens("/sign-in/")
        self.fills("Your e-mail address", address)
        self.presses("Send me a link")
        self.is_at("Look in your mail")

    def is_in(self):
        """Wait for a page that knows who this is."""
        self.page.get_by_text("Your account").first.wait_for(state="attached")

    def opens_mail(self, subject, to):
        """The newest message of this kind on the outbox page; returns the mail as it is seen."""
        self.opens("/outbox/")
        row = self.page.get_by_role("row").filter(has_text=subject).filter(has_text=to).first
        row.get_by_role("link").first.click()
        return self.page.get_by_title(f"The message to {to}").content_frame

    def shoots(self, name):
        self.album.take(self.page, name)

    def shoots_all(self, name):
        self.album.take_all(self.page, name)
