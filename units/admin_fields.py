"""Fields of the administration's forms that read as the portal's own do, and boxes that take a key or nothing.

Django's would take 1.000 for one, 1e5 and 1_000 for numbers, 05/03/0018 for a day.
"""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models

from units.asked import whole_number
from units.vietnamese import DateError, NumberError, clean_text, format_number, parse_date, parse_number


class _Number:
    """``places`` that a value may have after its comma, and what Django then checks it as."""

    places = 0

    def to_python(self, value):
        if isinstance(value, str):
            value = clean_text(value).strip()
            try:
                value = parse_number(value, self.places) if value else None
            except NumberError as error:
                raise ValidationError(str(error), code="invalid") from None
        return value if value is None else self._as(value)

    def prepare_value(self, value):
        """As it is typed; what was typed stays as it was."""
        return value if value is None or isinstance(value, str) else format_number(value)

    def widget_attrs(self, widget):
        return {"inputmode": "decimal" if self.places else "numeric"}


class NumberField(_Number, forms.DecimalField):
    widget = forms.TextInput

    def __init__(self, *, decimal_places=None, **options):
        super().__init__(decimal_places=decimal_places, **options)
        self.places = decimal_places

    def _as(self, value):
        return value


class WholeField(_Number, forms.IntegerField):
    widget = forms.TextInput

    def _as(self, value):
        return int(value)


class DayField(forms.DateField):
    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        value = clean_text(value).strip()
        try:
            return parse_date(value) if value else None
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from None


class _Keys:
    """Django's search box asks the database for whatever was posted as a key; what is none is an error there."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if whole_number(str(key)) is not None], attr)


class RowBox(_Keys, AutocompleteSelect):
    pass


class RowsBox(_Keys, AutocompleteSelectMultiple):
    pass


OVERRIDES = {
    models.DecimalField: {"form_class": NumberField, "widget": forms.TextInput},
    models.IntegerField: {"form_class": WholeField, "widget": forms.TextInput},
    models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
}
