"""What other programs are told of how to talk to us."""
