"""The house style of forms: label, hint, error, input; dates as people type them; nothing typed is ever lost."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, LayoutObject
from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.utils import pretty_name
from django.template.loader import render_to_string

from .meanwhile import Meanwhile
from .typed import DATE_EXAMPLE, NumberBox, TypedDateField

# Letters, where a form says nothing else: some eight pages of a book, and a line.
LONGEST_TEXT, LONGEST_LINE = 20_000, 1_000


class Group(Fieldset):
    """Fields under a heading that is text. Crispy's own Fieldset runs its legend as a template."""

    def __init__(self, legend, *fields, css_class="group", **kwargs):
        super().__init__("", *fields, css_class=css_class, **kwargs)
        self.heading = str(legend)


class Part(LayoutObject):
    """A template of ours between the fields, in place of crispy's HTML, which runs a text as a template."""

    def __init__(self, template):
        self.template, self.fields = template, []

    def render(self, form, context, **kwargs):
        return render_to_string(self.template, context.flatten())


class BigChoices(forms.RadioSelect):
    """One choice of a few as large cards; statuses get their shape. Hints by value stand under the words."""

    big = True

    def __init__(self, *args, hints=None, **kwargs):
        self.hints = hints or {}
        super().__init__(*args, **kwargs)

    def create_option(self, name, value, *args, **kwargs):
        """The option with its hint."""
        return {**super().create_option(name, value, *args, **kwargs), "hint": self.hints.get(str(value), "")}


# In the words of a person who helps, by the kind of field and what is wrong; the most special kind wins.
WORDS = {
    forms.Field: {
        "required": "Fill in “{label}”.",
        "max_length": "Keep “{label}” to %(limit_value)d characters or fewer.",
        "min_value": "“{label}” must be %(limit_value)s or more.",
        "max_value": "“{label}” must be %(limit_value)s or less.",
    },
    forms.ChoiceField: {"required": "Choose an answer for “{label}”.", "invalid_choice": "Choose one of the answers."},
    forms.ModelChoiceField: {"required": "Choose “{label}”.", "invalid_choice": "Choose one of the answers."},
    forms.MultipleChoiceField: {"required": "Choose at least one for “{label}”."},
    forms.ModelMultipleChoiceField: {"required": "Choose at least one for “{label}”."},
    forms.FileField: {"required": "Choose a file for “{label}”.", "empty": "This file is empty. Choose another."},
    forms.EmailField: {"invalid": "Type an e-mail address like name@example.org."},
    forms.IntegerField: {"invalid": "Type a whole number, like 12."},
    forms.DecimalField: {"invalid": "Type a number, like 12, 3.5 or 1,250."},
    forms.FloatField: {"invalid": "Type a number, like 12, 3.5 or 1,250."},
}


class HouseStyle(Meanwhile):
    """What every form of ours has. Use HouseForm or HouseModelForm."""

    # Several forms on one page: set False and include _error_summary.html with all of them.
    shows_summary = True
    use_required_attribute = False
    autocomplete = {}
    labels_as = {}
    hints = {}
    short = ()

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.include_media = False
        self.helper.render_hidden_fields = True
        for name, field in list(self.fields.items()):
            self.add_field(name, field)
        self.expect_others()

    def add_field(self, name, field):
        """Puts a field into the form in the house style: also for fields that only this row needs."""
        if type(field) is forms.DateField:
            field = TypedDateField.instead_of(field)
        field.label = self.labels_as.get(name, field.label)
        field.help_text = self.hints.get(name, field.help_text)
        if name in self.autocomplete:
            field.widget.attrs["autocomplete"] = self.autocomplete[name]
        field.short = name in self.short or isinstance(field, (TypedDateField, forms.IntegerField))
        _dress_widget(field)
        _give_length(field)
        _speak_plainly(field, field.label or pretty_name(name))
        self.fields[name] = field


def _dress_widget(field):
    widget = field.widget
    if type(widget) is forms.NumberInput:
        mode = "numeric" if type(field) is forms.IntegerField else "decimal"
        kept = {name: value for name, value in widget.attrs.items() if name not in ("min", "max", "step")}
        field.widget = NumberBox({**kept, "inputmode": mode})
    elif isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = "4"
    elif isinstance(field, TypedDateField):
        field.help_text = field.help_text or f"For example, {DATE_EXAMPLE}"


def _give_length(field):
    """Every text ends somewhere; a longer one is refused in words, and what was typed stays."""
    if isinstance(field, forms.CharField) and field.max_length is None:
        field.max_length = LONGEST_TEXT if isinstance(field.widget, forms.Textarea) else LONGEST_LINE
        field.validators.append(MaxLengthValidator(field.max_length))


def _speak_plainly(field, label):
    """Our words in place of Django's; a message that the form gave itself stays."""
    own = {code for code, message in field.error_messages.items() if message != _django_message(field, code)}
    for kind, words in WORDS.items():
        for code in words.keys() - own if isinstance(field, kind) else ():
            # Django fills in %(…)s: there a percent sign in the label would be taken for one.
            shown = label.replace("%", "%%") if "%(" in words[code] else label
            field.error_messages[code] = words[code].format(label=shown)


def _django_message(field, code):
    """What Django says when nobody said otherwise."""
    for kind in type(field).__mro__:
        if code in getattr(kind, "default_error_messages", {}):
            return kind.default_error_messages[code]
    return None


class HouseForm(HouseStyle, forms.Form):
    """The base of every plain form."""


class HouseModelForm(HouseStyle, forms.ModelForm):
    """The base of every form over a model."""
