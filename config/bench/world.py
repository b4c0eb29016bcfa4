"""Rows by the thousand, written in bulk: as many partnerships as asked, each with six months of life."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from communications.models import Celebration
from evaluation.models import Round
from partnerships.models import (
    Agreement,
    AgreementVersion,
    CheckIn,
    Contact,
    Identifier,
    Measure,
    MeasureValue,
    Membership,
    Milestone,
    Objective,
    Organisation,
    Partnership,
    Rhythm,
    Seat,
    Update,
    User,
)

MEMBERS, MONTHS = 6, 6
STATUSES = ["on_track"] * 8 + ["wobbling", "stuck"]


def bulk(model, rows):
    return model.objects.bulk_create(rows, batch_size=2000)


class World:
    """A lead who leads every partnership here, an administrator, a partner who sits in two, and all the rows."""

    def __init__(self, partnerships, now):
        self.now, self.today, self.number = now, timezone.localdate(now), count()
        self.lead = self._user("lead", User.Role.LEAD)
        self.administrator = self._user("administrator", User.Role.ADMINISTRATOR)
        # Made anew in each world: they sit in two of its partnerships.
        self.partner = self._user(f"partner{partnerships}", User.Role.PARTNER)
        self.organisations = self._organisations(max(200, partnerships * 2))
        self.partnerships = self._partnerships(partnerships)
        self.memberships = self._memberships()
        self._seats()
        self._agreements()
        self._plans()
        self._check_ins()
        self._rounds_and_news()

    def _user(self, name, role):
        user = User.objects.filter(email=f"{name}@example.org").first()
        return user or User.objects.create_user(f"{name}@example.org", name=name.title(), role=role)

    def _organisations(self, number):
        start = Organisation.objects.count()
        rows = [
            Organisation(name=f"Body {n:06d} group", name_key=f"body {n:06d} group", postcode="M33 1AA")
            for n in range(start, start + number)
        ]
        made = bulk(Organisation, rows)
        bulk(Identifier, [Identifier(organisation=o, scheme="charity", value=f"{1000000 + o.pk}") for o in made])
        return made

    def _partnerships(self, number):
        start = Partnership.objects.count()
        return bulk(Partnership, [
            Partnership(
                name=f"Partnership {n:06d}", need="Nobody should eat alone",
                host=self.organisations[n % len(self.organisations)],
                status=STATUSES[n % 10], status_at=self.now - timedelta(days=n % 90),
                status_until=self.now + timedelta(days=100 - n % 90),
                created_at=self.now - timedelta(days=300),
            )
            for n in range(start, start + number)
        ])  # fmt: skip

    def _memberships(self):
        step = len(self.organisations)
        return bulk(Membership, [
            Membership(
                partnership=p, organisation=self.organisations[(i * 7 + k) % step], stage="member",
                status=STATUSES[(i + k) % 10], status_at=self.now - timedelta(days=30),
                status_until=self.now + timedelta(days=70),
                created_at=self.now - timedelta(days=250),
            )
            for i, p in enumerate(self.partnerships) for k in range(MEMBERS)
        ])  # fmt: skip

    def _seats(self):
        day = self.today - timedelta(days=200)
        people = bulk(Contact, [
            Contact(organisation_id=m.organisation_id, name=f"Contact {m.pk}", email=f"contact{m.pk}@example.org")
            for m in self.memberships
        ])  # fmt: skip
        bulk(Seat, [Seat(membership=m, contact=c, from_on=day) for m, c in zip(self.memberships, people, strict=True)])
        lead = Contact.objects.create(name="Lead", email="lead@example.org", user=self.lead)
        bulk(Seat, [Seat(membership=m, contact=lead, is_lead=True, from_on=day) for m in self.memberships[::MEMBERS]])
        partner = Contact.objects.create(name="Partner", email=self.partner.email, user=self.partner)
        bulk(Seat, [Seat(membership=self.memberships[n], contact=partner, from_on=day) for n in (1, MEMBERS + 1)])

    def _agreements(self):
        agreements = bulk(Agreement, [Agreement(partnership=p) for p in self.partnerships])
        bulk(AgreementVersion, [
            AgreementVersion(
                agreement=a, state="shared" if n % 20 == 0 else "in-force", vision="Warm rooms and company",
                shared_at=self.now - timedelta(days=40), review_on=self.today + timedelta(days=30 + n % 300),
            )
            for n, a in enumerate(agreements)
        ])  # fmt: skip
        self.shared = AgreementVersion.objects.get(agreement=agreements[0])

    def _plans(self):
        objectives = bulk(Objective, [
            Objective(partnership=p, title=f"Objective {k}", due_on=self.today + timedelta(days=200))
            for p in self.partnerships for k in range(2)
        ])  # fmt: skip
        measures = bulk(Measure, [
            Measure(
                objective=o, name="People at the table", unit="people a week", baseline=20, target=60,
                baseline_on=self.today - timedelta(days=200), source="Head count",
            )
            for o in objectives
        ])  # fmt: skip
        bulk(MeasureValue, [
            MeasureValue(measure=m, on=self.today - timedelta(days=30 * k), value=20 + 3 * k)
            for m in measures for k in range(MONTHS)
        ])  # fmt: skip
        bulk(Milestone, [
            Milestone(
                partnership=p, title=f"Milestone {k}", due_on=self.today + timedelta(days=20 * k + i % 40 - 10),
                original_due_on=self.today, owner=self.memberships[i * MEMBERS],
            )
            for i, p in enumerate(self.partnerships) for k in range(4)
        ])  # fmt: skip

    def _check_ins(self):
        bulk(Rhythm, [Rhythm(partnership=p, first_due_on=self.today - timedelta(days=180)) for p in self.partnerships])
        days = [self.today - timedelta(days=30 * k) for k in range(MONTHS)]
        for k, day in enumerate(days):
            is_open = k == 0
            made = bulk(CheckIn, [
                CheckIn(
                    partnership_id=m.partnership_id, membership=m, period=f"p{k}",
                    due_on=day + timedelta(days=3) if is_open else day,
                    state="open" if is_open else "answered",
                    closed_at=None if is_open else self.now - timedelta(days=30 * k),
                )
                for m in self.memberships
            ])  # fmt: skip
            if not is_open:
                self._updates(made, k)
        # One in fifty is overdue.
        late = CheckIn.objects.filter(state="open", pk__in=[c.pk for c in CheckIn.objects.filter(state="open")[::50]])
        late.update(due_on=self.today - timedelta(days=9))

    def _updates(self, check_ins, k):
        bulk(Update, [
            Update(
                check_in=c, partnership_id=c.partnership_id, membership_id=c.membership_id, status=STATUSES[n % 10],
                changed="Two new volunteers", ask="A van" if n % 200 == 0 else "", submitted_at=c.closed_at,
            )
            for n, c in enumerate(check_ins)
        ])  # fmt: skip

    def _rounds_and_news(self):
        bulk(Round, [
            Round(partnership=p, title="Autumn", audience="people", state="open", opened_at=self.now,
                  code=f"b{p.pk:09d}",
                  closes_on=self.today + timedelta(days=p.pk % 60 - 1))
            for p in self.partnerships
        ])  # fmt: skip
        bulk(Celebration, [
            Celebration(partnership=p, title="The table is open", body="Thank you",
                        state="published" if p.pk % 3 else "draft",
                        published_at=self.now if p.pk % 3 else None)
            for p in self.partnerships
        ])  # fmt: skip
