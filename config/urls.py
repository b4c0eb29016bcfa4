"""The site on one screen. Each app's urls.py is its table of contents."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import include, path

from partnerships.links.views import sign_in

# Our User has roles and seats instead of groups.
admin.site.unregister(Group)

urlpatterns = [
    path("", include("communications.urls")),
    path("", include("evaluation.urls")),
    path("", include("partnerships.urls")),
    path("admin/login/", sign_in.to_sign_in, name="admin-door"),
    path("admin/", admin.site.urls),
]
