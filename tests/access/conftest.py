import pytest

from .journey import travelling


@pytest.fixture(scope="package")
def traveller(django_db_setup, django_db_blocker):
    """One world for all tests of this folder: what they do is taken back one by one."""
    with travelling(django_db_blocker) as traveller:
        yield traveller


@pytest.fixture
def world(traveller):
    return traveller.world
