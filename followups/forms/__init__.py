"""What people type about follow-ups. No form has a score: the customer alone changes the answer."""
