"""Writing a draft of the agreement, part by part."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from .. import typical
from ..actions import agreements
from ..documents import Document
from ..forms.agreements import GUIDANCE, AgreementDatesForm, ResponsibilitiesForm, SectionForm
from ..models import AgreementVersion, Membership
from ..permissions import can_lead, require
from ..talk import talks_of

TAB = "Agreement"
SECTIONS = list(AgreementVersion.SECTIONS)


def drafting(view):
    """Gives the view a version that a lead may write on; who comes too late is told so on the agreement's page."""

    @wraps(view)
    def write(request, version_id, **kwargs):
        found = AgreementVersion.objects.visible_to(request.user).select_related("agreement__partnership__host")
        version = get_object_or_404(found, pk=version_id)
        partnership = version.agreement.partnership
        require(can_lead(request.user, partnership))
        try:
            if request.method != "POST":
                agreements.refuse_unless_draft(version)
            return view(request, version, **kwargs)
        except agreements.StaleVersion as refusal:
            messages.error(request, str(refusal))
            return redirect("agreement", partnership.pk)

    return write


@drafting
def edit_agreement(request, version):
    """The parts of the draft: what is written, what is still empty."""
    context = {
        "document": Document(version, today=timezone.localdate()),
        "sections": [(name, title, text, GUIDANCE[name][0]) for name, title, text in version.sections()],
        "typical": typical.partners_promises(version),
    }
    return _render(request, "edit_agreement", version, **context)


@drafting
def write_section(request, version, section):
    """One section with its guidance; saving leads to the next one."""
    if section not in AgreementVersion.SECTIONS:
        raise Http404("No such section")
    form = SectionForm(request.POST or None, section=section, initial={"text": getattr(version, section)})
    if request.method == "POST" and form.is_valid():
        try:
            values = {section: form.cleaned_data["text"]}
            agreements.write(version=version, values=values, by=request.user, now=timezone.now())
            return _next(request, version, section)
        except agreements.StaleVersion as refusal:
            form.add_error(None, str(refusal))
    title = AgreementVersion.SECTIONS[section]
    talk = talks_of(_before(version))[section]
    more = {"form": form, "title": title, "example": GUIDANCE[section][1], "talk": talk}
    return _render(request, "write_section", version, **more)


@drafting
def edit_agreement_dates(request, version):
    form = AgreementDatesForm(request.POST or None, instance=version)
    if request.method == "POST" and form.is_valid():
        agreements.write(version=version, values=form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, "The dates are saved.")
        return redirect("edit-agreement", version.pk)
    return _render(request, "edit_agreement_dates", version, form=form)


@drafting
def edit_responsibilities(request, version):
    """What each organisation does, side by side."""
    taking_part = version.agreement.partnership.memberships.filter(
        stage__in=[Membership.Stage.WILLING, Membership.Stage.MEMBER]
    )
    form = ResponsibilitiesForm(
        request.POST or None, memberships=list(taking_part.select_related("organisation")), version=version
    )
    if request.method == "POST" and form.is_valid():
        agreements.assign(version=version, rows=form.rows(), by=request.user, now=timezone.now())
        messages.success(request, "Roles and responsibilities are saved.")
        return redirect("edit-agreement", version.pk)
    return _render(request, "edit_responsibilities", version, form=form)


def _next(request, version, section):
    """On to the next section, or back to the overview after the last, or when asked to."""
    messages.success(request, f"“{AgreementVersion.SECTIONS[section]}” is saved.")
    following = SECTIONS[SECTIONS.index(section) + 1 :]
    if following and "onward" in request.POST:
        return redirect("write-section", version.pk, following[0])
    return redirect("edit-agreement", version.pk)


def _before(version):
    """The version this draft was copied from, whose comments it answers; the first draft has only itself."""
    return version.agreement.versions.filter(number__lt=version.number).order_by("-number").first() or version


def _render(request, page, version, **more):
    partnership = version.agreement.partnership
    context = {"partnership": partnership, "tab": TAB, "leads": True, "version": version, **more}
    return render(request, f"partnerships/{page}.html", context)
