"""Somebody who left before leaving ended a seat holds none after the migration."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection

from partnerships.models import Contact

pytestmark = pytest.mark.django_db
END = import_module("partnerships.migrations.0007_seats_of_those_who_left").END


def test_their_seat_ends_on_the_day_they_left_and_not_before_it_began(mina, olu, today):
    gone, seat = mina.contacts.get(), mina.contacts.get().seats.get()
    for left_on, ended_on in ((today, today), (seat.from_on - timedelta(days=9), seat.from_on)):
        Contact.objects.filter(pk=gone.pk).update(to_on=left_on, from_on=None)
        gone.seats.update(to_on=None)
        with connection.cursor() as cursor:
            cursor.execute(END)
        assert gone.seats.get().to_on == ended_on
    assert olu.contacts.get().seats.get().to_on is None
