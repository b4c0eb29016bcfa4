"""The signed paper of a version: added and removed by leads, downloaded by whoever may see the version."""

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from ...membership.permissions import can_lead
from ...pages.access import require
from ..actions import signed_copies
from ..forms.signed_copies import SignedCopyForm
from ..models import AgreementVersion, SignedCopy

TAB = "Agreement"


def add_signed_copy(request, version_id):
    found = AgreementVersion.objects.visible_to(request.user).select_related("agreement__partnership__host")
    version = get_object_or_404(found, pk=version_id)
    partnership = version.agreement.partnership
    require(can_lead(request.user, partnership))
    form = SignedCopyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            signed_copies.add(version=version, file=file, file_name=file.name, by=request.user, now=request.now)
            messages.success(request, f"The signed copy of version {version.number} is kept.")
            return _to_agreement(version)
        except signed_copies.NoPlace as refusal:
            form.add_error(None, str(refusal))
    context = {"partnership": partnership, "tab": TAB, "leads": True, "version": version, "form": form}
    return render(request, "partnerships/agreements/add_signed_copy.html", context)


@never_cache
def signed_copy(request, copy_id):
    """The file as a download, never shown as a page of this site."""
    copy = get_object_or_404(SignedCopy.objects.visible_to(request.user), pk=copy_id)
    try:
        file = copy.file.open()
    except FileNotFoundError:
        raise Http404("The file is gone") from None
    return FileResponse(file, as_attachment=True, filename=copy.download_name, content_type=copy.content_type)


def remove_signed_copy(request, copy_id):
    """Asks first: it cannot be brought back."""
    found = SignedCopy.objects.visible_to(request.user).select_related("version__agreement__partnership__host")
    copy = get_object_or_404(found, pk=copy_id)
    partnership = copy.version.agreement.partnership
    require(can_lead(request.user, partnership))
    if request.method == "POST":
        signed_copies.remove(copy=copy, by=request.user, now=request.now)
        messages.success(request, f"“{copy.file_name}” is removed.")
        return _to_agreement(copy.version)
    question = f"Remove “{copy.file_name}”?"
    context = {"partnership": partnership, "tab": TAB, "leads": True, "question": question}
    return render(request, "partnerships/agreements/remove_signed_copy.html", context)


def _to_agreement(version):
    response = redirect("agreement", version.agreement.partnership_id)
    response["Location"] += f"?version={version.number}"
    return response
