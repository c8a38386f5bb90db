"""What people write down of customers who stand by us."""
