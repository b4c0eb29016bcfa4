from django.contrib import messages
from django.shortcuts import redirect, render

from ..actions import reacceptances, versions
from ..affected import Affected
from ..changes import Difference
from ..content import Content
from ..drafting import drafting
from ..forms.sharing import TOUCHED, ShareAgainForm
from ..models import AgreementVersion
from .agreement import TAB


@drafting
def share_agreement(request, version):
    """Asks first: shows what changed, whom it touches, and who will be asked to accept."""
    partnership = version.agreement.partnership
    before = AgreementVersion.objects.visible_to(request.user).before(version).first()
    affected = Affected(version, beside=[before] if before else [])
    content, touches = affected.content, affected.touches()
    form = _form_to_share_again(request, content, touches)
    if request.method == "POST" and (form is None or form.is_valid()) and (answer := _share(request, version, form)):
        return answer
    members = partnership.memberships.current().with_people()
    people = {member.pk: [seat.contact for seat in member.people if not seat.observes] for member in members}
    context = {
        "partnership": partnership,
        "tab": TAB,
        "leads": True,
        "version": version,
        "asked": [(touch, people.get(touch.membership.pk, [])) for touch in touches],
        "form": form,
        "before": before,
        "difference": Difference(affected.contents[before.pk], content) if before else None,
        "lacks_buy_in": not partnership.trusted_people.on_board().exists(),
        "warnings": content.warnings(),
    }
    return render(request, "partnerships/agreements/share_agreement.html", context)


def _form_to_share_again(request, content, touches):
    """The question whom to ask, where somebody's yes could be carried over; or was, when this page was opened."""
    untouched = [touch.membership for touch in touches if not touch.is_touched]
    if not untouched and request.POST.get("who") != TOUCHED:
        return None
    initial = {"text_hash": content.hash()}
    return ShareAgainForm(request.POST or None, untouched=untouched, initial=initial)


def _share(request, version, form):
    """The answer once it is shared; None when the form says what is in the way."""
    shared = {"version": version, "by": request.user, "now": request.now}
    try:
        if form is not None and form.only_touched:
            choice = {name: form.cleaned_data[name] for name in ("reason", "text_hash")}
            reacceptances.share_with_touched(also=form.also_asked(), **choice, **shared)
            messages.success(request, f"Version {version.number} is shared. It waits for those it touches.")
        else:
            versions.share(**shared)
            messages.success(request, f"Version {version.number} is shared. It waits for everybody who may accept it.")
        return redirect("agreement", version.agreement.partnership_id)
    except reacceptances.NotNarrowed as refusal:
        form.add_error(None, str(refusal))
        form.show_again(Content.of(version).hash())
        return None
    except versions.NotReady as refusal:
        messages.error(request, str(refusal))
        return redirect("edit-agreement", version.pk)
