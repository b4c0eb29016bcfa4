from django.urls import path

from .views import follow, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/code/", sign_in.type_code, name="type-code"),
    path("sign-in/password/", sign_in.sign_in_with_password, name="sign-in-with-password"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("s/<str:token>/", sign_in.follow_sign_in, name="follow-sign-in"),
    path("l/<str:token>/", follow.follow_link, name="follow-link"),
    path("l/<str:token>/again/", sign_in.ask_again, name="ask-again-for-link"),
]
