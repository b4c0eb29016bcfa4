"""The site on one screen. Each app's urls.py is its table of contents."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from partnerships.links.views import sign_in

# Our User has roles and seats instead of groups, and the second step is on the page of the user.
admin.site.unregister([Group, StaticDevice, TOTPDevice])

urlpatterns = [
    path("", include("communications.urls")),
    path("", include("evaluation.urls")),
    path("", include("partnerships.urls")),
    path("admin/login/", sign_in.to_sign_in, name="admin-door"),
    path("admin/", admin.site.urls),
]
