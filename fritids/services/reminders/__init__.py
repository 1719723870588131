"""Reminders: what is due, and sending each of it once."""

from fritids.services.reminders.reminders import Reminders
from fritids.services.reminders.writing import ReceiptText, Text, Withheld

__all__ = ["ReceiptText", "Reminders", "Text", "Withheld"]
