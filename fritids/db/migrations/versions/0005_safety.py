"""Safety: operators and their wrong PINs, the chain of the record of events, paper slips, when upkeep was last done."""

import json
from datetime import UTC
from hashlib import sha256

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
    "operator_add", "operator_edit", "sign_on", "sign_on_refused", "forget", "slips_print", "slip_enter", "slip_void", "repair",
)  # fmt: skip

TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER record_event_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'the record of events is only ever added to'); END",
        "CREATE TRIGGER record_event_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'the record of events is only ever added to'); END",
        "CREATE TRIGGER record_event_link_update BEFORE UPDATE ON event_link BEGIN SELECT RAISE(ABORT, 'the record of events is only ever added to'); END",
        "CREATE TRIGGER record_event_link_delete BEFORE DELETE ON event_link BEGIN SELECT RAISE(ABORT, 'the record of events is only ever added to'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION record_kept() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION 'the record of events is only ever added to'; END$$",
        "CREATE TRIGGER record_event BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION record_kept()",
        "CREATE TRIGGER record_event_link BEFORE UPDATE OR DELETE OR TRUNCATE ON event_link FOR EACH STATEMENT EXECUTE FUNCTION record_kept()",
    ),
}
"""What refuses to change the record (as `record_triggers` stands when this was written)."""

LINES_AT_ONCE = 20_000


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
        batch_op.create_index(
            "ix_event_return",
            ["branch_id", "desk", "id"],
            unique=False,
            sqlite_where=sa.text("kind = 'return'"),
            postgresql_where=sa.text("kind = 'return'"),
        )

    link_earlier_lines(op.get_bind())
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.get_bind().exec_driver_sql(statement)


def link_earlier_lines(connection: sa.Connection) -> None:
    """Link every line of the record, in order of ids (as `domain.chain` hashes when this was written); some thousands are in memory at a time."""
    columns = (
        "id", "act_key", "line", "at", "branch_id", "desk", "operator", "kind", "article_id", "loan_id",
        "returned_loan_id", "renewal_id", "visit_id", "borrower_key", "undoes", "details",
    )  # fmt: skip
    is_sqlite = connection.dialect.name == "sqlite"
    query = sa.text(
        f"SELECT {', '.join(columns)} FROM event WHERE id > :reached ORDER BY id LIMIT {LINES_AT_ONCE}"  # noqa: S608
    )
    link = sa.table(
        "event_link",
        sa.column("seq", sa.Integer),
        sa.column("event_id", sa.Integer),
        sa.column("hash", sa.LargeBinary),
    )
    seq, before, reached = 0, bytes(32), -1
    while found := connection.execute(query, {"reached": reached}).all():
        links = []
        for row in found:
            line = list(row)
            if not is_sqlite:  # SQLite gives the text that is hashed
                line[3] = line[3].astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
            seq += 1
            text = json.dumps(["record 1", seq, before.hex(), *line], separators=(",", ":"), default=repr)
            before = sha256(text.encode("ascii")).digest()
            links.append({"seq": seq, "event_id": line[0], "hash": before})
        connection.execute(sa.insert(link), links)
        reached = found[-1][0]
