from django import forms
from django.contrib import admin

from ..pages.admin import HouseAdmin, register
from . import models

register(models.Agreement, list_display=["partnership", "created_at"], search_fields=["partnership__name"])

register(
    models.AgreementVersion,
    list_display=["agreement", "number", "state", "starts_on", "review_on", "ends_on"],
    list_filter=["state"],
    search_fields=["agreement__partnership__name", "vision"],
)

register(
    models.Responsibility,
    list_display=["membership", "role", "version"],
    list_filter=["version__state"],
    search_fields=["role", "membership__organisation__name"],
)

register(
    models.Matter,
    list_display=["what", "version", "objective"],
    list_filter=["version__state"],
    search_fields=["what", "version__agreement__partnership__name"],
)

register(
    models.Part,
    list_display=["matter", "membership", "kind"],
    list_filter=["kind"],
    search_fields=["matter__what", "membership__organisation__name"],
)

register(
    models.CommunicationRow,
    list_display=["purpose", "channel", "rhythm", "starts", "version"],
    list_filter=["version__state"],
    search_fields=["purpose", "channel", "version__agreement__partnership__name"],
)

register(
    models.ConflictStep,
    list_display=["what", "position", "who", "days", "version"],
    list_filter=["version__state"],
    search_fields=["what", "who", "version__agreement__partnership__name"],
)

register(
    models.Acceptance,
    list_display=["membership", "version", "accepted_by", "accepted_at", "carried_from"],
    list_filter=["authority"],
    search_fields=["membership__organisation__name", "accepted_by__name"],
)

# Its file is downloaded from its page on the site.
register(
    models.SignedCopy,
    exclude=["file"],
    list_display=["file_name", "version", "added_by", "added_at"],
    list_filter=["added_at"],
    search_fields=["file_name", "version__agreement__partnership__name"],
)

register(
    models.Comment,
    list_display=["contact", "version", "section", "written_at"],
    list_filter=["section"],
    search_fields=["body", "contact__name"],
)

register(
    models.ReviewView,
    list_display=["membership", "version", "choice", "contact", "said_at"],
    list_filter=["choice"],
    search_fields=["words", "membership__organisation__name", "contact__name"],
)

register(
    models.AgreementQuestion,
    list_display=["membership", "version", "section", "state", "asked_at"],
    list_filter=["state", "section"],
    search_fields=["words", "answer", "contact__name", "membership__organisation__name"],
)


class TemplateSectionForm(forms.ModelForm):
    section = forms.ChoiceField(choices=models.AgreementVersion.SECTIONS.items)


class RowsInline(admin.TabularInline):
    """The rows of an agreement template, on its own page."""

    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("template")


def rows_of(model, **options):
    return type(f"{model.__name__}Inline", (RowsInline,), {"model": model, **options})


register(
    models.AgreementTemplate,
    HouseAdmin,
    list_display=["name", "position", "is_offered"],
    list_filter=["is_offered"],
    search_fields=["name", "introduction"],
    inlines=[
        rows_of(models.TemplateSection, form=TemplateSectionForm),
        rows_of(models.TemplateRole),
        rows_of(models.TemplateCommitment),
        rows_of(models.TemplateMeasure),
        rows_of(models.TemplateMilestone),
    ],
)

register(
    models.TemplateSection,
    HouseAdmin,
    form=TemplateSectionForm,
    list_display=["template", "section"],
    list_filter=["template"],
    search_fields=["text", "template__name"],
)

register(
    models.TemplateRole,
    HouseAdmin,
    list_display=["role", "side", "template"],
    list_filter=["template", "side"],
    search_fields=["role", "template__name"],
)

register(
    models.TemplateCommitment,
    HouseAdmin,
    list_display=["what", "side", "template"],
    list_filter=["template", "side"],
    search_fields=["what", "template__name"],
)

register(
    models.TemplateMeasure,
    HouseAdmin,
    list_display=["name", "unit", "template"],
    list_filter=["template", "kind"],
    search_fields=["name", "template__name"],
)

register(
    models.TemplateMilestone,
    HouseAdmin,
    list_display=["title", "weeks_after_start", "template"],
    list_filter=["template"],
    search_fields=["title", "template__name"],
)
