"""What every page passes on its way out and in: the site's names for templates, and the page for a stale form."""

from django.conf import settings
from django.shortcuts import render


def site(request):
    """Names every template may use."""
    return {"site_name": settings.SITE_NAME, "demo": settings.DEMO}


def csrf_failure(request, reason=""):
    """A form sent without its cookie: usually a page left open too long. Nothing was changed."""
    return render(request, "403_csrf.html", status=403)
