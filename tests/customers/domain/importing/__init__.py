"""A file of customers on its way in."""
