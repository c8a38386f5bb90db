"""The followups room by API."""
