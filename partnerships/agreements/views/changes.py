"""What changed from one version of the agreement to another."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from ...membership.permissions import can_lead
from ..changes import Difference
from ..document import signatures
from ..models import AgreementVersion

TAB = "Agreement"


def agreement_difference(request, version_id):
    """Against the version in force or the one before; ?from= names any other earlier one."""
    seen = AgreementVersion.objects.visible_to(request.user)
    version = get_object_or_404(seen.select_related("agreement__partnership__host"), pk=version_id)
    partnership = version.agreement.partnership
    earlier = list(seen.before(version))
    before = _chosen(earlier, request.asked.text("from"))
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": can_lead(request.user, partnership),
        "version": version,
        "before": before,
        "earlier": sorted(earlier, key=lambda other: -other.number),
        "difference": Difference(before, version) if before else None,
        "signatures": signatures(partnership, [version])[version.pk],
    }
    return render(request, "partnerships/agreements/agreement_difference.html", context)


def _chosen(earlier, number):
    if not number:
        return earlier[0] if earlier else None
    chosen = next((version for version in earlier if str(version.number) == number), None)
    if chosen is None:
        raise Http404("No such earlier version")
    return chosen
