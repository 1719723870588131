"""A branch of its own to try the program on: two years of lending that never happened, the same ones every time."""
