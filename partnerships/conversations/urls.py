from django.urls import path

from .views import conversations, fit_review, partner_side

urlpatterns = [
    # Below theirs/, because a link from a mail opens that address and nothing else.
    path("partnerships/<int:partnership_id>/conversations/", conversations.conversations, name="conversations"),
    path("memberships/<int:membership_id>/conversation/", conversations.first_conversation, name="first-conversation"),
    path("conversations/<int:conversation_id>/", conversations.conversation, name="conversation"),
    path("conversations/<int:conversation_id>/edit/", conversations.edit_conversation, name="edit-conversation"),
    path("conversations/<int:conversation_id>/ours/", conversations.write_our_side, name="write-our-side"),
    path("conversations/<int:conversation_id>/theirs/", partner_side.write_their_side, name="write-their-side"),
    path(
        "conversations/<int:conversation_id>/theirs/thanks/", partner_side.written_their_side, name="written-their-side"
    ),
    path("conversations/<int:conversation_id>/ask/", conversations.ask_for_their_side, name="ask-for-their-side"),
    path("conversations/<int:conversation_id>/close/", conversations.close_conversation, name="close-conversation"),
    path("conversations/<int:conversation_id>/reopen/", conversations.reopen_conversation, name="reopen-conversation"),
    path("conversations/lines/<int:line_id>/mark/", conversations.mark_line, name="mark-line"),
    path("conversations/lines/<int:line_id>/use/", conversations.use_line, name="use-line"),
    path("memberships/<int:membership_id>/fit/", fit_review.fit_review, name="fit-review"),
]
