"""Safety: operators and their wrong PINs, the chain of the record of events, paper slips, when upkeep was last done."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ACTS = (
    "lend", "return", "find", "renew", "answer_check", "move_visit", "undo", "visit_start", "visit_end", "article_add", "article_edit",
    "article_state", "article_discard", "borrower_add", "borrower_edit", "borrower_merge", "borrower_erase", "booking_add",
    "booking_cancel", "due_move", "due_set", "labels_print", "gift_start", "gift_end", "gift_refuse", "gift_edit", "service_open",
    "service_done",
    "service_rule", "recall", "parts_missing", "parts_settled", "stocktake_start", "stocktake_end", "stocktake_correct",
    "transfer_send", "transfer_receive", "unmet_request", "remind", "reminder_retry", "reminder_settle", "contact", "receipt",
    "survey", "goal", "inhabitants", "year_lock", "setting", "import", "restore",
    "operator_add", "operator_edit", "sign_on", "sign_on_refused", "slips_print", "slip_enter", "slip_void", "repair",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "upkeep",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_upkeep")),
    )
    op.create_table(
        "operator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("pin_hash", sa.String(), nullable=True),
        sa.Column("card", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "role IN ('volunteer', 'coordinator', 'staff', 'administrator')", name=op.f("ck_operator_role")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_operator_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator")),
        sa.UniqueConstraint("card", name=op.f("uq_operator_card")),
        sa.UniqueConstraint("key", name=op.f("uq_operator_key")),
    )
    op.create_table(
        "slip",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_by", sa.String(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_by", sa.String(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_reason", sa.String(), nullable=True),
        sa.CheckConstraint("entered_at IS NULL OR voided_at IS NULL", name=op.f("ck_slip_one_end")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_slip_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_slip_event_id_event"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_slip_visit_id_visit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
        sa.UniqueConstraint("branch_id", "number", name=op.f("uq_slip_branch_id_number")),
    )
    op.create_table(
        "slip_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slip_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("other_slip", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_note", sa.String(), nullable=True),
        sa.CheckConstraint("act IN ('return', 'lend')", name=op.f("ck_slip_line_act")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_slip_line_event_id_event"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["slip_id"], ["slip.id"], name=op.f("fk_slip_line_slip_id_slip"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_line")),
        sa.UniqueConstraint("slip_id", "place", name=op.f("uq_slip_line_slip_id_place")),
    )
    op.create_table(
        "event_link",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_link_event_id_event"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event_link")),
        sa.UniqueConstraint("event_id", name=op.f("uq_event_link_event_id")),
    )
    op.create_table(
        "pin_guess",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["operator_id"],
            ["operator.id"],
            name=op.f("fk_pin_guess_operator_id_operator"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin_guess")),
    )
    with op.batch_alter_table("pin_guess", schema=None) as batch_op:
        batch_op.create_index("ix_pin_guess_operator_id_at", ["operator_id", "at"], unique=False)

    listed = ", ".join(f"'{kind}'" for kind in ACTS)
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_event_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_event_kind"), f"kind IN ({listed})")
