from django.contrib import admin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ..pages.admin import HouseAdmin, register
from . import models


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
