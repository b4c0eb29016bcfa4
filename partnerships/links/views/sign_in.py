"""Coming in: with a link or a code from a mail, or with a password. The rest of the way is accounts/arrival.py."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ...accounts import arrival, known_browsers, providers
from ...accounts.forms import PasswordSignInForm
from ...accounts.tries import NAME, Tries, name_tried
from ...pages.access import require
from ...pages.once import key_of, repeatable
from ...templatetags.house import moment
from .. import links
from ..actions import sign_ins
from ..forms import AskSignInForm, CodeForm
from ..models import SignIn, hash_of

BROWSER = "sign_in_browser"
TOO_OFTEN = (
    "Too many mails were asked for, so none was sent now. Look for the newest one, also in the spam folder: its code "
    "goes into the page that opened when you asked. You can ask again on {at}."
)


class PasswordSignIn(LoginView):
    template_name = "partnerships/links/sign_in_with_password.html"
    authentication_form = PasswordSignInForm
    redirect_authenticated_user = True
    # Django would put the host here, and so into the title.
    extra_context = {"site_name": settings.SITE_NAME}

    def form_valid(self, form):
        user = form.get_user()
        arrival.wish(self.request, shared=form.cleaned_data["shared"])
        return arrival.go_on(self.request, user, arrival.PASSWORD)


sign_in_with_password = repeatable(PasswordSignIn.as_view())
sign_out = login_not_required(LogoutView.as_view())


def _signed_in(request, sign_in):
    user = sign_ins.use(sign_in=sign_in, now=request.now)
    response = arrival.go_on(request, user, arrival.MAIL)
    response.delete_cookie(BROWSER)
    return response


@login_not_required
def to_sign_in(request):
    """Django admin has no door of its own: there is one form, and one limit."""
    if request.user.is_authenticated:
        require(request.user.is_staff)
        return redirect("admin:index")
    asked = request.asked.text("next")
    return redirect(reverse("sign-in-with-password", query={"next": asked} if asked else None))


@repeatable
@login_not_required
@never_cache
def sign_in(request):
    """Ask for an address. Known and unknown addresses get the same answer."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = AskSignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        arrival.wish(request, shared=form.cleaned_data["shared"])
        browser = sign_ins.new_browser(key_of(request))
        try:
            sign_ins.ask(browser=browser, now=request.now, **_asking(request, form.cleaned_data["email"]))
            return _to_code(request, browser)
        except sign_ins.AskedTooOften as refusal:
            form.add_error(None, TOO_OFTEN.format(at=moment(refusal.again_at)))
    context = {"form": form, "provider": settings.OIDC_NAME if providers.is_configured() else ""}
    return render(request, "partnerships/links/sign_in.html", context)


@repeatable
@login_not_required
@never_cache
@require_POST
def ask_again(request, token):
    """From a link that has ended: a mail to whom it was sent, that lets them in to the same page. The page that asks
    never learns the address."""
    link = links.with_token(token)
    if link is None:
        raise Http404
    page = links.page_after_signing_in(link)
    if request.user.is_authenticated or link.is_alive(request.now):
        return redirect(page) if request.user.is_authenticated else redirect("follow-link", token)
    arrival.wish(request, to=page)
    browser = sign_ins.new_browser(key_of(request))
    try:
        sign_ins.ask(browser=browser, now=request.now, **_asking(request, link.contact.email))
        return _to_code(request, browser)
    except sign_ins.AskedTooOften as refusal:
        messages.error(request, TOO_OFTEN.format(at=moment(refusal.again_at)))
        return redirect("sign-in")


def _asking(request, email):
    """Who asks for a mail, and from where, as it is counted."""
    is_known = known_browsers.is_known(request, email)
    return {"email": email, "address": known_browsers.address(request, email), "is_known": is_known}


def _to_code(request, browser):
    response = redirect("type-code")
    response.set_signed_cookie(BROWSER, browser, max_age=600, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def locked(request, response, credentials):
    """In place of the form after too many wrong passwords: what is closed, until when, and what is open meanwhile."""
    what, until = Tries().closed(request, credentials)
    email = name_tried(request, credentials)
    context = {
        "by_name": what == NAME,
        "name": email,
        "until": until,
        "mail_at": sign_ins.when_to_ask(now=request.now, **_asking(request, email)),
        "now": request.now,
    }
    return render(request, "partnerships/links/sign_in_locked.html", context, status=429)


@login_not_required
@never_cache
def type_code(request):
    """“We have sent you a mail”, and the box for the six digits in it."""
    browser = request.get_signed_cookie(BROWSER, default="", max_age=600)
    if request.method != "POST" and not browser:
        return redirect("sign-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            waiting = sign_ins.with_code(browser=browser, code=form.cleaned_data["code"], now=request.now)
            return _signed_in(request, waiting)
        except sign_ins.SignInRefused as refusal:
            form.add_error("code", str(refusal))
    return render(request, "partnerships/links/type_code.html", {"form": form})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_sign_in(request, token):
    """The page behind the mailed link. Fetching changes nothing; the button needs the asking browser's cookie."""
    waiting = get_object_or_404(
        SignIn.objects.filter(contact__isnull=False).select_related("contact"), token_hash=hash_of(token)
    )
    browser = request.get_signed_cookie(BROWSER, default="", max_age=600)
    same_browser = constant_time_compare(hash_of(browser), waiting.browser_hash)
    is_alive = sign_ins.alive(waiting, request.now)
    problem = ""
    if request.method == "POST" and same_browser:
        try:
            return _signed_in(request, waiting)
        except sign_ins.SignInRefused as refusal:
            problem = str(refusal)
    context = {"same_browser": same_browser, "is_alive": is_alive and not problem, "problem": problem}
    response = render(request, "partnerships/links/follow_sign_in.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
