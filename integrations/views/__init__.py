"""The API's front door, webhooks and their calls."""
