"""Labels, gifts, service, parts, stocktakes, moves and unmet requests; a picture of an article, and the gift it came with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ACTS = (
    "lend", "return", "find", "renew", "answer_check", "move_visit", "undo", "visit_start", "visit_end", "article_add", "article_edit",
    "article_state", "article_discard", "borrower_add", "borrower_edit", "borrower_merge", "borrower_erase", "booking_add",
    "booking_cancel", "due_move", "due_set", "labels_print", "gift_start", "gift_end", "gift_refuse", "gift_edit", "service_open",
    "service_done",
    "service_rule", "recall", "parts_missing", "parts_settled", "stocktake_start", "stocktake_end", "stocktake_correct",
    "transfer_send", "transfer_receive", "unmet_request", "setting", "import", "restore",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "gift",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("donor", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_gift_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift")),
    )
    with op.batch_alter_table("gift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "printed_label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("cell", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_printed_label_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_label")),
    )
    with op.batch_alter_table("printed_label", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_printed_label_key"), ["key"], unique=False)

    op.create_table(
        "gift_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gift_id", sa.Integer(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('refused', 'recycled')", name=op.f("ck_gift_item_outcome")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 1000", name=op.f("ck_gift_item_quantity")),
        sa.ForeignKeyConstraint(
            ["gift_id"], ["gift.id"], name=op.f("fk_gift_item_gift_id_gift"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["article_type.code"],
            name=op.f("fk_gift_item_type_code_article_type"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift_item")),
    )
    with op.batch_alter_table("gift_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gift_item_gift_id"), ["gift_id"], unique=False)

    op.create_table(
        "service_rule",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("after_loans", sa.Integer(), nullable=True),
        sa.Column("season_start", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('check', 'wash', 'dry', 'sharpen', 'wax', 'mend')", name=op.f("ck_service_rule_kind")
        ),
        sa.CheckConstraint(
            "after_loans IS NULL OR after_loans BETWEEN 1 AND 1000", name=op.f("ck_service_rule_after_loans")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_service_rule_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["article_type.code"],
            name=op.f("fk_service_rule_type_code_article_type"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("branch_id", "type_code", "kind", name=op.f("pk_service_rule")),
    )
    op.create_table(
        "stocktake",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=True),
        sa.Column("type_code", sa.String(), nullable=True),
        sa.Column("start_event", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("category_code IS NULL OR type_code IS NULL", name=op.f("ck_stocktake_scope")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_stocktake_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["category.code"],
            name=op.f("fk_stocktake_category_code_category"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["article_type.code"],
            name=op.f("fk_stocktake_type_code_article_type"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake")),
    )
    with op.batch_alter_table("stocktake", schema=None) as batch_op:
        batch_op.create_index(
            "uq_stocktake_open",
            ["branch_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "unmet_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=True),
        sa.Column("size_low", sa.Float(), nullable=True),
        sa.Column("size_high", sa.Float(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_unmet_request_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["article_type.code"],
            name=op.f("fk_unmet_request_type_code_article_type"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet_request")),
    )
    with op.batch_alter_table("unmet_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_unmet_request_on",
            ["branch_id", "asked_on"],
            unique=False,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_unmet_request_type_code"), ["type_code"], unique=False)

    op.create_table(
        "service_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_note", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("recall", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('check', 'wash', 'dry', 'sharpen', 'wax', 'mend')", name=op.f("ck_service_note_kind")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('done', 'dropped')", name=op.f("ck_service_note_outcome")
        ),
        sa.CheckConstraint("(outcome IS NULL) = (done_at IS NULL)", name=op.f("ck_service_note_done")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_service_note_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_note")),
    )
    with op.batch_alter_table("service_note", schema=None) as batch_op:
        batch_op.create_index("ix_service_note_article_id_kind", ["article_id", "kind"], unique=False)
        batch_op.create_index(
            "uq_service_note_open",
            ["article_id", "kind"],
            unique=True,
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "stocktake_scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("state_then", sa.String(), nullable=True),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.CheckConstraint(
            "state_then IS NULL OR state_then IN ('available', 'on_loan', 'in_service', 'missing', 'discarded', 'transferred')",
            name=op.f("ck_stocktake_scan_state_then"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_stocktake_scan_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["stocktake_id"],
            ["stocktake.id"],
            name=op.f("fk_stocktake_scan_stocktake_id_stocktake"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stocktake_scan")),
    )
    with op.batch_alter_table("stocktake_scan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stocktake_scan_article_id"), ["article_id"], unique=False)
        batch_op.create_index(
            "uq_stocktake_scan_article",
            ["stocktake_id", "article_id"],
            unique=True,
            sqlite_where=sa.text("article_id IS NOT NULL"),
            postgresql_where=sa.text("article_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_stocktake_scan_key",
            ["stocktake_id", "key"],
            unique=True,
            sqlite_where=sa.text("article_id IS NULL"),
            postgresql_where=sa.text("article_id IS NULL"),
        )

    op.create_table(
        "transfer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_branch_id", sa.Integer(), nullable=True),
        sa.Column("from_place", sa.String(), nullable=True),
        sa.Column("to_branch_id", sa.Integer(), nullable=True),
        sa.Column("to_place", sa.String(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.String(), nullable=True),
        sa.Column("back_by", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("file_key", sa.String(), nullable=True),
        sa.Column("history", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('given', 'lent')", name=op.f("ck_transfer_kind")),
        sa.CheckConstraint(
            "(from_branch_id IS NULL) <> (from_place IS NULL)", name=op.f("ck_transfer_from_somewhere")
        ),
        sa.CheckConstraint(
            "(to_branch_id IS NULL) <> (to_place IS NULL)", name=op.f("ck_transfer_to_somewhere")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_transfer_article_id_article"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["from_branch_id"],
            ["branch.id"],
            name=op.f("fk_transfer_from_branch_id_branch"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["to_branch_id"], ["branch.id"], name=op.f("fk_transfer_to_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
    )
    with op.batch_alter_table("transfer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transfer_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_transfer_from_branch_id"), ["from_branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_transfer_to_branch_id"), ["to_branch_id"], unique=False)
        batch_op.create_index(
            "uq_transfer_file_key",
            ["file_key"],
            unique=True,
            sqlite_where=sa.text("file_key IS NOT NULL AND undone_at IS NULL"),
            postgresql_where=sa.text("file_key IS NOT NULL AND undone_at IS NULL"),
        )
        batch_op.create_index(
            "uq_transfer_under_way",
            ["article_id"],
            unique=True,
            sqlite_where=sa.text("received_at IS NULL AND undone_at IS NULL AND to_branch_id IS NOT NULL"),
            postgresql_where=sa.text(
                "received_at IS NULL AND undone_at IS NULL AND to_branch_id IS NOT NULL"
            ),
        )

    op.create_table(
        "missing_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('found', 'replaced', 'given_up', 'undone')",
            name=op.f("ck_missing_part_outcome"),
        ),
        sa.CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_missing_part_settled")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 1000", name=op.f("ck_missing_part_quantity")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_missing_part_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_missing_part_loan_id_loan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_part")),
    )
    with op.batch_alter_table("missing_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_missing_part_article_id"), ["article_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_missing_part_loan_id"), ["loan_id"], unique=False)
        batch_op.create_index(
            "uq_missing_part_open",
            ["article_id", "part", "loan_id"],
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )

    # Made anew on SQLite in any case: from now on the number of an article that was taken away is not given to another.
    with op.batch_alter_table(
        "article", schema=None, table_kwargs={"sqlite_autoincrement": True}
    ) as batch_op:
        batch_op.add_column(sa.Column("gift_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("photo", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("part_counts", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_article_gift_id"), ["gift_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_article_gift_id_gift"), "gift", ["gift_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parts_missing", sa.String(), nullable=True))

    listed = ", ".join(f"'{act}'" for act in ACTS)
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_event_kind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_event_kind"), f"kind IN ({listed})")
