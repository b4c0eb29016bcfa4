from django.contrib import admin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from ..directory.models import User
from ..pages.admin import HouseAdmin
from . import second_steps
from .actions import accounts, passwords, second_step
from .forms import UserForm


@admin.register(User)
class UserAdmin(HouseAdmin):
    """Nobody is deleted: what they did is theirs. Who may not sign in any more is said to be so."""

    is_ended = False
    form = UserForm
    list_display = ["email", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "role", "is_active", "password_page", "second_step_page", "last_login", "joined_at"]
    readonly_fields = ["password_page", "second_step_page", "last_login", "joined_at"]
    actions = ["sign_out_everywhere"]

    def get_fields(self, request, user=None):
        """Who leads by a seat can be made a lead for good."""
        role = self.fields.index("role") + 1
        by_seat = ["only_by_seat"] if user is not None and user.is_lead_by_seat else []
        return [*self.fields[:role], *by_seat, *self.fields[role:]]

    @admin.display(description="password")
    def password_page(self, user):
        if user.pk is None:
            return "Save first. Nobody needs one: everybody can sign in by a link from a mail."
        return format_html('<a href="{}">Set a new password</a>', reverse("admin:user-password", args=[user.pk]))

    @admin.display(description="second step")
    def second_step_page(self, user):
        if user.pk is None or not second_steps.has(user):
            return "None. They set it up themselves, on the page of their account."
        return format_html('<a href="{}">Take it away</a>', reverse("admin:user-second-step", args=[user.pk]))

    @admin.action(description="Sign them out everywhere", permissions=["change"])
    def sign_out_everywhere(self, request, users):
        for user in users:
            user.end_sessions()
        self.message_user(request, "They are signed out with the next page they ask for.")

    def save_model(self, request, user, form, change):
        if not change:
            user.set_unusable_password()
            super().save_model(request, user, form, change)
        else:
            accounts.change(user=user, by=request.user, now=request.now)

    def get_urls(self):
        def page(route, view, name):
            return path(f"<path:user_id>/{route}/", self.admin_site.admin_view(view), name=name)

        return [
            page("password", self.set_password, "user-password"),
            page("second-step", self.take_second_step_away, "user-second-step"),
            *super().get_urls(),
        ]

    def set_password(self, request, user_id):
        """Give a user a new password: they are told by mail."""
        user = self.get_object(request, user_id)
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, user_id)
        form = AdminPasswordChangeForm(user, request.POST or None)
        form.fields.pop("usable_password", None)
        if request.method == "POST" and form.is_valid():
            passwords.change(user=user, password=form.cleaned_data["password1"], by=request.user, now=request.now)
            self.message_user(request, f"{user} has a new password.")
            return self.response_post_save_change(request, user)
        return self._page(request, "admin/set_password.html", user, form=form)

    def take_second_step_away(self, request, user_id):
        """For somebody who has lost both the device and the paper: they are told by mail."""
        user = self.get_object(request, user_id)
        if user is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, user_id)
        if request.method == "POST":
            second_step.take_away(user=user, by=request.user, now=request.now)
            self.message_user(request, f"{user} signs in without a second step, and can set it up anew.")
            return self.response_post_save_change(request, user)
        return self._page(request, "admin/take_second_step_away.html", user)

    def _page(self, request, template, user, **more):
        context = {**self.admin_site.each_context(request), "user_changed": user, "opts": self.opts, **more}
        return TemplateResponse(request, template, context)
