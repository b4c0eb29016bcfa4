"""Stopping one kind of mail, from the link in each message."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from partnerships.models import ActionLink

from . import actions as silences
from .models import Silence


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request, token):
    """The page, and what mail programs post by themselves (RFC 8058): they have no cookie, only the secret address."""
    links = ActionLink.objects.alive(request.now).with_token(token).select_related("contact")
    link = get_object_or_404(links, purpose=ActionLink.Purpose.UNSUBSCRIBE)
    if request.POST.get("List-Unsubscribe") == "One-Click":
        silences.keep(contact=link.contact, topic=link.topic, now=request.now)
        return HttpResponse("You will get no more mail of this kind.", content_type="text/plain")
    response = _by_hand(request, link)
    response["Referrer-Policy"] = "no-referrer"
    return response


@csrf_protect
def _by_hand(request, link):
    if request.method == "POST":
        if "again" in request.POST:
            silences.end(contact=link.contact, topic=link.topic, now=request.now)
        else:
            silences.keep(contact=link.contact, topic=link.topic, now=request.now)
        return redirect(request.path)
    silence = Silence.objects.of_reader(link.contact).filter(topic=link.topic).first()
    topic = Silence.Topic(link.topic)
    context = {"link": link, "silence": silence, "topic": topic, "asks": topic in Silence.ASKING}
    return render(request, "communications/preferences/unsubscribe.html", context)
