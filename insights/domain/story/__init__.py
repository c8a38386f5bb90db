"""One customer's story: what happened, in one line of time, from every room that knows of it."""
