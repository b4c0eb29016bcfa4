"""One clock for a request: every page, form and verb in it goes by the same moment."""

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string


def clock(get_response):
    """`request.now` is when a request arrived, by the clock that settings.CLOCK names; `request.today` its day."""

    def answer(request):
        request.now = import_string(settings.CLOCK)()
        request.today = timezone.localdate(request.now)
        return get_response(request)

    return answer
