"""The comments of the demo and of a large archive."""
