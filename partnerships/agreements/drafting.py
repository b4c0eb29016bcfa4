"""The gate to every page that writes on a draft."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from ..membership.permissions import can_lead
from ..pages.access import require
from .actions import versions
from .models import AgreementVersion


def drafting(view):
    """Gives the view a version that a lead may write on; who comes too late is told so on the agreement's page."""

    @wraps(view)
    def write(request, version_id, **kwargs):
        found = AgreementVersion.objects.visible_to(request.user).select_related(
            "agreement__partnership__host", "agreement__template"
        )
        version = get_object_or_404(found, pk=version_id)
        partnership = version.agreement.partnership
        require(can_lead(request.user, partnership))
        try:
            if request.method != "POST":
                versions.refuse_unless_draft(version)
            return view(request, version, **kwargs)
        except versions.StaleVersion as refusal:
            messages.error(request, str(refusal))
            return redirect("agreement", partnership.pk)

    return write
