"""Beginning an agreement from a template or a blank page, and filling a draft's empty parts later."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from ...membership.models import Partnership
from ...membership.permissions import can_lead
from ...pages.access import require
from ...pages.queries import number_in
from ..actions import templates as acts
from ..actions import versions
from ..drafting import drafting
from ..models import AgreementTemplate
from ..models.template import Side

TAB = "Agreement"


def begin_agreement(request, partnership_id):
    """The kinds as cards, one of them in full (?template=), or a blank page."""
    partnership = get_object_or_404(Partnership.objects.visible_to(request.user), pk=partnership_id)
    require(can_lead(request.user, partnership))
    if request.method != "POST":
        if hasattr(partnership, "agreement"):
            messages.info(request, "This partnership has an agreement already. Go on with that one.")
            return redirect("agreement", partnership.pk)
        return _choices(request, partnership)
    template = _chosen(request.POST.get("template", ""))
    try:
        version = acts.begin(partnership=partnership, template=template, by=request.user, now=request.now)
        if template:
            messages.success(request, f"The draft begins with the words for “{template}”. Now make them yours.")
        return redirect("edit-agreement", version.pk)
    except versions.AlreadyOpen as refusal:
        messages.info(request, str(refusal))
        return redirect("agreement", partnership.pk)


@drafting
def apply_template(request, version):
    """The same cards for a draft: only what is empty is filled."""
    if request.method != "POST":
        return _choices(request, version.agreement.partnership, version)
    template = _chosen(request.POST.get("template", ""))
    if template is None:
        messages.error(request, "Choose a template first.")
        return redirect("apply-template", version.pk)
    filled = acts.apply(version=version, template=template, by=request.user, now=request.now)
    if filled:
        messages.success(request, f"Filled in: {', '.join(filled)}. What you had written is as it was.")
    else:
        messages.info(request, "Nothing was empty, so nothing was changed.")
    return redirect("edit-agreement", version.pk)


def _choices(request, partnership, version=None):
    """The cards, or the one that ?template= asks for in full."""
    context = {"partnership": partnership, "tab": TAB, "leads": True, "version": version}
    template = _chosen(request.asked.text("template"))
    if template is None:
        offered = AgreementTemplate.objects.offered().with_rows()
        return render(request, "partnerships/agreements/choose_template.html", {**context, "templates": offered})
    sides = [
        (label, _of(template.roles, side), _of(template.commitments, side))
        for side, label in ((Side.HOST, partnership.host), (Side.PARTNER, "A partner"))
    ]
    more = {"template": template, "sides": sides}
    return render(request, "partnerships/agreements/preview_template.html", {**context, **more})


def _of(rows, side):
    return [row for row in rows.all() if row.side == side]


def _chosen(number):
    """The template of this number, None for a blank page; 404 for one that is not offered."""
    if not number:
        return None
    offered = AgreementTemplate.objects.offered().with_rows()
    return get_object_or_404(offered, pk=number_in(number))
