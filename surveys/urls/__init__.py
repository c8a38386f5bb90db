"""Addresses of the surveys room: campaigns and surveys, each under its own name."""
