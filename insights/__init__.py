"""What it means: home, the overview, the customer's whole story."""
