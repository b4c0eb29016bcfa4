"""Who is in it, and where it stands."""

from django.utils import timezone

HOST, ARTS, SCOUTS = "Citizens Advice Trafford", "Community Arts Northwest", "Sale Central Scout Group"
NAME = "Sale Eats Together"
AMINA, JOE = "Amina Rahman", "Joe Barlow"
PARTNERS = {ARTS: (AMINA, "amina@example.org"), SCOUTS: (JOE, "joe@example.org")}
LUNCH = "The first lunch club opens in Sale"
ASK = "A van on Fridays until the spring."


class Story:
    """The story so far: where it happens, what time it is for the engine, and who is there."""

    def __init__(self, site, people, olu):
        self.site, self.people, self.olu = site, people, olu
        self.everybody = [olu]
        self.clock = timezone.now()

    @property
    def complaints(self):
        return [complaint for person in self.everybody for complaint in person.complaints]

    def on_a_phone(self, name):
        """A new browser: narrow, without JavaScript, known to nobody."""
        person = self.people(self.site, name, width=320, scripts=False)
        self.everybody.append(person)
        return person

    def run_engine(self):
        self.site.run_engine(self.clock)
