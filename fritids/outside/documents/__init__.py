"""Documents that are read away from the program: one model of what stands in them, and a file for each form they take."""
