"""The site, with the jobs page at an address of its own: where it hangs in the admin is the admin's business."""

from django.urls import path

from communications.engine.views.background_jobs import background_jobs
from config.urls import urlpatterns as site

urlpatterns = [path("jobs/", background_jobs), *site]
