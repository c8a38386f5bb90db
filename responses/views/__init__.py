"""The pages of the responses room."""
