"""How invitations become one when two contacts do, and how papers in a box follow an organisation."""

from partnerships.merging.engine import afterwards, unites
from partnerships.models import ActionLink

from . import ballot_box
from .models import Invitation


@unites(Invitation)
def unite_invitations(kept, gone, merging):
    """Asked once; answered if either was."""
    kept.answered = kept.answered or gone.answered


@afterwards
def follow_invitations(merging):
    """A mailed link to an invitation that became another opens that one, unless the person has one for it."""
    for model, old, new in merging.folded:
        if model is Invitation:
            links = ActionLink.objects.filter(purpose=ActionLink.Purpose.RESPOND, revoked_at=None)
            if links.filter(target_id=new).exists():
                links.filter(target_id=old).update(revoked_at=merging.now)
            else:
                links.filter(target_id=old).update(target_id=new)


@afterwards
def follow_organisations(merging):
    """In a round by organisation, what was said for the one counts for the other."""
    for model, old, new in merging.folded:
        ballot_box.follow(model, old, new)
