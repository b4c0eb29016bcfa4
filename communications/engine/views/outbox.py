"""What the system has said, as the person who got it sees it."""

from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin

from partnerships.pages.access import require
from partnerships.pages.keyset import page_of

from ..channels.links import Addresses, Hidden
from ..models import Delivery

NEWEST_FIRST = ("-pk",)


def for_readers(view):
    """In the demo for everybody, because sign-in links land here; otherwise for administrators."""

    @login_not_required
    @never_cache
    def reading(request, **kwargs):
        if not settings.DEMO and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        require(settings.DEMO or request.user.is_administrator)
        return view(request, **kwargs)

    return reading


def seen():
    """Every message, whoever reads: for_readers has decided."""
    return Delivery.objects.select_related("contact", "partnership", "event")


@for_readers
def outbox(request):
    rows = seen().defer("mail_text", "mail_html")
    return render(request, "communications/engine/outbox.html", {"page": page_of(request, rows, ordering=NEWEST_FIRST)})


@for_readers
@csp_update({"frame-src": ["'self'"]})
def outbox_message(request, delivery_id):
    delivery = get_object_or_404(seen(), pk=delivery_id)
    text = addresses_in(delivery).fill(delivery.mail_text, delivery)
    return render(request, "communications/engine/outbox_message.html", {"delivery": delivery, "text": text})


@for_readers
@xframe_options_sameorigin
@csp(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-top-navigation-by-user-activation"],
    }
)
def outbox_message_html(request, delivery_id):
    """The HTML part for a frame of the page above: a mail has its styles inside, which only this frame allows."""
    delivery = get_object_or_404(seen().exclude(mail_html=""), pk=delivery_id)
    html = addresses_in(delivery).fill(delivery.mail_html, delivery)
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


def addresses_in(delivery):
    """The links work where this page is the mailbox; once mail leaves the house, they belong to the recipient alone."""
    return Addresses([delivery]) if settings.EMAIL_URL == "outbox" else Hidden()
