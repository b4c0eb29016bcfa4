"""Before a button is pressed: who will hear of it by mail, who will not and why, and when."""

from django import forms

from partnerships.events import Event, Mail
from partnerships.pages.forms import HouseForm

from ..notices.catalogue import TOLD_BY
from ..preferences.models import Silence
from . import relay

LONGEST_LINE = 500
MAIL, LINE, REHEARSE = "mail", "personal_line", "rehearse"


class WishForm(HouseForm):
    """Whether mail goes, and a line of one's own in it."""

    shows_summary = False

    mail = forms.ChoiceField(
        label="The mail",
        choices=Mail,
        widget=forms.RadioSelect,
    )
    personal_line = forms.CharField(
        label="A personal line",
        max_length=LONGEST_LINE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It stands in the mail, under your name.",
    )

    @classmethod
    def of_press(cls, typed):
        """Whoever did not choose leaves it at what is usual there."""
        form = cls(typed)
        form.fields[MAIL].required = False
        return form


class Foretold:
    """What the button on a page will tell, once the page asks."""

    def __init__(self, press, request, row_id):
        self.press, self.request = press, request
        rows = press.row.objects.visible_to(request.user).filter(pk=row_id)
        self.row = rows.first()
        self.silent, self.unreachable, self.deliveries = [], [], []
        if self.is_due:
            self._foretell()

    @property
    def is_due(self):
        return self.row is not None and self.press.is_due(self.row)

    @property
    def mails(self):
        """Whether mail goes unless it is wished otherwise."""
        return self.press.mails(self.row)

    @property
    def form(self):
        initial = {MAIL: Mail.SEND if self.mails else Mail.NONE}
        return WishForm(self.request.POST or None, initial=initial)

    @property
    def people(self):
        return [delivery.contact for delivery in self.deliveries]

    @property
    def at(self):
        """The last moment when one of them goes, or None when all go at once."""
        moments = [d.not_before for d in self.deliveries if d.not_before > self.request.now]
        return max(moments, default=None)

    def _foretell(self):
        press, now, user = self.press, self.request.now, self.request.user
        notice = TOLD_BY[press.kind]
        event = Event(kind=press.kind, subject_id=self.row.pk, by_user=user, at=now)
        event.partnership = press.partnership_of(self.row)
        heard = list((press.hears or notice.hears)(event))
        told = list(relay.messages(notice, event, now, hears=lambda event: heard))
        quiet = _silenced([delivery.contact for delivery in told], notice.topic)
        self.unreachable = _by_name(
            one.contact for one in heard if one.contact.user_id != user.pk and not one.contact.is_reachable_by_mail
        )
        self.silent = _by_name(d.contact for d in told if d.contact.email.strip().lower() in quiet)
        self.deliveries = sorted(
            (d for d in told if d.contact not in self.silent), key=lambda delivery: delivery.contact.name
        )


def _by_name(contacts):
    return sorted(contacts, key=lambda contact: contact.name)


def _silenced(contacts, topic):
    rows = Silence.objects.at_addresses(contact.email for contact in contacts)
    return set(rows.filter(topic=topic).values_list("address", flat=True))
