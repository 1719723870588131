"""Findings and results as sentences, in the language in use. The only place where the program's facts become text for people.

Knows the values of `fritids.services.results` and nothing of where they came from; loads no database. What people wrote is put in
through `plain` and placeholders, never as part of a message, so that it cannot be read as markup or as escape codes.
"""

from fritids.present.answers import family_line, said
from fritids.present.dates import due_objections
from fritids.present.details import (
    act_line,
    article_line,
    check_question,
    lent_lines,
    loan_line,
    undone_line,
    visit_ended_lines,
    visit_ended_notes,
    waiting_line,
)
from fritids.present.findings import fault_sentence, sentence, sentences
from fritids.present.lists import Table, cell_width, fitted, render
from fritids.present.names import (
    article_name,
    article_names,
    article_with_code,
    borrower_choice,
    borrower_line,
    borrower_name,
    category_name,
    check_name,
    discard_reason_name,
    gender_name,
    kind_name,
    loan_borrower,
    loan_name,
    person_name,
    phone,
    plain,
    severity_name,
    state_name,
    type_name,
)
from fritids.present.service import (
    due_words_of,
    note_words,
    recall_figures,
    service_line,
    service_name,
    service_said,
    service_title,
    who_has,
    works,
)
from fritids.present.several import lendings_said, renewals_said
from fritids.present.spoken import Said, Tone

__all__ = [
    "Said",
    "Table",
    "Tone",
    "act_line",
    "article_line",
    "article_name",
    "article_names",
    "article_with_code",
    "borrower_choice",
    "borrower_line",
    "borrower_name",
    "category_name",
    "cell_width",
    "check_name",
    "check_question",
    "discard_reason_name",
    "due_objections",
    "due_words_of",
    "family_line",
    "fault_sentence",
    "fitted",
    "gender_name",
    "kind_name",
    "lendings_said",
    "lent_lines",
    "loan_borrower",
    "loan_line",
    "loan_name",
    "note_words",
    "person_name",
    "phone",
    "plain",
    "recall_figures",
    "render",
    "renewals_said",
    "said",
    "sentence",
    "sentences",
    "service_line",
    "service_name",
    "service_said",
    "service_title",
    "severity_name",
    "state_name",
    "type_name",
    "undone_line",
    "visit_ended_lines",
    "visit_ended_notes",
    "waiting_line",
    "who_has",
    "works",
]
