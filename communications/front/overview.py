"""What the page of one partnership shows, gathered in as many queries at three rows as at sixty."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from evaluation.models import Round
from partnerships.agreements import waiting_for
from partnerships.agreements.waiting_for import Turn
from partnerships.models import (
    AgreementVersion,
    CheckIn,
    Commitment,
    Event,
    Membership,
    Milestone,
    Objective,
    Partnership,
    Pause,
    Seat,
    User,
)
from partnerships.pages.prepared import one_of, written_once

from ..celebrations.models import Celebration
from . import stages

STORY_LENGTH = 15
SUPERSEDED = AgreementVersion.State.SUPERSEDED


@dataclass
class Overview:
    """One partnership as one person sees it. Lists hold rows with everything joined."""

    partnership: Partnership
    today: date
    status: str
    organisations: list
    versions: dict
    objectives: list
    milestones: list
    promises: list
    check_ins: list
    good_news: Celebration | None
    story: list
    turn: Turn | None = None
    journey: list = field(default_factory=list)
    rest: Pause | None = None

    @property
    def leads(self):
        return self.partnership.is_led

    @property
    def offered(self):
        """(stage, its name, why) that the facts offer to who leads an active partnership, or None."""
        stage = self.partnership.offered if self.leads and self.partnership.is_active else ""
        return (stage, stages.LABELS[stage], stages.BECAUSE[stage]) if stage else None

    @property
    def members(self):
        return [membership for membership in self.organisations if membership.stage == Membership.Stage.MEMBER]

    @property
    def on_the_way(self):
        """How many organisations are invited and not yet members."""
        return len(self.organisations) - len(self.members)

    @property
    def mine(self):
        """The ids of the person's own memberships here."""
        return {membership.pk for membership in self.organisations if membership.is_mine}

    @property
    def in_force(self):
        return self.versions.get(AgreementVersion.State.IN_FORCE)

    @property
    def shared(self):
        return self.versions.get(AgreementVersion.State.SHARED)

    @property
    def last_valid(self):
        """The version that ended last, where none is in force."""
        return None if self.in_force else self.versions.get(AgreementVersion.State.ENDED)

    @property
    def vision(self):
        """As agreed, as shared for acceptance, or as it was agreed last."""
        version = self.in_force or self.shared or self.last_valid
        return version.vision if version else ""

    @property
    def active_objectives(self):
        return [objective for objective in self.objectives if objective.is_active]

    @property
    def reached_objectives(self):
        return [objective for objective in self.objectives if objective.state == objective.State.REACHED]

    @property
    def promised_to_me(self):
        """Open promises to the person's organisation or to everybody, the host's overdue ones first."""
        return [
            promise
            for promise in self.promises
            if promise.from_membership_id not in self.mine
            and (promise.to_membership_id is None or promise.to_membership_id in self.mine)
        ]

    @property
    def owed(self):
        """The host's overdue promises to the person's organisation or to everybody."""
        return [promise for promise in self.promised_to_me if promise.is_late and promise.is_hosts]

    @property
    def what_we_see(self):
        """In words, beside what the members say: what is late, and which measures lag behind."""
        lagging = [m for objective in self.active_objectives for m in objective.measures.all() if m.is_behind_now]
        late = [milestone for milestone, slug, _ in self.milestones if slug == "late"]
        return _late_in_words([p for p in self.promises if p.is_late], late) + [
            f"“{measure}” lags behind an even way to its target" for measure in lagging
        ]

    @property
    def rhythm(self):
        return getattr(self.partnership, "rhythm", None)

    @property
    def late_check_ins(self):
        return sum(check_in.is_overdue(self.today) for check_in in self.check_ins)


def find(user, partnership_id):
    """The partnership with what the page asks of it beyond its rows. Raises Http404."""
    return one_of(_seen(user=user, partnership=partnership_id))


@written_once
def _seen(user: User, partnership: int):
    return (
        stages.with_offer(Partnership.objects.visible_to(user))
        .filter(pk=partnership)
        .select_related("host", "rhythm", "ending")
        .annotate(
            is_led=Exists(Partnership.objects.led_by(user).filter(pk=OuterRef("pk"))),
            has_drafts=Exists(Celebration.objects.drafts().filter(partnership=OuterRef("pk"))),
            has_rounds=Exists(Round.objects.filter(partnership=OuterRef("pk"))),
        )
    )


def gather(user, partnership, *, now):
    """Everything the page shows of a partnership that `find` has found."""
    today = timezone.localdate(now)
    seen, hidden = _organisations(user, partnership, now)
    milestones, promises = _milestones(partnership, today), _promises(partnership, today)
    _tell_what_is_late(seen, milestones, promises)
    # Of each state the latest.
    by_state = {version.state: version for version in reversed(_versions(user=user, partnership=partnership))}
    shared = by_state.get(AgreementVersion.State.SHARED)
    return Overview(
        partnership=partnership,
        today=today,
        status=partnership.status,
        organisations=seen,
        versions=by_state,
        turn=waiting_for.of_version(shared, user=user) if shared else None,
        objectives=_objectives(partnership=partnership),
        milestones=milestones,
        promises=promises,
        check_ins=_check_ins(user=user, partnership=partnership),
        good_news=next(iter(_good_news(partnership=partnership)), None),
        story=_told(user, partnership, hidden).order_by("-at", "-pk")[:STORY_LENGTH],
        journey=_journey(partnership),
        rest=Pause.objects.of_partnership(partnership).open().first() if partnership.is_paused else None,
    )


def story_of(user, partnership):
    """The facts of a partnership, without those about organisations that this person does not see."""
    hidden = partnership.memberships.hidden_from(user).values_list("organisation__name", flat=True)
    return _told(user, partnership, list(hidden))


def _told(user, partnership, hidden):
    told = Event.objects.visible_to(user).filter(partnership=partnership)
    return told.without_organisations(hidden)


def _organisations(user, partnership, now):
    """(everybody who is here, each with what they said last and what this user is to them; the names of those whom this
    user does not see)."""
    rows = _memberships(user=user, partnership=partnership)
    for membership in rows:
        membership.status_now = membership.status_on(now)
    seen = [membership for membership in rows if membership.is_seen and not membership.is_gone]
    return seen, [membership.organisation.name for membership in rows if not membership.is_seen]


def _tell_what_is_late(organisations, milestones, promises):
    """Beside each organisation's own word, what is late of what it promised and sees to."""
    for membership in organisations:
        late = [m for m, slug, _ in milestones if slug == "late" and m.owner_id == membership.pk]
        membership.what_we_see = _late_in_words(
            [p for p in promises if p.is_late and p.from_membership_id == membership.pk], late
        )


def _late_in_words(promises, milestones):
    counted = ((len(promises), "promise"), (len(milestones), "milestone"))
    return [f"{number} {word}{'' if number == 1 else 's'} late" for number, word in counted if number]


@written_once
def _memberships(user: User, partnership: Partnership):
    seats = Seat.objects.current().of_user(user).filter(membership=OuterRef("pk"))
    return (
        Membership.objects.filter(partnership=partnership)
        .select_related("organisation")
        .annotate(
            is_seen=Exists(Membership.objects.visible_to(user).filter(pk=OuterRef("pk"))),
            is_mine=Exists(seats),
            back_on=Subquery(Pause.objects.open().filter(membership=OuterRef("pk")).values("back_on")[:1]),
            may_act=Exists(seats.exclude(authority=Seat.Authority.OBSERVES)),
        )
    )


@written_once
def _versions(user: User, partnership: Partnership):
    seen = AgreementVersion.objects.visible_to(user).filter(agreement__partnership=partnership)
    return seen.select_related("agreement").exclude(state=SUPERSEDED).order_by("-number")


@written_once
def _objectives(partnership: Partnership):
    here = Objective.objects.filter(partnership=partnership)
    return here.with_measures().by_date().select_related("owner__organisation")


@written_once
def _check_ins(user: User, partnership: Partnership):
    waiting = CheckIn.objects.visible_to(user).filter(partnership=partnership).open()
    return waiting.order_by("due_on", "pk").select_related("membership__organisation")


@written_once
def _good_news(partnership: Partnership):
    return Celebration.objects.filter(partnership=partnership).published().order_by("-published_at")[:1]


@written_once
def _planned(partnership: Partnership):
    planned = Milestone.objects.filter(partnership=partnership).planned()
    return planned.select_related("owner__organisation").order_by("due_on", "pk")


@written_once
def _promised(partnership: Partnership):
    promised = Commitment.objects.filter(partnership=partnership).last_valid().open()
    return promised.select_related("from_membership__organisation", "to_membership__organisation")


def _milestones(partnership, today):
    return [(milestone, *milestone.standing(today)) for milestone in _planned(partnership=partnership)]


def _promises(partnership, today):
    """Open promises: the host's overdue ones first, then whatever else is overdue, then by their day."""
    rows = _promised(partnership=partnership)
    for promise in rows:
        promise.is_late = promise.is_overdue(today)
        promise.is_hosts = promise.from_membership.organisation_id == partnership.host_id
    return sorted(rows, key=lambda p: (not (p.is_late and p.is_hosts), not p.is_late, p.due_on or date.max, p.pk))


def _journey(partnership):
    """(word, "done", "here" or "ahead") for each stage in its order."""
    stages = list(Partnership.Stage)
    here = stages.index(partnership.stage)
    places = ["done"] * here + ["here"] + ["ahead"] * (len(stages) - here - 1)
    return [(stage.label, place) for stage, place in zip(stages, places, strict=True)]
