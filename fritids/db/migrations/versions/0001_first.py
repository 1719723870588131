# ruff: noqa: PLR0915 - a whole schema is many statements
"""first."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "borrower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "gender IS NULL OR gender IN ('woman', 'man', 'other', 'no_answer')",
            name=op.f("ck_borrower_gender"),
        ),
        sa.CheckConstraint(
            "kind IN ('person', 'school', 'preschool', 'association', 'care', 'other')",
            name=op.f("ck_borrower_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_borrower")),
        sa.UniqueConstraint("event_key", name=op.f("uq_borrower_event_key")),
        sa.UniqueConstraint("number", name=op.f("uq_borrower_number")),
    )
    with op.batch_alter_table("borrower", schema=None) as batch_op:
        batch_op.create_index("ix_borrower_phone", ["phone"], unique=False)

    op.create_table(
        "branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["branch.id"], name=op.f("fk_branch_parent_id_branch"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("code", name=op.f("uq_branch_code")),
    )
    op.create_table(
        "category",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "number_series",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_number_series")),
    )
    op.create_table(
        "article_type",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("name_sv", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("size_kind", sa.String(), nullable=False),
        sa.Column("ask_guardian", sa.Boolean(), nullable=False),
        sa.Column("safety_check", sa.Boolean(), nullable=False),
        sa.Column("staff_sets_binding", sa.Boolean(), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("extra_attributes", sa.String(), nullable=True),
        sa.Column("parts_sv", sa.String(), nullable=True),
        sa.Column("parts_en", sa.String(), nullable=True),
        sa.Column("loan_days", sa.Integer(), nullable=True),
        sa.CheckConstraint("loan_days BETWEEN 1 AND 366", name=op.f("ck_article_type_loan_days")),
        sa.ForeignKeyConstraint(
            ["category_code"],
            ["category.code"],
            name=op.f("fk_article_type_category_code_category"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_article_type")),
    )
    with op.batch_alter_table("article_type", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_type_category_code"), ["category_code"], unique=False)

    op.create_table(
        "borrower_card",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["borrower_id"],
            ["borrower.id"],
            name=op.f("fk_borrower_card_borrower_id_borrower"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_borrower_card")),
    )
    with op.batch_alter_table("borrower_card", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_borrower_card_borrower_id"), ["borrower_id"], unique=False)

    op.create_table(
        "borrower_year",
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["borrower_id"],
            ["borrower.id"],
            name=op.f("fk_borrower_year_borrower_id_borrower"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("borrower_id", "year", name=op.f("pk_borrower_year")),
        sa.UniqueConstraint("key", name=op.f("uq_borrower_year_key")),
    )
    op.create_table(
        "branch_setting",
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_branch_setting_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("branch_id", "key", name=op.f("pk_branch_setting")),
    )
    op.create_table(
        "closed_period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_closed_period_order")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_closed_period_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
    )
    with op.batch_alter_table("closed_period", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closed_period_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "co_borrower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "gender IS NULL OR gender IN ('woman', 'man', 'other', 'no_answer')",
            name=op.f("ck_co_borrower_gender"),
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"],
            ["borrower.id"],
            name=op.f("fk_co_borrower_borrower_id_borrower"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_co_borrower")),
    )
    with op.batch_alter_table("co_borrower", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_co_borrower_borrower_id"), ["borrower_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act_key", sa.String(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("returned_loan_id", sa.Integer(), nullable=True),
        sa.Column("renewal_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("borrower_key", sa.String(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("details", sa.String(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('lend', 'return', 'find', 'renew', 'answer_check', 'move_visit', 'undo', 'visit_start', 'visit_end', 'article_add', 'article_edit', 'article_state', 'article_discard', 'borrower_add', 'borrower_edit', 'borrower_merge', 'borrower_erase', 'booking_add', 'booking_cancel', 'due_move', 'due_set', 'setting', 'import', 'restore')",
            name=op.f("ck_event_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_event_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["undoes"], ["event.id"], name=op.f("fk_event_undoes_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("act_key", "line", name=op.f("uq_event_act_key_line")),
        sa.UniqueConstraint("undoes", name=op.f("uq_event_undoes")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_article_id"), ["article_id"], unique=False)
        batch_op.create_index(
            "ix_event_borrower_key",
            ["borrower_key"],
            unique=False,
            sqlite_where=sa.text("borrower_key IS NOT NULL"),
            postgresql_where=sa.text("borrower_key IS NOT NULL"),
        )
        batch_op.create_index("ix_event_desk", ["branch_id", "desk", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_loan_id"), ["loan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.String(), nullable=False),
        sa.Column("closes", sa.String(), nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_opening_hours_order")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_opening_hours_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    with op.batch_alter_table("opening_hours", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_hours_branch_id"), ["branch_id"], unique=False)

    op.create_table(
        "article",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("size", sa.String(), nullable=True),
        sa.Column("size_low", sa.Float(), nullable=True),
        sa.Column("size_high", sa.Float(), nullable=True),
        sa.Column("brand", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("discard_reason", sa.String(), nullable=True),
        sa.Column("search", sa.String(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'discarded') = (discard_reason IS NOT NULL)",
            name=op.f("ck_article_discarded_with_reason"),
        ),
        sa.CheckConstraint(
            "discard_reason IS NULL OR discard_reason IN ('worn_out', 'broken', 'recalled', 'given_away', 'lost')",
            name=op.f("ck_article_discard_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('in_stock', 'in_service', 'missing', 'discarded', 'transferred')",
            name=op.f("ck_article_state"),
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_article_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["article_type.code"],
            name=op.f("fk_article_type_code_article_type"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_branch_id"), ["branch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_article_label"), ["label"], unique=False)
        batch_op.create_index("ix_article_type_code_size_low", ["type_code", "size_low"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=True),
        sa.Column("co_borrower_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["borrower_id"], ["borrower.id"], name=op.f("fk_visit_borrower_id_borrower"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_visit_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["co_borrower_id"],
            ["co_borrower.id"],
            name=op.f("fk_visit_co_borrower_id_co_borrower"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_borrower_id"), ["borrower_id"], unique=False)
        batch_op.create_index(
            "uq_visit_open",
            ["branch_id", "desk"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "article_state_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.CheckConstraint(
            "reason IS NULL OR reason IN ('worn_out', 'broken', 'recalled', 'given_away', 'lost')",
            name=op.f("ck_article_state_change_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('in_stock', 'in_service', 'missing', 'discarded', 'transferred')",
            name=op.f("ck_article_state_change_state"),
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_article_state_change_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_state_change")),
    )
    with op.batch_alter_table("article_state_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_state_change_article_id"), ["article_id"], unique=False)

    op.create_table(
        "barcode",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_barcode_article_id_article"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_barcode")),
    )
    with op.batch_alter_table("barcode", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_barcode_article_id"), ["article_id"], unique=False)

    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("type_code", sa.String(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fulfilled", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(article_id IS NULL) <> (type_code IS NULL)", name=op.f("ck_booking_article_or_type")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_booking_order")),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_booking_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"], ["borrower.id"], name=op.f("fk_booking_borrower_id_borrower"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_booking_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["type_code"],
            ["article_type.code"],
            name=op.f("fk_booking_type_code_article_type"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_booking_borrower_id"), ["borrower_id"], unique=False)
        batch_op.create_index(
            "ix_booking_open_article",
            ["article_id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.create_index(
            "ix_booking_open_type_code",
            ["type_code"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "desk_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_desk_item_article_id_article"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_desk_item_branch_id_branch"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_desk_item_visit_id_visit"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_item")),
        sa.UniqueConstraint(
            "branch_id", "desk", "article_id", name=op.f("uq_desk_item_branch_id_desk_article_id")
        ),
    )
    op.create_table(
        "loan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("borrower_id", sa.Integer(), nullable=True),
        sa.Column("co_borrower_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lent_on", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entered_later", sa.Boolean(), nullable=False),
        sa.Column("accepted", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("binding_by", sa.String(), nullable=True),
        sa.Column("binding_sole_mm", sa.Integer(), nullable=True),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("type_code", sa.String(), nullable=False),
        sa.Column("borrower_kind", sa.String(), nullable=False),
        sa.Column("age_band", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("postal_area", sa.String(), nullable=True),
        sa.Column("for_co_borrower", sa.Boolean(), nullable=False),
        sa.Column("first_ever", sa.Boolean(), nullable=False),
        sa.Column("borrower_key", sa.String(), nullable=False),
        sa.CheckConstraint(
            "age_band IN ('0-6', '7-12', '13-15', '16-19', '20-25', '26-64', '65+', 'unknown')",
            name=op.f("ck_loan_age_band"),
        ),
        sa.CheckConstraint(
            "borrower_kind IN ('person', 'school', 'preschool', 'association', 'care', 'other')",
            name=op.f("ck_loan_borrower_kind"),
        ),
        sa.CheckConstraint(
            "gender IS NULL OR gender IN ('woman', 'man', 'other', 'no_answer')", name=op.f("ck_loan_gender")
        ),
        sa.CheckConstraint("(returned_at IS NULL) = (returned_on IS NULL)", name=op.f("ck_loan_returned_on")),
        sa.CheckConstraint("due >= lent_on", name=op.f("ck_loan_due_after_lent")),
        sa.CheckConstraint(
            "returned_at IS NULL OR returned_at >= lent_at", name=op.f("ck_loan_returned_after_lent")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_loan_article_id_article"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["borrower_id"], ["borrower.id"], name=op.f("fk_loan_borrower_id_borrower"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_loan_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["co_borrower_id"],
            ["co_borrower.id"],
            name=op.f("fk_loan_co_borrower_id_co_borrower"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_loan_visit_id_visit"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
    )
    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.create_index("ix_loan_article_id_lent_at", ["article_id", "lent_at"], unique=False)
        batch_op.create_index("ix_loan_borrower_id_lent_at", ["borrower_id", "lent_at"], unique=False)
        batch_op.create_index(
            "ix_loan_co_borrower_id",
            ["co_borrower_id"],
            unique=False,
            sqlite_where=sa.text("co_borrower_id IS NOT NULL"),
            postgresql_where=sa.text("co_borrower_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_loan_due",
            ["branch_id", "due"],
            unique=False,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.create_index("ix_loan_lent_on", ["lent_on"], unique=False)
        batch_op.create_index(
            "ix_loan_open_borrower",
            ["borrower_id"],
            unique=False,
            sqlite_where=sa.text("returned_at IS NULL AND undone_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL AND undone_at IS NULL"),
        )
        batch_op.create_index(
            "ix_loan_open_due",
            ["branch_id", "due"],
            unique=False,
            sqlite_where=sa.text("returned_at IS NULL AND undone_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL AND undone_at IS NULL"),
        )
        batch_op.create_index(
            "ix_loan_returned_on",
            ["returned_on"],
            unique=False,
            sqlite_where=sa.text("returned_on IS NOT NULL"),
            postgresql_where=sa.text("returned_on IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_loan_visit_id"), ["visit_id"], unique=False)
        batch_op.create_index(
            "uq_loan_open",
            ["article_id"],
            unique=True,
            sqlite_where=sa.text("returned_at IS NULL AND undone_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL AND undone_at IS NULL"),
        )

    op.create_table(
        "check_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("operator", sa.String(), nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR answer IN ('well', 'bad', 'void')", name=op.f("ck_check_question_answer")
        ),
        sa.CheckConstraint("kind IN ('safety', 'parts')", name=op.f("ck_check_question_kind")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_check_question_answered")
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_check_question_article_id_article"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_check_question_loan_id_loan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_question")),
    )
    with op.batch_alter_table("check_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_check_question_loan_id"), ["loan_id"], unique=False)
        batch_op.create_index(
            "ix_check_question_open",
            ["article_id"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "renewal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loan_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("old_due", sa.Date(), nullable=False),
        sa.Column("new_due", sa.Date(), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renewed_on", sa.Date(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(), nullable=False),
        sa.Column("operator", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("new_due > old_due", name=op.f("ck_renewal_forward")),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["branch.id"], name=op.f("fk_renewal_branch_id_branch"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["loan_id"], ["loan.id"], name=op.f("fk_renewal_loan_id_loan"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
    )
    with op.batch_alter_table("renewal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_renewal_loan_id"), ["loan_id"], unique=False)
        batch_op.create_index(
            "uq_renewal_loan_id_seq",
            ["loan_id", "seq"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
