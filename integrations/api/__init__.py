"""The front door of the API: every room's endpoints under one roof."""
