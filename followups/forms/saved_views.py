"""A view of the queue under a name."""

from django import forms


class SavedViewForm(forms.Form):
    """Its name, and whether everybody sees it."""

    name = forms.CharField(label="Name", max_length=60)
    is_shared = forms.BooleanField(label="Everybody who works follow-ups sees it", required=False)
