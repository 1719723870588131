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


TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER figures_loan_insert AFTER INSERT ON loan WHEN NEW.undone_at IS NULL AND min(NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, min(NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on))); END",
        "CREATE TRIGGER figures_renewal_insert AFTER INSERT ON renewal WHEN NEW.undone_at IS NULL AND NEW.renewed_on <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, NEW.renewed_on); END",
        "CREATE TRIGGER figures_loan_delete AFTER DELETE ON loan WHEN OLD.undone_at IS NULL AND min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on)) <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on))); END",
        "CREATE TRIGGER figures_renewal_delete AFTER DELETE ON renewal WHEN OLD.undone_at IS NULL AND OLD.renewed_on <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, OLD.renewed_on); END",
        "CREATE TRIGGER figures_loan_update AFTER UPDATE OF lent_on, lent_at, undone_at, borrower_key, first_ever, borrower_kind, age_band, gender, postal_area, category_code, type_code, branch_id, visit_id, due, returned_on ON loan WHEN (OLD.undone_at IS NULL OR NEW.undone_at IS NULL) AND CASE WHEN OLD.lent_on IS NOT NEW.lent_on OR OLD.lent_at IS NOT NEW.lent_at OR OLD.undone_at IS NOT NEW.undone_at OR OLD.borrower_key IS NOT NEW.borrower_key OR OLD.first_ever IS NOT NEW.first_ever OR OLD.borrower_kind IS NOT NEW.borrower_kind OR OLD.age_band IS NOT NEW.age_band OR OLD.gender IS NOT NEW.gender OR OLD.postal_area IS NOT NEW.postal_area OR OLD.category_code IS NOT NEW.category_code OR OLD.type_code IS NOT NEW.type_code OR OLD.branch_id IS NOT NEW.branch_id OR OLD.visit_id IS NOT NEW.visit_id THEN min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) ELSE min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END, CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on), coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END) END <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, CASE WHEN OLD.lent_on IS NOT NEW.lent_on OR OLD.lent_at IS NOT NEW.lent_at OR OLD.undone_at IS NOT NEW.undone_at OR OLD.borrower_key IS NOT NEW.borrower_key OR OLD.first_ever IS NOT NEW.first_ever OR OLD.borrower_kind IS NOT NEW.borrower_kind OR OLD.age_band IS NOT NEW.age_band OR OLD.gender IS NOT NEW.gender OR OLD.postal_area IS NOT NEW.postal_area OR OLD.category_code IS NOT NEW.category_code OR OLD.type_code IS NOT NEW.type_code OR OLD.branch_id IS NOT NEW.branch_id OR OLD.visit_id IS NOT NEW.visit_id THEN min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) ELSE min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END, CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on), coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END) END); INSERT INTO stale_mark (branch_id, since) SELECT NEW.branch_id, CASE WHEN OLD.lent_on IS NOT NEW.lent_on OR OLD.lent_at IS NOT NEW.lent_at OR OLD.undone_at IS NOT NEW.undone_at OR OLD.borrower_key IS NOT NEW.borrower_key OR OLD.first_ever IS NOT NEW.first_ever OR OLD.borrower_kind IS NOT NEW.borrower_kind OR OLD.age_band IS NOT NEW.age_band OR OLD.gender IS NOT NEW.gender OR OLD.postal_area IS NOT NEW.postal_area OR OLD.category_code IS NOT NEW.category_code OR OLD.type_code IS NOT NEW.type_code OR OLD.branch_id IS NOT NEW.branch_id OR OLD.visit_id IS NOT NEW.visit_id THEN min(OLD.lent_on, coalesce(OLD.returned_on, OLD.lent_on), NEW.lent_on, coalesce(NEW.returned_on, NEW.lent_on)) ELSE min(CASE WHEN OLD.due IS NOT NEW.due THEN min(OLD.due, NEW.due) ELSE '9999-12-31' END, CASE WHEN OLD.returned_on IS NOT NEW.returned_on THEN min(coalesce(OLD.returned_on, NEW.returned_on), coalesce(NEW.returned_on, OLD.returned_on)) ELSE '9999-12-31' END) END WHERE NEW.branch_id <> OLD.branch_id; INSERT INTO stale_mark (branch_id, since) SELECT branch_id, min(renewed_on) FROM renewal WHERE loan_id = NEW.id AND undone_at IS NULL AND branch_id NOT IN (OLD.branch_id, NEW.branch_id) GROUP BY branch_id; END",
        "CREATE TRIGGER figures_renewal_update AFTER UPDATE OF renewed_on, undone_at, branch_id, loan_id ON renewal WHEN (OLD.undone_at IS NULL OR NEW.undone_at IS NULL) AND min(OLD.renewed_on, NEW.renewed_on) <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, min(OLD.renewed_on, NEW.renewed_on)); INSERT INTO stale_mark (branch_id, since) SELECT NEW.branch_id, NEW.renewed_on WHERE NEW.branch_id <> OLD.branch_id; END",
        "CREATE TRIGGER figures_state_insert AFTER INSERT ON article_state_change WHEN date(NEW.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(NEW.changed_at, '-12 hours') FROM loan WHERE article_id = NEW.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(NEW.changed_at, '-12 hours')); END",
        "CREATE TRIGGER figures_state_delete AFTER DELETE ON article_state_change WHEN date(OLD.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(OLD.changed_at, '-12 hours') FROM loan WHERE article_id = OLD.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(OLD.changed_at, '-12 hours')); END",
        "CREATE TRIGGER figures_state_update_old AFTER UPDATE ON article_state_change WHEN date(OLD.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(OLD.changed_at, '-12 hours') FROM loan WHERE article_id = OLD.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(OLD.changed_at, '-12 hours')); END",
        "CREATE TRIGGER figures_state_update_new AFTER UPDATE ON article_state_change WHEN date(NEW.changed_at, '-12 hours') <= (SELECT max(last) FROM figure_summary) BEGIN INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT branch_id, date(NEW.changed_at, '-12 hours') FROM loan WHERE article_id = NEW.article_id AND undone_at IS NULL AND lent_on <= (SELECT max(last) FROM figure_summary) AND (returned_on IS NULL OR returned_on > date(NEW.changed_at, '-12 hours')); END",
        "CREATE TRIGGER figures_branch_update AFTER UPDATE OF code, timezone ON branch WHEN (OLD.code <> NEW.code OR OLD.timezone <> NEW.timezone) AND (SELECT max(last) FROM figure_summary) IS NOT NULL BEGIN INSERT INTO stale_mark (branch_id, since) VALUES (NEW.id, '0001-01-01'); END",
    ),
    "postgresql": (
        """CREATE FUNCTION figures_loan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reach date := (SELECT max(last) FROM figure_summary);
    since date;
BEGIN
    IF reach IS NULL THEN RETURN NULL; END IF;
    IF TG_OP = 'INSERT' THEN
        since := least(NEW.lent_on, NEW.returned_on);
        IF NEW.undone_at IS NULL AND since <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, since);
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        since := least(OLD.lent_on, OLD.returned_on);
        IF OLD.undone_at IS NULL AND since <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, since);
        END IF;
    ELSIF OLD.undone_at IS NULL OR NEW.undone_at IS NULL THEN
        IF OLD.lent_on IS DISTINCT FROM NEW.lent_on OR OLD.lent_at IS DISTINCT FROM NEW.lent_at OR OLD.undone_at IS DISTINCT FROM NEW.undone_at OR OLD.borrower_key IS DISTINCT FROM NEW.borrower_key OR OLD.first_ever IS DISTINCT FROM NEW.first_ever OR OLD.borrower_kind IS DISTINCT FROM NEW.borrower_kind OR OLD.age_band IS DISTINCT FROM NEW.age_band OR OLD.gender IS DISTINCT FROM NEW.gender OR OLD.postal_area IS DISTINCT FROM NEW.postal_area OR OLD.category_code IS DISTINCT FROM NEW.category_code OR OLD.type_code IS DISTINCT FROM NEW.type_code OR OLD.branch_id IS DISTINCT FROM NEW.branch_id OR OLD.visit_id IS DISTINCT FROM NEW.visit_id THEN
            since := least(OLD.lent_on, OLD.returned_on, NEW.lent_on, NEW.returned_on);
        ELSE
            IF OLD.due IS DISTINCT FROM NEW.due THEN since := least(OLD.due, NEW.due); END IF;
            IF OLD.returned_on IS DISTINCT FROM NEW.returned_on THEN since := least(since, OLD.returned_on, NEW.returned_on); END IF;
        END IF;
        IF since <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, since);
            IF NEW.branch_id <> OLD.branch_id THEN
                INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, since);
            END IF;
            INSERT INTO stale_mark (branch_id, since) SELECT r.branch_id, min(r.renewed_on) FROM renewal r
            WHERE r.loan_id = NEW.id AND r.undone_at IS NULL AND r.branch_id NOT IN (OLD.branch_id, NEW.branch_id) GROUP BY r.branch_id;
        END IF;
    END IF;
    RETURN NULL;
END
$$""",
        """CREATE FUNCTION figures_renewal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reach date := (SELECT max(last) FROM figure_summary);
BEGIN
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR OLD.undone_at IS NULL OR NEW.undone_at IS NULL) THEN
        IF NEW.renewed_on <= reach AND (TG_OP = 'UPDATE' OR NEW.undone_at IS NULL) THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (NEW.branch_id, NEW.renewed_on);
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' AND OLD.undone_at IS NULL THEN
        IF OLD.renewed_on <= reach THEN
            INSERT INTO stale_mark (branch_id, since) VALUES (OLD.branch_id, OLD.renewed_on);
        END IF;
    END IF;
    RETURN NULL;
END
$$""",
        """CREATE FUNCTION figures_state() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reach date := (SELECT max(last) FROM figure_summary);
    day date;
BEGIN
    IF TG_OP <> 'DELETE' THEN
        day := (timezone('UTC', NEW.changed_at) - interval '12 hours')::date;
        IF day <= reach THEN
            INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT l.branch_id, day FROM loan l
            WHERE l.article_id = NEW.article_id AND l.undone_at IS NULL AND l.lent_on <= reach
            AND (l.returned_on IS NULL OR l.returned_on > day);
        END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        day := (timezone('UTC', OLD.changed_at) - interval '12 hours')::date;
        IF day <= reach THEN
            INSERT INTO stale_mark (branch_id, since) SELECT DISTINCT l.branch_id, day FROM loan l
            WHERE l.article_id = OLD.article_id AND l.undone_at IS NULL AND l.lent_on <= reach
            AND (l.returned_on IS NULL OR l.returned_on > day);
        END IF;
    END IF;
    RETURN NULL;
END
$$""",
        """CREATE FUNCTION figures_branch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.code <> NEW.code OR OLD.timezone <> NEW.timezone) AND EXISTS (SELECT 1 FROM figure_summary) THEN
        INSERT INTO stale_mark (branch_id, since) VALUES (NEW.id, '0001-01-01');
    END IF;
    RETURN NULL;
END
$$""",
        "CREATE TRIGGER figures_loan AFTER INSERT OR DELETE ON loan FOR EACH ROW EXECUTE FUNCTION figures_loan()",
        "CREATE TRIGGER figures_loan_update AFTER UPDATE OF lent_on, lent_at, undone_at, borrower_key, first_ever, borrower_kind, age_band, gender, postal_area, category_code, type_code, branch_id, visit_id, due, returned_on ON loan FOR EACH ROW EXECUTE FUNCTION figures_loan()",
        "CREATE TRIGGER figures_renewal AFTER INSERT OR DELETE OR UPDATE OF renewed_on, undone_at, branch_id, loan_id ON renewal FOR EACH ROW EXECUTE FUNCTION figures_renewal()",
        "CREATE TRIGGER figures_state AFTER INSERT OR DELETE OR UPDATE ON article_state_change FOR EACH ROW EXECUTE FUNCTION figures_state()",
        "CREATE TRIGGER figures_branch AFTER UPDATE OF code, timezone ON branch FOR EACH ROW EXECUTE FUNCTION figures_branch()",
    ),
}
"""Marks of what is stale, put by the database (as `figure_triggers` stands when this was written)."""


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

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
