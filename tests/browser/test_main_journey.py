"""The main job, clicked through in a real browser: from a spreadsheet of charities to what people served think.

One story. Olu leads; Amina and Joe are partners with a phone: 320 px, no JavaScript, no password.
"""

import pytest

from .main_journey import agreeing, delivering, evaluating
from .main_journey.story import Story

pytestmark = pytest.mark.browser


def test_from_a_spreadsheet_to_what_people_served_say(bare_site, people):
    story = Story(bare_site, people, people(bare_site, "Olu"))
    for step in agreeing.STEPS + delivering.STEPS + evaluating.STEPS:
        step(story)
        assert not story.complaints, step.__name__
