from ..pages.admin import register
from . import models

register(
    models.Conversation,
    list_display=["membership", "held_on", "state", "ours_at", "theirs_at"],
    list_filter=["state"],
    search_fields=["membership__organisation__name", "membership__partnership__name"],
)

register(
    models.ConversationLine,
    list_display=["words", "conversation", "side", "prompt", "is_common"],
    list_filter=["side", "prompt", "is_common"],
    search_fields=["words", "conversation__membership__organisation__name"],
)

register(
    models.ConversationAsk,
    list_display=["contact", "conversation", "asked_at", "asked_by"],
    list_filter=["asked_at"],
    search_fields=["contact__name", "conversation__membership__organisation__name"],
)

register(
    models.FitReview,
    list_display=["membership", "by", "submitted_at"],
    list_filter=["submitted_at"],
    search_fields=["membership__organisation__name", "by__name", "by__email"],
)

register(
    models.FitScore,
    list_display=["statement", "score", "review"],
    list_filter=["statement", "score"],
    search_fields=["comment", "review__membership__organisation__name"],
)
