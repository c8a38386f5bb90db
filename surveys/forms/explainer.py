"""Finds the customer to explain."""

from __future__ import annotations

from django import forms


class CustomerSearch(forms.Form):
    """By whatever a customer is found by."""

    q = forms.CharField(label="Search customers", required=False, max_length=200)
