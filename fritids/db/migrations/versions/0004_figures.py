"""Figures: sums of closed days and what makes them stale, locked years, answers at returns, goals, inhabitants."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


ACTS = (
    "lend", "return", "find", "renew", "answer_check", "move_visit", "undo", "visit_start", "visit_end", "article_add", "article_edit",
    "article_state", "article_discard", "borrower_add", "borrower_edit", "borrower_merge", "borrower_erase", "booking_add",
    "booking_cancel", "due_move", "due_set", "labels_print", "gift_start", "gift_end", "gift_refuse", "gift_edit", "service_open",
    "service_done",
    "service_rule", "recall", "parts_missing", "parts_settled", "stocktake_start", "stocktake_end", "stocktake_correct",
    "transfer_send", "transfer_receive", "unmet_request", "remind", "reminder_retry", "reminder_settle", "contact", "receipt",
    "survey", "goal", "inhabitants", "year_lock", "setting", "import", "restore",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "inhabitants",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("area", "year", name=op.f("pk_inhabitants")),
    )
    op.create_table(
        "figure_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_figure_summary_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_summary")),
    )
    with op.batch_alter_table("figure_summary", schema=None) as batch_op:
        batch_op.create_index("ix_figure_summary_last", ["last"], unique=False)
        batch_op.create_index("ix_figure_summary_what", ["what", "branch_id", "first", "last"], unique=False)

    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("target_group", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("indicator", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("target", sa.Float(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.CheckConstraint(
            "indicator IN ('loans', 'loans_children', 'loans_schools', 'loans_per_1000', 'borrowers', 'new_borrowers', 'otherwise_no', 'on_time')",
            name=op.f("ck_goal_indicator"),
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_goal_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index("ix_goal_branch_id_year", ["branch_id", "year"], unique=False)

    op.create_table(
        "locked_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("check_sum", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_locked_year_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locked_year")),
    )
    with op.batch_alter_table("locked_year", schema=None) as batch_op:
        batch_op.create_index("ix_locked_year_year", ["year", "branch_id"], unique=False)

    op.create_table(
        "stale_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_stale_mark_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_mark")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("otherwise", sa.Boolean(), nullable=True),
        sa.Column("bought", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "age_band IN ('0-6', '7-12', '13-15', '16-19', '20-25', '26-64', '65+', 'unknown')",
            name=op.f("ck_survey_answer_age_band"),
        ),
        sa.CheckConstraint(
            "otherwise IS NOT NULL OR bought IS NOT NULL", name=op.f("ck_survey_answer_answered")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_survey_answer_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    with op.batch_alter_table("survey_answer", schema=None) as batch_op:
        batch_op.create_index(
            "ix_survey_answer_on",
            ["branch_id", "answered_on", "otherwise", "bought"],
            unique=False,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_loan_lent_on"))
        batch_op.create_index("ix_loan_borrower_key", ["borrower_key"], unique=False)
        batch_op.create_index("ix_loan_branch_id_lent_on", ["branch_id", "lent_on"], unique=False)

    with op.batch_alter_table("renewal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_renewal_on",
            ["branch_id", "renewed_on"],
            unique=False,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    listed = ", ".join(f"'{act}'" for act in ACTS)
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_event_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_event_kind"), f"kind IN ({listed})")
