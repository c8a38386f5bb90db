"""What we ask, of whom and when: surveys, campaigns, invitations, planning, the quiet period."""
