"""Django admin of this floor, and the house's ways with it: search, filters, history, no count of a million rows."""

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from simple_history.admin import SimpleHistoryAdmin

from . import models

COUNT_AT_MOST = 10_000


class ShortCountPaginator(Paginator):
    """Counts to 10,000 and stops: counting further reads the whole table and helps nobody."""

    @cached_property
    def count(self):
        return self.object_list[:COUNT_AT_MOST].count()


class Big:
    """For tables that may grow to a million rows: no drop-downs of related rows, no full counts."""

    paginator = ShortCountPaginator
    show_full_result_count = False
    list_per_page = 50

    def __init__(self, model, admin_site):
        relations = [f for f in model._meta.fields if f.many_to_one or f.one_to_one]
        self.raw_id_fields = [f.name for f in relations if f.editable]
        self.list_select_related = [f.name for f in relations if f.name in self.list_display]
        super().__init__(model, admin_site)


class HouseAdmin(Big, SimpleHistoryAdmin):
    """A record people edit, with its history."""


class KeptFileAdmin(HouseAdmin):
    """A record with a file: chosen when it is added, downloaded from its page on the site afterwards."""

    def get_exclude(self, request, obj=None):
        return ["file"] if obj else None


class ReadOnlyAdmin(Big, admin.ModelAdmin):
    """What the system writes: to read, never to change."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def register(model, base=HouseAdmin, **options):
    """Register a model with these ModelAdmin options."""
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), options))


@admin.register(models.User)
class UserAdmin(HouseAdmin):
    list_display = ["email", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "role", "is_active", "password_page", "last_login", "joined_at"]
    readonly_fields = ["password_page", "last_login", "joined_at"]

    @admin.display(description="password")
    def password_page(self, user):
        if user.pk is None:
            return "Save first. Partners need none: they sign in by link."
        return format_html('<a href="{}">Set a new password</a>', reverse("admin:user-password", args=[user.pk]))

    def save_model(self, request, user, form, change):
        if not change:
            user.set_unusable_password()
        super().save_model(request, user, form, change)

    def get_urls(self):
        change = path("<path:user_id>/password/", self.admin_site.admin_view(self.set_password), name="user-password")
        return [change, *super().get_urls()]

    def set_password(self, request, user_id):
        """Give a user a new password. Partners need none: they sign in by link."""
        user = self.get_object(request, user_id)
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, user_id)
        form = AdminPasswordChangeForm(user, request.POST or None)
        form.fields.pop("usable_password", None)
        if request.method == "POST" and form.is_valid():
            form.save()
            self.message_user(request, f"{user} has a new password.")
            return self.response_post_save_change(request, user)
        context = {**self.admin_site.each_context(request), "form": form, "user_changed": user, "opts": self.opts}
        return TemplateResponse(request, "admin/set_password.html", context)


register(
    models.OrganisationType, list_display=["name", "slug", "position"], search_fields=["name"], list_filter=["position"]
)
register(models.Area, list_display=["name", "code"], search_fields=["name", "code"])


class IdentifierInline(admin.TabularInline):
    model = models.Identifier
    extra = 0


register(
    models.Organisation,
    list_display=["name", "type", "postcode", "ended_on"],
    list_filter=["type", "ended_on"],
    search_fields=["name", "postcode", "identifiers__value"],
    autocomplete_fields=["areas"],
    inlines=[IdentifierInline],
)
register(
    models.Identifier,
    list_display=["organisation", "scheme", "value"],
    list_filter=["scheme"],
    search_fields=["value", "organisation__name"],
)
register(
    models.DueDiligence,
    list_display=["organisation", "kind", "reference", "checked_on", "expires_on"],
    list_filter=["kind"],
    search_fields=["reference", "organisation__name"],
)
register(
    models.Contact,
    list_display=["name", "organisation", "email", "preferred_channel", "to_on"],
    list_filter=["preferred_channel", "to_on"],
    search_fields=["name", "email", "organisation__name"],
)
register(
    models.Merged,
    ReadOnlyAdmin,
    list_display=["name", "kind", "at", "by"],
    list_filter=["kind"],
    search_fields=["name"],
)
register(
    models.Apart,
    list_display=["one", "other", "by", "at"],
    list_filter=["at"],
    search_fields=["one__name", "other__name"],
)
register(
    models.Partnership,
    list_display=["name", "host", "stage", "state", "status", "status_at"],
    list_filter=["stage", "state", "status", "nation"],
    search_fields=["name", "need", "host__name"],
)


@admin.register(models.Membership)
class MembershipAdmin(HouseAdmin):
    list_display = ["organisation", "partnership", "stage", "stage_at", "ask_again_on", "status"]
    list_filter = ["stage", "status", "ask_again_on"]
    search_fields = ["organisation__name", "partnership__name", "note", "reason"]

    def save_model(self, request, membership, form, change):
        if "stage" in form.changed_data:
            membership.stage_at = timezone.now()
        super().save_model(request, membership, form, change)


register(
    models.Stance,
    list_display=["membership", "influence", "interest", "noted_on", "noted_by"],
    list_filter=["influence", "interest", "noted_on"],
    search_fields=["membership__organisation__name", "membership__partnership__name", "why"],
    list_select_related=["membership__organisation", "membership__partnership", "noted_by"],
)
register(
    models.TrustedPerson,
    list_display=["name", "role", "partnership", "buy_in"],
    list_filter=["buy_in"],
    search_fields=["name", "role", "partnership__name"],
)
register(
    models.BuyIn,
    list_display=["trusted_person", "answer", "heard_by", "heard_on"],
    list_filter=["answer", "heard_on"],
    search_fields=["trusted_person__name", "words", "heard_by"],
)
register(
    models.Seat,
    list_display=["contact", "membership", "is_lead", "authority", "from_on", "until_on", "to_on"],
    list_filter=["is_lead", "authority", "capacity"],
    search_fields=["contact__name", "membership__organisation__name", "membership__partnership__name"],
    list_select_related=["contact", "membership__organisation", "membership__partnership"],
)
register(
    models.NeedNote,
    list_display=["learnt", "partnership", "source", "told_by", "learnt_on"],
    list_filter=["source"],
    search_fields=["learnt", "told_by", "partnership__name"],
)
register(
    models.WantedBody,
    list_display=["__str__", "partnership", "type", "membership"],
    list_filter=["type"],
    search_fields=["name", "type__name", "partnership__name"],
    list_select_related=["partnership", "type", "membership__organisation", "membership__partnership"],
)
register(
    models.Involvement,
    list_display=["who", "stage", "level", "partnership", "noted_on"],
    list_filter=["stage", "level"],
    search_fields=["who", "words", "partnership__name"],
)
register(
    models.Conversation,
    list_display=["membership", "held_on", "state", "ours_at", "theirs_at"],
    list_filter=["state"],
    search_fields=["membership__organisation__name", "membership__partnership__name"],
    list_select_related=["membership__organisation", "membership__partnership"],
)
register(
    models.ConversationLine,
    list_display=["words", "conversation", "side", "prompt", "is_common"],
    list_filter=["side", "prompt", "is_common"],
    search_fields=["words", "conversation__membership__organisation__name"],
    list_select_related=["conversation__membership__organisation"],
)
register(
    models.ConversationAsk,
    list_display=["contact", "conversation", "asked_at", "asked_by"],
    list_filter=["asked_at"],
    search_fields=["contact__name", "conversation__membership__organisation__name"],
    list_select_related=["contact", "conversation__membership__organisation", "asked_by"],
)
register(
    models.FitReview,
    list_display=["membership", "by", "submitted_at"],
    list_filter=["submitted_at"],
    search_fields=["membership__organisation__name", "by__name", "by__email"],
    list_select_related=["membership__organisation", "membership__partnership", "by"],
)
register(
    models.FitScore,
    list_display=["statement", "score", "review"],
    list_filter=["statement", "score"],
    search_fields=["comment", "review__membership__organisation__name"],
    list_select_related=["review__by", "review__membership__organisation"],
)
register(models.Agreement, list_display=["partnership", "created_at"], search_fields=["partnership__name"])
register(
    models.AgreementVersion,
    list_display=["agreement", "number", "state", "starts_on", "review_on", "ends_on"],
    list_filter=["state"],
    search_fields=["agreement__partnership__name", "vision"],
    list_select_related=["agreement__partnership"],
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
    list_select_related=["version__agreement__partnership", "objective"],
)
register(
    models.Part,
    list_display=["matter", "membership", "kind"],
    list_filter=["kind"],
    search_fields=["matter__what", "membership__organisation__name"],
    list_select_related=["matter", "membership__organisation", "membership__partnership"],
)
register(
    models.CommunicationRow,
    list_display=["purpose", "channel", "rhythm", "starts", "version"],
    list_filter=["version__state"],
    search_fields=["purpose", "channel", "version__agreement__partnership__name"],
    list_select_related=["version__agreement__partnership"],
)
register(
    models.ConflictStep,
    list_display=["what", "position", "who", "days", "version"],
    list_filter=["version__state"],
    search_fields=["what", "who", "version__agreement__partnership__name"],
    list_select_related=["version__agreement__partnership"],
)
register(
    models.Commitment,
    list_display=["what", "from_membership", "to_membership", "kind", "due_on", "state"],
    list_filter=["state", "kind"],
    search_fields=["what", "evidence", "partnership__name"],
)
register(
    models.Acceptance,
    list_display=["membership", "version", "accepted_by", "accepted_at", "carried_from"],
    list_filter=["authority"],
    search_fields=["membership__organisation__name", "accepted_by__name"],
)
register(
    models.SignedCopy,
    KeptFileAdmin,
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
    list_select_related=["membership__organisation", "membership__partnership", "version__agreement__partnership"],
)


class TemplateSectionForm(forms.ModelForm):
    section = forms.ChoiceField(choices=models.AgreementVersion.SECTIONS.items)


def rows_of(model, **options):
    """The rows of an agreement template, on its own page."""
    return type(f"{model.__name__}Inline", (admin.TabularInline,), {"model": model, "extra": 0, **options})


register(
    models.AgreementTemplate,
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
    form=TemplateSectionForm,
    list_display=["template", "section"],
    list_filter=["template"],
    search_fields=["text", "template__name"],
)
register(
    models.TemplateRole,
    list_display=["role", "side", "template"],
    list_filter=["template", "side"],
    search_fields=["role", "template__name"],
)
register(
    models.TemplateCommitment,
    list_display=["what", "side", "template"],
    list_filter=["template", "side"],
    search_fields=["what", "template__name"],
)
register(
    models.TemplateMeasure,
    list_display=["name", "unit", "template"],
    list_filter=["template", "kind"],
    search_fields=["name", "template__name"],
)
register(
    models.TemplateMilestone,
    list_display=["title", "weeks_after_start", "template"],
    list_filter=["template"],
    search_fields=["title", "template__name"],
)
register(
    models.Objective,
    list_display=["title", "partnership", "due_on", "state"],
    list_filter=["state"],
    search_fields=["title", "partnership__name"],
)
register(
    models.Measure,
    list_display=["name", "objective", "kind", "unit", "baseline", "target"],
    list_filter=["kind", "direction"],
    search_fields=["name", "objective__title"],
)
register(
    models.MeasureValue,
    list_display=["measure", "on", "value"],
    list_filter=["on"],
    search_fields=["measure__name", "note"],
)
register(
    models.Milestone,
    list_display=["title", "partnership", "due_on", "original_due_on", "state"],
    list_filter=["state"],
    search_fields=["title", "partnership__name"],
)
register(
    models.Rhythm,
    list_display=["partnership", "every", "unit", "first_due_on", "until_on"],
    list_filter=["unit"],
    search_fields=["partnership__name"],
)
register(
    models.CheckIn,
    list_display=["partnership", "membership", "period", "due_on", "state"],
    list_filter=["state"],
    search_fields=["partnership__name", "membership__organisation__name", "period"],
    list_select_related=["partnership", "membership__organisation", "membership__partnership"],
)
register(
    models.Update,
    list_display=["membership", "status", "submitted_at", "by"],
    list_filter=["status"],
    search_fields=["changed", "challenge", "ask", "win", "membership__organisation__name"],
    list_select_related=["by", "membership__organisation", "membership__partnership"],
)
register(
    models.ImportBatch,
    list_display=["file_name", "state", "row_count", "uploaded_by", "uploaded_at"],
    list_filter=["state"],
    search_fields=["file_name"],
)
register(
    models.ImportRow,
    ReadOnlyAdmin,
    list_display=["batch", "number", "outcome", "organisation"],
    list_filter=["outcome"],
    search_fields=["batch__file_name", "organisation__name"],
)
register(
    models.RememberedColumn, list_display=["header_key", "field"], list_filter=["field"], search_fields=["header_key"]
)
register(
    models.Event,
    ReadOnlyAdmin,
    list_display=["at", "__str__", "partnership", "told_at"],
    list_filter=["kind"],
    search_fields=["kind", "partnership__name"],
)
register(
    models.ActionLink,
    ReadOnlyAdmin,
    list_display=["contact", "purpose", "expires_at", "revoked_at"],
    list_filter=["purpose"],
    search_fields=["contact__name"],
    exclude=["salt", "token_hash"],
)
register(
    models.SignIn,
    ReadOnlyAdmin,
    list_display=["contact", "created_at", "expires_at", "used_at"],
    list_filter=["created_at"],
    search_fields=["contact__name"],
    exclude=["salt", "token_hash", "browser_hash"],
)
register(
    models.Handover,
    list_display=["seat", "successor", "handed_over_at", "handed_over_by"],
    list_filter=["handed_over_at"],
    search_fields=["seat__contact__name", "successor__contact__name", "thanks"],
)
register(
    models.Pause,
    list_display=["partnership", "membership", "from_on", "back_on", "ended_on"],
    list_filter=["ended_on"],
    search_fields=["partnership__name", "membership__organisation__name", "reason"],
)
register(
    models.Ending,
    list_display=["partnership", "ends_on", "begun_at", "ended_at"],
    list_filter=["ended_at"],
    search_fields=["partnership__name", "reason", "lessons"],
)
register(
    models.EndingStep,
    list_display=["ending", "kind", "done_at", "done_by"],
    list_filter=["kind"],
    search_fields=["ending__partnership__name", "note"],
)
