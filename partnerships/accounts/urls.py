from django.urls import path

from .views import account, provider, second_step

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/details/<int:contact_id>/", account.change_details, name="change-details"),
    path("account/password/", account.change_password, name="change-password"),
    path("account/sessions/end/", account.end_other_sessions, name="end-other-sessions"),
    path("account/second-step/", second_step.set_up, name="set-up-second-step"),
    path("account/second-step/codes/", second_step.codes, name="second-step-codes"),
    path("account/second-step/codes/new/", second_step.renew_codes, name="renew-second-step-codes"),
    path("account/second-step/away/", second_step.take_away, name="take-second-step-away"),
    path("sign-in/second-step/", second_step.take, name="second-step"),
    path("sign-in/organisation/", provider.leave, name="sign-in-at-provider"),
    path("sign-in/organisation/back/", provider.come_back, name="back-from-provider"),
]
