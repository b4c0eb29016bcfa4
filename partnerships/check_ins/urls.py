from django.urls import path

from .views import answer, rhythm, update

# Below answer/, because a link from a mail opens that address and nothing else.
urlpatterns = [
    path("partnerships/<int:partnership_id>/rhythm/", rhythm.set_rhythm, name="set-rhythm"),
    path("check-ins/<int:check_in_id>/answer/", answer.answer_check_in, name="answer-check-in"),
    path("check-ins/<int:check_in_id>/answer/open/", answer.open_check_in, name="open-check-in"),
    path("check-ins/<int:check_in_id>/answer/skip/", answer.skip_check_in, name="skip-check-in"),
    path("check-ins/<int:check_in_id>/answer/correct/", answer.correct_answer, name="correct-answer"),
    path("check-ins/<int:check_in_id>/answer/thanks/", answer.answered_check_in, name="answered-check-in"),
    path("updates/<int:update_id>/", update.update, name="update"),
    path("updates/<int:update_id>/reply/", update.reply_to_ask, name="reply-to-ask"),
]
