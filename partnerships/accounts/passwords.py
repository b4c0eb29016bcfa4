"""How hard a password is to guess: what repeats, stands on lists, or is little more than one's name is not taken."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# Of zxcvbn's 0 to 4: at least a hundred million guesses. It reads no more than its first 72 letters.
ENOUGH, READ = 3, 72
# What must be left of a password without the person's name and address and the site's name.
LEFT = 8
GUESSABLE = "That is easy to guess: it repeats, is on lists, or is your name. Take four words that are no sentence."


class GuessableValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password, user=None):
        """Raises ValidationError for a password that is easy to guess, also for who knows the person's name."""
        known = _words(settings.SITE_NAME) + (_words(f"{user.name} {user.email}") if user is not None else [])
        score = zxcvbn(password[:READ], user_inputs=known)["score"]
        if score < ENOUGH or len(_without(known, password)) < LEFT:
            raise ValidationError(GUESSABLE, code="guessable")

    def get_help_text(self):
        """What administrators read beside the box."""
        return "Nothing that repeats or stands on lists of passwords: four words that do not belong together are good."


def _words(text):
    return [word for word in re.findall(r"\w+", text.lower()) if len(word) > 2]


def _without(known, password):
    return re.sub("|".join(map(re.escape, known)) + r"|\W", "", password.lower())
