from datetime import timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=64)
def bank_holidays(nation, year):
    return holidays.country_holidays("GB", subdiv=nation, years=year)


def is_working_day(day, nation):
    """Neither a weekend nor a bank holiday of that nation (ENG, WLS, SCT, NIR)."""
    return day.weekday() < 5 and day not in bank_holidays(nation, day.year)


def next_working_day(day, nation):
    """This day if it is a working day, otherwise the next one."""
    while not is_working_day(day, nation):
        day += timedelta(days=1)
    return day
