"""What people may send to the responses room."""
