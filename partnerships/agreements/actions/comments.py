"""What a lead does with a comment on the agreement."""

from ... import events
from ...events import history


@history.verb
def reply(*, comment, reply, is_settled, by, now):
    """Answer a comment for all to read, and say whether there is more to do about it. Returns the comment."""
    is_new = bool(reply) and reply != comment.reply
    if is_new:
        comment.replied_by, comment.replied_at = by, now
    comment.reply = reply
    comment.settled_at = (comment.settled_at or now) if is_settled else None
    comment.save()
    if is_new:
        partnership = comment.version.agreement.partnership
        events.record(
            events.Kind.COMMENT_ANSWERED,
            now=now,
            by=by,
            partnership=partnership,
            subject=comment,
            contact=str(comment.contact),
        )
    return comment
