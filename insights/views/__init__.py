"""The pages of the insights room."""
