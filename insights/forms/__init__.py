"""What pages of the insights room ask of their reader."""
