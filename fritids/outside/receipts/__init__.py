"""Receipts in a form of their own: on paper, from a receipt printer, and as a calendar file."""
