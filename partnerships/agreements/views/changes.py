"""What changed from one version of the agreement to another."""

from django.http import Http404
from django.shortcuts import render

from ...membership.permissions import can_lead
from ..changes import Difference, earlier
from ..content import Content, members_of
from ..models import AgreementVersion
from ..waiting_for import signatures

TAB = "Agreement"


def agreement_difference(request, version_id):
    """Against the version in force or the one before; ?from= names any other earlier one."""
    versions = list(AgreementVersion.objects.visible_to(request.user).beside(version_id).with_partnership())
    version = next((version for version in versions if version.pk == version_id), None)
    if version is None:
        raise Http404("No such version")
    partnership = version.agreement.partnership
    others = earlier(version, versions)
    before = _chosen(others, request.asked.text("from"))
    members = members_of([version])
    contents = Content.of_versions([before, version], members) if before else {}
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "version": version,
        "before": before,
        "earlier": sorted(others, key=lambda other: -other.number),
        "difference": Difference(contents[before.pk], contents[version.pk]) if before else None,
        "signatures": signatures([version], members)[version.pk],
    }
    return render(request, "partnerships/agreements/agreement_difference.html", context)


def _chosen(others, number):
    if not number:
        return others[0] if others else None
    chosen = next((version for version in others if str(version.number) == number), None)
    if chosen is None:
        raise Http404("No such earlier version")
    return chosen
