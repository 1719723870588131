"""The yearly report in words: one document for every form, and the same figures in codes for machines."""

from fritids.present.report.document import document
from fritids.present.report.json import json_of
from fritids.present.report.text import lines
from fritids.present.report.tidy import HEADERS, tidy_rows

__all__ = ["HEADERS", "document", "json_of", "lines", "tidy_rows"]
