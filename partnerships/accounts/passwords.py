"""How hard a password is to guess: what repeats, runs along the keyboard or stands on lists is not taken."""

from django.conf import settings
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

# Of zxcvbn's 0 to 4: at least a hundred million guesses. It reads no more than its first 72 letters.
ENOUGH, READ = 3, 72
GUESSABLE = "That is easy to guess: it repeats, or stands on lists. Take four words that do not belong together."


class GuessableValidator:
    """For AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password, user=None):
        """Raises ValidationError for a password that is easy to guess, also for who knows the person's name."""
        known = [settings.SITE_NAME, *([user.name, user.email] if user is not None else [])]
        if zxcvbn(password[:READ], user_inputs=known)["score"] < ENOUGH:
            raise ValidationError(GUESSABLE, code="guessable")

    def get_help_text(self):
        """What administrators read beside the box."""
        return "Nothing that repeats or stands on lists of passwords: four words that do not belong together are good."
