"""What each partner would do with the agreement in force: keep it, change it, end it."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from ...membership.models import Membership, Partnership, Seat
from ...pages.names import known
from .version import AgreementVersion


class ReviewViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Leads and overseers read all views; everybody else those of their own organisation."""
        if not user.is_active:
            return self.none()
        if user.role in {user.Role.ADMINISTRATOR, user.Role.VIEWER}:
            return self.filter(version__agreement__partnership__in=Partnership.objects.visible_to(user))
        led = Q(version__agreement__partnership__in=Partnership.objects.led_by(user))
        own = Q(membership__in=Seat.objects.current().of_user(user).values("membership"))
        return self.filter(led | own)

    def open(self):
        """Said since the last decision."""
        return self.filter(settled_at=None)

    def of_version(self, version):
        return self.filter(version=version)

    def with_people(self):
        return self.select_related("contact", "membership__organisation")


class ReviewView(models.Model):
    """One organisation's view on the version in force. It can be changed until a lead decides."""

    class Choice(models.TextChoices):
        KEEP = "keep", "Keep it as it is"
        CHANGE = "change", "Change it"
        END = "end", "End it"

    version = models.ForeignKey(AgreementVersion, on_delete=models.CASCADE, related_name="review_views")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="review_views")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    words = models.TextField("what should change, or why it should end", blank=True)
    said_at = models.DateTimeField()
    # When a lead decided: the next review starts without this view.
    settled_at = models.DateTimeField(null=True, blank=True)

    NAMED_BY = ("membership__organisation",)

    objects = ReviewViewQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "membership"],
                condition=Q(settled_at=None),
                name="one_open_view_a_membership",
                violation_error_message="This organisation has said what it thinks already.",
            ),
            models.CheckConstraint(
                condition=Q(choice="keep") | ~Q(words=""),
                name="change_and_end_have_words",
                violation_error_message="Say what should change, or why it should end.",
            ),
        ]

    def __str__(self):
        return f"{known(self, 'membership__organisation')}: {self.get_choice_display().lower()}"
