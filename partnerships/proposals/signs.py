"""What needs a lead of the proposals: what others would change of people and bodies here."""

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from ..signs import Kind, ago, register
from .models import Proposal, decided_by_leads_of


def _waiting(asked):
    return Proposal.objects.open().exclude(proposed_by=asked.user).filter(decided_by_leads_of(asked.kept))


def _proposal(row):
    sentence = f"{row.by or 'Somebody'} proposes a change to {row.who}"
    url = reverse("proposal", args=[row.pk])
    return row.sign(sentence, f"Proposed {ago(row.since, row.today)}", "Look at it", url)


register(
    Kind(
        "proposal", 32, _waiting, "proposed_at", _proposal,
        {"who": Coalesce("organisation__name", "contact__name"), "by": Coalesce("proposed_by__name", Value(""))},
        Value(""),
    )
)  # fmt: skip
