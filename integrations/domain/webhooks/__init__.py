"""Telling other programs what happened: rows that wait, calls that are signed, and what became of them."""
