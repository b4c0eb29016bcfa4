"""Where the facts say that a partnership has come. It is offered to those who lead; nothing moves it but they."""

from dataclasses import dataclass

from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from evaluation.models import Round
from partnerships.models import AgreementVersion, Conversation, Membership, Objective, Partnership

Stage = Partnership.Stage
HERE = OuterRef("pk")
SPOKEN_TO = Membership.objects.filter(partnership=HERE, stage__in=Membership.KNOWN_TO_PARTNERS)
OTHERS = SPOKEN_TO.exclude(organisation=OuterRef("host"))
BOTH_WROTE = Q(ours_at__isnull=False, theirs_at__isnull=False)
HELD = Conversation.objects.filter(Q(held_on__isnull=False) | BOTH_WROTE, membership__partnership=HERE)
IN_FORCE = AgreementVersion.objects.filter(agreement__partnership=HERE, state=AgreementVersion.State.IN_FORCE)
AGREED = Q(partnership__agreement__versions__state=AgreementVersion.State.IN_FORCE)
SET = Objective.objects.filter(AGREED, partnership=HERE, state=Objective.State.ACTIVE)
HEARD = Round.objects.filter(partnership=HERE, state=Round.State.CLOSED)


@dataclass(frozen=True)
class Fact:
    """What leads to a stage: rows that are there, the first moment of one, and how a person says it."""

    stage: Stage
    rows: object
    at: str
    because: str

    @property
    def offers(self):
        """Whether a partnership stands before this stage, the fact is there, and nobody said “not yet”."""
        before = list(Stage)[: list(Stage).index(self.stage)]
        return Q(Exists(self.rows), stage__in=before) & ~Q(stage_not_yet=self.stage)

    @property
    def since(self):
        return Subquery(self.rows.order_by(self.at).values(self.at)[:1])


# The furthest first: it is the one that is offered.
FACTS = [
    Fact(Stage.EVALUATE, HEARD, "closed_at", "A feedback round has closed."),
    Fact(Stage.DELIVER, SET, "created_at", "The agreement is in force, and an objective is set."),
    Fact(Stage.PLAN, IN_FORCE, "in_force_at", "The agreement is in force."),
    Fact(Stage.AGREE, HELD, "begun_at", "A first conversation was held."),
    Fact(Stage.MEET, OTHERS, "stage_at", "Another organisation was spoken to."),
]  # fmt: skip
BECAUSE = {fact.stage.value: fact.because for fact in FACTS}
LABELS = dict(Stage.choices)


def with_offer(partnerships):
    """Each with the stage that is `offered` ("" where none is), and since when the facts are there."""
    return partnerships.annotate(
        offered=Case(
            *[When(fact.offers, then=Value(fact.stage.value)) for fact in FACTS],
            default=Value(""),
            output_field=CharField(),
        ),
        offered_at=Coalesce(
            Case(*[When(fact.offers, then=fact.since) for fact in FACTS], output_field=DateTimeField()), F("created_at")
        ),
    )
