"""Customers who stand by us: the list, what they agreed to, whom they recommended."""
