"""Reminders: runs, messages, the steps of loans and notes of calls; reminders turned off for a borrower."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ACTS = (
    "lend", "return", "find", "renew", "answer_check", "move_visit", "undo", "visit_start", "visit_end", "article_add", "article_edit",
    "article_state", "article_discard", "borrower_add", "borrower_edit", "borrower_merge", "borrower_erase", "booking_add",
    "booking_cancel", "due_move", "due_set", "labels_print", "gift_start", "gift_end", "gift_refuse", "gift_edit", "service_open",
    "service_done",
    "service_rule", "recall", "parts_missing", "parts_settled", "stocktake_start", "stocktake_end", "stocktake_correct",
    "transfer_send", "transfer_receive", "unmet_request", "remind", "reminder_retry", "reminder_settle", "contact", "receipt",
    "setting", "import", "restore",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "contact_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('called', 'promised', 'no_reply', 'wrong_number')",
            name=op.f("ck_contact_note_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"],
            ["borrower.id"],
            name=op.f("fk_contact_note_borrower_id_borrower"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_contact_note_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_note")),
    )
    with op.batch_alter_table("contact_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_note_borrower_id"), ["borrower_id"], unique=False)

    op.create_table(
        "reminder_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_reminder_run_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_run")),
    )
    with op.batch_alter_table("reminder_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_run_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("borrower_id", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("segments", sa.Integer(), nullable=True),
        sa.Column("gateway", sa.String(), nullable=True),
        sa.Column("gateway_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sending_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("delivery", sa.String(), nullable=True),
        sa.Column("delivery_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.CheckConstraint("(kind = 'receipt') = (visit_id IS NOT NULL)", name=op.f("ck_message_visit")),
        sa.CheckConstraint("channel IN ('sms', 'email', 'call')", name=op.f("ck_message_channel")),
        sa.CheckConstraint(
            "delivery IS NULL OR delivery IN ('delivered', 'undelivered')", name=op.f("ck_message_delivery")
        ),
        sa.CheckConstraint("kind IN ('reminder', 'receipt')", name=op.f("ck_message_kind")),
        sa.CheckConstraint(
            "reason IS NULL OR reason IN ('no_address', 'wrong_number', 'no_gateway', 'no_connection', 'too_many', 'later', 'bad_address', 'refused', 'undelivered', 'no_credit', 'not_signed_in', 'not_secure', 'no_answer', 'gateway_fault', 'cut_off', 'no_text', 'nothing_left', 'borrower_gone', 'not_wanted')",
            name=op.f("ck_message_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'waiting', 'sending', 'sent', 'unknown', 'failed', 'dropped', 'to_call')",
            name=op.f("ck_message_state"),
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"],
            ["borrower.id"],
            name=op.f("fk_message_borrower_id_borrower"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_message_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["reminder_run.id"], name=op.f("fk_message_run_id_reminder_run"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_message_visit_id_visit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_borrower_id"), ["borrower_id"], unique=False)
        batch_op.create_index(
            "ix_message_open",
            ["branch_id", "state"],
            unique=False,
            sqlite_where=sa.text(
                "state IN ('planned', 'waiting', 'sending', 'unknown', 'failed', 'to_call')"
            ),
            postgresql_where=sa.text(
                "state IN ('planned', 'waiting', 'sending', 'unknown', 'failed', 'to_call')"
            ),
        )
        batch_op.create_index(batch_op.f("ix_message_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index(
            "uq_message_receipt",
            ["visit_id", "channel"],
            unique=True,
            sqlite_where=sa.text("kind = 'receipt' AND state IN ('planned', 'waiting', 'sending')"),
            postgresql_where=sa.text("kind = 'receipt' AND state IN ('planned', 'waiting', 'sending')"),
        )
        batch_op.create_index(
            "ix_message_sent",
            ["branch_id", "sending_at"],
            unique=False,
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        )
        batch_op.create_index(
            "uq_message_run",
            ["run_id", "borrower_id", "channel"],
            unique=True,
            sqlite_where=sa.text("run_id IS NOT NULL"),
            postgresql_where=sa.text("run_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_message_unsent",
            ["branch_id", "borrower_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'reminder' AND state IN ('planned', 'waiting')"),
            postgresql_where=sa.text("kind = 'reminder' AND state IN ('planned', 'waiting')"),
        )

    op.create_table(
        "reminder_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_reminder_step_loan_id_loan"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["message.id"],
            name=op.f("fk_reminder_step_message_id_message"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_step")),
        sa.UniqueConstraint("loan_id", "due", "step", name=op.f("uq_reminder_step_loan_id_due_step")),
    )
    with op.batch_alter_table("reminder_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_step_message_id"), ["message_id"], unique=False)

    with op.batch_alter_table("borrower", schema=None) as batch_op:
        batch_op.add_column(sa.Column("no_reminders", sa.Boolean(), nullable=True))
    op.execute(sa.text("UPDATE borrower SET no_reminders = false"))
    with op.batch_alter_table("borrower", schema=None) as batch_op:
        batch_op.alter_column("no_reminders", nullable=False)

    listed = ", ".join(f"'{act}'" for act in ACTS)
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_event_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_event_kind"), f"kind IN ({listed})")
        batch_op.create_index(
            "ix_event_restore",
            ["id"],
            unique=False,
            sqlite_where=sa.text("kind = 'restore'"),
            postgresql_where=sa.text("kind = 'restore'"),
        )
