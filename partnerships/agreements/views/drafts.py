"""Writing a draft of the agreement, part by part."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from ...conversations.models import ConversationLine
from .. import suggestions
from ..actions import sections, versions
from ..content import Content
from ..discussion import talks_of
from ..draft_steps import Place, chapters
from ..drafting import drafting
from ..forms.drafts import AgreementDatesForm, ControlForm, ResponsibilitiesForm
from ..forms.sections import rows_form, section_form
from ..models import AgreementVersion

TAB = "Agreement"


@drafting
def edit_agreement(request, version):
    """The parts of the draft: what is written, what is still empty."""
    content = Content.of(version)
    listed = chapters(content)
    written = [chapter for chapter in listed if chapter.is_written]
    context = {
        "typical": suggestions.partners_promises(version),
        "promises": content.promises,
        "chapters": listed,
        "written": len(written),
        "next_empty": next((chapter for chapter in listed if not chapter.is_written), None),
    }
    return _render(request, "edit_agreement", version, **context)


@drafting
def write_section(request, version, section):
    """One section with its guidance, and the rows beside it; saving leads to the next one."""
    if section not in AgreementVersion.SECTIONS:
        raise Http404("No such section")
    data = request.POST if request.method == "POST" else None
    form = section_form(data, section=section, version=version)
    rows = rows_form(data, section=section, version=version)
    sent_rows = rows is not None and rows.is_bound
    if form.is_valid() and (not sent_rows or rows.is_valid()):
        said = {"section": section, "values": form.values(), "rows": rows.rows() if sent_rows else None}
        if _written(request, form, sections.write, version=version, **said):
            return _onward(request, version, section)
    before = _before(version)
    talk = talks_of(before.questions.with_people(), before.comments.with_people())[section]
    more = {"form": form, "rows": rows, "forms": [form, rows], "talk": talk}
    more |= {"section": section, "suggestions": _suggestions(request, version, section)}
    return _write_chapter(request, "write_section", version, section, **more)


@drafting
def edit_agreement_dates(request, version):
    form = AgreementDatesForm(request.POST or None, instance=version)
    if form.is_valid() and _written(request, form, versions.write, version=version, values=form.cleaned_data):
        return _onward(request, version, "dates")
    return _write_chapter(request, "edit_agreement_dates", version, "dates", form=form)


@drafting
def edit_responsibilities(request, version):
    """What each organisation does, side by side."""
    form = ResponsibilitiesForm(request.POST or None, memberships=_taking_part(version), version=version)
    if form.is_valid() and _written(request, form, versions.assign, version=version, rows=form.rows()):
        return _onward(request, version, "responsibilities")
    return _write_chapter(request, "edit_responsibilities", version, "responsibilities", form=form)


@drafting
def edit_control(request, version):
    """What each organisation lets the others decide about."""
    form = ControlForm(request.POST or None, memberships=_taking_part(version), version=version)
    if form.is_valid() and _written(request, form, versions.share_control, version=version, rows=form.rows()):
        return _onward(request, version, "control")
    return _write_chapter(request, "edit_control", version, "control", form=form)


@drafting
def discard_draft(request, version):
    """Asks first, and says what was written."""
    if request.method == "POST":
        versions.discard(version=version, by=request.user, now=request.now)
        messages.success(request, "The draft is thrown away. Nobody but leads had seen it.")
        return redirect("agreement", version.agreement.partnership_id)
    listed = chapters(Content.of(version))
    return _render(request, "discard_draft", version, written=[chapter.title for chapter in listed if chapter.words])


def _written(request, form, verb, **said):
    """Whether it was written; a version that was shared meanwhile says so on the page that keeps what was typed."""
    try:
        verb(**said, by=request.user, now=request.now)
        return True
    except versions.StaleVersion as refusal:
        form.add_error(None, str(refusal))
        return False


def _taking_part(version):
    return list(version.agreement.partnership.memberships.taking_part().select_related("organisation"))


def _onward(request, version, key):
    """On to the next chapter, or back to the overview after the last, or when asked to; or here, for more rows."""
    place = Place(version, key)
    messages.success(request, f"“{place.title}” is saved.")
    if "more" in request.POST:
        return redirect(request.path)
    if place.next and "onward" in request.POST:
        return redirect(place.next.url)
    return redirect("edit-agreement", version.pk)


def _suggestions(request, version, section):
    """The common interests of first conversations that are in no agreement yet, beside the vision and the goals."""
    if section not in ConversationLine.SECTIONS:
        return []
    return ConversationLine.objects.visible_to(request.user).to_write_into(version)


def _before(version):
    """The version this draft was copied from, whose comments it answers; the first draft has only itself."""
    return version.agreement.versions.filter(number__lt=version.number).order_by("-number").first() or version


def _write_chapter(request, page, version, key, **more):
    place = Place(version, key)
    return _render(request, page, version, place=place, title=place.title, example=place.guidance.example, **more)


def _render(request, page, version, **more):
    partnership = version.agreement.partnership
    context = {"partnership": partnership, "tab": TAB, "leads": True, "version": version, **more}
    return render(request, f"partnerships/agreements/{page}.html", context)
