"""The sample program: a made-up freight company's year, lived through the product's own verbs."""
