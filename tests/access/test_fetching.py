"""Views and forms fetch what a person may see. Whatever asks a model's manager for rows without saying whose is on the
list below, with the reason."""

import ast
from pathlib import Path

from django.db.models import QuerySet

ROOT = Path(__file__).resolve().parents[2]
APPS = ("partnerships", "evaluation", "communications")
FURNITURE = {"views", "forms"}
# Methods that every queryset has: they know nothing of persons, unlike visible_to and the adjectives of our own.
BLIND = {name for name in dir(QuerySet) if not name.startswith("_")} - {"none"}
ALLOWED = {
    # Asked for by an administrator, in Django admin.
    "communications/engine/views/background_jobs.py: Stumble.objects.select_related",
    "communications/engine/views/background_jobs.py: get_object_or_404(Stumble)",
    # The members of partnerships that were fetched by visible_to.
    "communications/front/views/dashboard.py: Membership.objects.filter",
    # for_readers has decided before: administrators, or everybody in the demo, whose mailbox this page is.
    "communications/engine/views/outbox.py: Delivery.objects.select_related",
    # Of a round that was fetched by visible_to.
    "evaluation/rounds/views.py: Answer.objects.filter",
    "evaluation/rounds/views.py: Invitation.objects.filter",
    # The kinds of organisation are nobody's secret.
    "partnerships/directory/forms/organisations.py: OrganisationType.objects.order_by",
    # Found by the token of the mail, before anybody is signed in.
    "partnerships/links/views/sign_in.py: SignIn.objects.filter",
}


def blind_fetches():
    """Where views and forms fetch rows of nobody in particular."""
    for path in sorted(
        path for app in APPS for path in (ROOT / app).rglob("*.py") if FURNITURE & {path.stem, *path.parts}
    ):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and (what := _blind(node)):
                yield f"{path.relative_to(ROOT)}: {what}"


def _blind(call):
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in BLIND and _is_manager(function.value):
        return ast.unparse(function)
    shortcut = getattr(function, "id", "") in {"get_object_or_404", "get_list_or_404"}
    if shortcut and isinstance(call.args[0], ast.Name) and call.args[0].id[0].isupper():
        return f"{function.id}({call.args[0].id})"
    return ""


def _is_manager(node):
    return isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}


def test_views_and_forms_fetch_only_what_somebody_may_see():
    assert sorted(set(blind_fetches())) == sorted(ALLOWED)
