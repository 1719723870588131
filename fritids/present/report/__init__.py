"""The yearly report in words: one document for every form, and the same figures in codes for machines."""
