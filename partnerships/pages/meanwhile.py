"""Two who edit one thing: the second hears what the first wrote, and nobody's words are overwritten unseen.

A form carries a fingerprint of each field as it was when the page was opened. What somebody else changed since, and
this person left alone, stays as it is now; where both changed the same, the form asks.
"""

import hashlib

from django import forms
from django.utils.text import Truncator

# Letters: of what the other one wrote, and of the fingerprints of a page.
SHOWN, LONGEST = 600, 20_000


class Opened(forms.CharField):
    """What the fields of the page were when it was opened; nobody types it."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def has_changed(self, initial, data):
        return False


class Meanwhile:
    """A form over what others may be editing too: over a row that is there, or one that says `is_shared`."""

    is_shared = False

    def expect_others(self):
        """Have the page carry what it was opened with."""
        instance = getattr(self, "instance", None)
        if self.is_shared or (instance is not None and instance.pk):
            self.opened = f"opened-{type(self).__name__.lower()}"
            self.fields[self.opened] = Opened(initial=self._as_it_is)

    def _clean_form(self):
        if before := self._as_it_was():
            self._heed(before)
        super()._clean_form()

    def _heed(self, before):
        data, is_asked = self.data.copy(), False
        for name in before.keys() & self.fields.keys() - {self.opened}:
            now = self._said(name)
            if before[name] == _fingerprint(now):
                continue
            typed = self._typed(name)
            if _fingerprint(typed) == before[name]:
                self._keep(name, data)
            elif typed != now:
                is_asked = True
                self.add_error(name, self._told(name, now))
        if is_asked:
            # Sent once more, it says what this person wants now that they have read what the other one wrote.
            data[self.add_prefix(self.opened)] = self._as_it_is()
            self.data = data

    def _keep(self, name, data):
        """What is there now, in place of what this person left alone."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        try:
            self.cleaned_data[name] = field.clean(value)
        except forms.ValidationError:
            return
        shown = field.widget.format_value(value)
        if isinstance(shown, list):
            data.setlist(self.add_prefix(name), shown)
        elif not isinstance(field.widget, forms.CheckboxInput):
            data[self.add_prefix(name)] = shown or ""
        elif value:
            data[self.add_prefix(name)] = "on"
        else:
            data.pop(self.add_prefix(name), None)

    def _told(self, name, now):
        field = self.fields[name]
        labels = dict(getattr(field, "choices", ()))
        values = now if isinstance(now, list) else [now]
        words = ", ".join(str(next((text for key, text in labels.items() if str(key) == one), one)) for one in values)
        words = Truncator(words).chars(SHOWN)
        who = self._who() or "Somebody"
        if isinstance(field.widget, forms.CheckboxInput):
            return f"{who} changed this after you opened the page. Save again to have it as you chose."
        there = f"It says now: “{words}”." if words.strip() else "It is empty now."
        return f"{who} changed this after you opened the page. {there} Yours is kept below: save again to put it there."

    def _who(self):
        row = getattr(self, "instance", None) or getattr(self, "version", None)
        last = row.history.select_related("history_user").first() if hasattr(row, "history") else None
        return last and last.history_user

    def _said(self, name):
        """The field as the page would show it now."""
        field = self.fields[name]
        return _plain(field, field.prepare_value(self.get_initial_for_field(field, name)))

    def _typed(self, name):
        field = self.fields[name]
        return _plain(field, field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name)))

    def _as_it_is(self):
        names = [name for name, field in self.fields.items() if name != self.opened and _can_tell(field)]
        return " ".join(f"{name}:{_fingerprint(self._said(name))}" for name in names)

    def _as_it_was(self):
        """{field: fingerprint} of the page that this was typed on; nothing where it does not say."""
        if not hasattr(self, "opened"):
            return {}
        # Taken out of what the form says: views hand that on as it is.
        told = (self.cleaned_data.pop(self.opened, "") or "")[:LONGEST]
        return dict(pair.partition(":")[::2] for pair in told.split())


def _can_tell(field):
    return not field.disabled and not isinstance(field, forms.FileField)


def _plain(field, value):
    """As text, without what a browser does to it on its way."""
    if isinstance(field.widget, forms.CheckboxInput):
        return str(bool(value))
    shown = field.widget.format_value(value)
    if isinstance(shown, list | tuple):
        return [str(one) for one in shown]
    return "\n".join(str(shown or "").splitlines()).strip()


def _fingerprint(value):
    return hashlib.sha256(repr(value).encode(errors="replace")).hexdigest()[:12]
