"""A word of its own in every text of the rows that belong to Pantry, and whose word it is when a page shows one.

The directory (organisations, contacts, areas, imports) is shared among leads, so its words are not in here.
"""

import re

from django.apps import apps
from django.db import models

from communications.models import Celebration, Contribution, Delivery, Stumble
from evaluation.models import Answer, BallotBox, Burst, Invitation, Response, Round, RoundQuestion, Tally
from partnerships import models as floor
from partnerships.agreements.content import Content
from partnerships.models import AgreementVersion
from partnerships.pages.names import Folded

FLOORS = ("partnerships", "evaluation", "communications")
WORD = re.compile(r"wren~\d{5}")
# Model → the way to its partnership.
OWNED = {
    floor.Partnership: "pk",
    floor.Membership: "partnership",
    floor.Seat: "membership__partnership",
    floor.Stance: "membership__partnership",
    floor.TrustedPerson: "partnership",
    floor.BuyIn: "trusted_person__partnership",
    floor.NeedNote: "partnership",
    floor.WantedBody: "partnership",
    floor.Involvement: "partnership",
    floor.Conversation: "membership__partnership",
    floor.ConversationLine: "conversation__membership__partnership",
    floor.ConversationAsk: "conversation__membership__partnership",
    floor.FitReview: "membership__partnership",
    floor.FitScore: "review__membership__partnership",
    floor.Agreement: "partnership",
    floor.AgreementVersion: "agreement__partnership",
    floor.Responsibility: "version__agreement__partnership",
    floor.Matter: "version__agreement__partnership",
    floor.Part: "matter__version__agreement__partnership",
    floor.CommunicationRow: "version__agreement__partnership",
    floor.ConflictStep: "version__agreement__partnership",
    floor.Commitment: "partnership",
    floor.Acceptance: "version__agreement__partnership",
    floor.SignedCopy: "version__agreement__partnership",
    floor.Comment: "version__agreement__partnership",
    floor.ReviewView: "version__agreement__partnership",
    floor.AgreementQuestion: "version__agreement__partnership",
    floor.Objective: "partnership",
    floor.Measure: "objective__partnership",
    floor.MeasureValue: "measure__objective__partnership",
    floor.Milestone: "partnership",
    floor.Rhythm: "partnership",
    floor.CheckIn: "partnership",
    floor.Update: "partnership",
    floor.Handover: "seat__membership__partnership",
    floor.Pause: "partnership",
    floor.Ending: "partnership",
    floor.EndingStep: "ending__partnership",
    floor.Event: "partnership",
    Celebration: "partnership",
    Contribution: "celebration__partnership",
    Delivery: "partnership",
    Stumble: "event__partnership",
    Round: "partnership",
    RoundQuestion: "round__partnership",
    Invitation: "round__partnership",
    Response: "round__partnership",
    Answer: "response__round__partnership",
    BallotBox: "round__partnership",
    Tally: "round__partnership",
    Burst: "round__partnership",
}
# Rows that are seen by whoever sees another: the way to it.
THROUGH = {
    floor.ConversationAsk: "conversation",
    floor.FitScore: "review",
    floor.Responsibility: "version",
    floor.Part: "matter",
    floor.CommunicationRow: "version",
    floor.ConflictStep: "version",
    floor.Acceptance: "version",
    floor.Comment: "version",
    floor.AgreementQuestion: "version",
    floor.MeasureValue: "measure",
    floor.EndingStep: "ending",
    Contribution: "celebration",
    RoundQuestion: "round",
    Invitation: "round",
    Response: "round",
    Answer: "response__round",
    BallotBox: "round",
    Tally: "round",
    Burst: "round",
    Stumble: "event",
}
SHARED = {
    "ActionLink", "AgreementTemplate", "Apart", "Area", "Contact", "DueDiligence", "Heartbeat", "Identifier",
    "ImportBatch", "ImportRow", "Merged", "Organisation", "OrganisationType", "Proposal", "PutOff", "Question",
    "RememberedColumn", "Salt", "SentForm", "Session", "SignIn", "Silence", "TemplateCommitment", "TemplateMeasure",
    "TemplateMilestone", "TemplateRole", "TemplateSection", "User",
}  # fmt: skip
# Keys by which the system finds something again. People neither write nor read them, and other values would break it.
KEYS = {
    "Acceptance.authority", "Acceptance.text_hash", "AgreementVersion.text_hash", "CheckIn.period", "Comment.section",
    "AgreementQuestion.section", "Delivery.former_address", "Delivery.former_reason",
    "Delivery.dedupe_key", "Delivery.lease", "Delivery.notice", "Event.kind", "Event.subject_type",
    "Response.receipt_hash", "Round.code", "Tally.by",
}  # fmt: skip


def tables():
    """Every model of the house, without the histories, which only Django admin shows."""
    found = (model for label in FLOORS for model in apps.get_app_config(label).get_models())
    return [model for model in found if not hasattr(model, "instance_type")]


def texts_of(model):
    """The fields in which somebody's words can be."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_text = is_text and not isinstance(field, Folded)
        if (is_text or isinstance(field, models.JSONField)) and f"{model.__name__}.{field.name}" not in KEYS:
            yield field


class Canaries:
    """{word: (model, pk, field)} of what was planted."""

    def __init__(self):
        self.planted, self._known = {}, {}

    def plant(self, partnerships):
        """In every row of these partnerships (ids)."""
        for model, way in OWNED.items():
            fields = list(texts_of(model))
            for row in model.objects.filter(**{f"{way}__in": partnerships}):
                for field in fields:
                    setattr(row, field.attname, self._word(row, field))
                written = {field.attname: getattr(row, field.attname) for field in fields}
                folded = [field for field in model._meta.concrete_fields if isinstance(field, Folded)]
                written |= {field.attname: field.pre_save(row, add=False) for field in folded}
                model.objects.filter(pk=row.pk).update(**written)
        for version in AgreementVersion.objects.past_draft().filter(agreement__partnership__in=partnerships):
            AgreementVersion.objects.filter(pk=version.pk).update(text_hash=Content.of(version).hash())

    def _word(self, row, field):
        if isinstance(row, BallotBox):
            return [self._paper(row, field, paper) for paper in row.papers]
        if isinstance(field, models.JSONField):
            return {name: self._new(row, field) for name in getattr(row, field.attname)}
        return self._new(row, field) + ("@example.org" if isinstance(field, models.EmailField) else "")

    def _paper(self, box, field, paper):
        said = paper["said"].items()
        return paper | {"said": {q: self._new(box, field) if isinstance(a, str) else a for q, a in said}}

    def _new(self, row, field):
        word = f"wren~{len(self.planted):05d}"
        self.planted[word] = type(row), row.pk, field.name
        return word

    def in_text(self, text):
        """The words that are in it."""
        return {word for word in WORD.findall(text) if word in self.planted}

    def whose(self, words):
        """What these words are of, such as Update.ask."""
        return sorted({f"{model.__name__}.{name}" for model, _, name in map(self.planted.get, words)})

    def of_hidden_rows(self, user, words):
        """Of these words, those of rows that the model's own visible_to keeps from this person."""
        rows = map(self.planted.get, words)
        return sorted(f"{model.__name__}.{name}" for model, pk, name in rows if pk not in self._seen_by(user, model))

    def _seen_by(self, user, model):
        if (user.pk, model) in self._known:
            return self._known[user.pk, model]
        way, owner = THROUGH.get(model), model
        for step in way.split("__") if way else ():
            owner = owner._meta.get_field(step).related_model
        seen = owner.objects.visible_to(user)
        rows = model.objects.filter(**{f"{way}__in": seen}) if way else seen
        self._known[user.pk, model] = set(rows.values_list("pk", flat=True))
        return self._known[user.pk, model]
