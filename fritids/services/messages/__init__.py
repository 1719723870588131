"""How a message comes by its words: files of texts read and checked, filled in with facts, and written out for each way of sending."""
