"""Give consultations windows that move, people who are asked, and what they send."""

import sqlalchemy as sa
from alembic import op

revision = "d0f9a2c1e34a"
down_revision = "c9e8f1b0d239"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consulted_document",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_consulted_document_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
            name=op.f("fk_consulted_document_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "consultation_id", "document_id", name=op.f("pk_consulted_document")
        ),
    )
    with op.batch_alter_table("consulted_document", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consulted_document_document_id"), ["document_id"], unique=False
        )

    op.create_table(
        "hearing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("route", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("organization_name", sa.String(length=300), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("address_key", sa.String(length=320), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("tz", sa.String(length=64), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"],
            ["user.id"],
            name=op.f("fk_hearing_asked_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_hearing_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_hearing_organization_id_organization"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_hearing_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hearing")),
        sa.UniqueConstraint(
            "consultation_id", "person_id", name=op.f("uq_hearing_consultation_id_person_id")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_hearing_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hearing_consultation_id_address_key",
            ["consultation_id", "address_key"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_hearing_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_hearing_person_id"), ["person_id"], unique=False)

    op.create_table(
        "window_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("from_starts_on", sa.Date(), nullable=False),
        sa.Column("from_ends_on", sa.Date(), nullable=False),
        sa.Column("from_starts_at_time", sa.Time(), nullable=True),
        sa.Column("from_ends_at_time", sa.Time(), nullable=True),
        sa.Column("from_tz", sa.String(length=64), nullable=False),
        sa.Column("to_starts_on", sa.Date(), nullable=False),
        sa.Column("to_ends_on", sa.Date(), nullable=False),
        sa.Column("to_starts_at_time", sa.Time(), nullable=True),
        sa.Column("to_ends_at_time", sa.Time(), nullable=True),
        sa.Column("to_tz", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_window_move_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["moved_by_id"],
            ["user.id"],
            name=op.f("fk_window_move_moved_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_window_move")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("window_move", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_window_move_consultation_id"), ["consultation_id"], unique=False
        )

    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("hearing_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("is_for_organization", sa.Boolean(), nullable=False),
        sa.Column("voice_key", sa.String(length=340), nullable=True),
        sa.Column("wish", sa.String(length=20), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=True),
        sa.Column("content_type", sa.String(length=100), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"],
            ["consultation.id"],
            name=op.f("fk_submission_consultation_id_consultation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user.id"],
            name=op.f("fk_submission_decided_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["hearing_id"],
            ["hearing.id"],
            name=op.f("fk_submission_hearing_id_hearing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint(
            "consultation_id", "voice_key", name=op.f("uq_submission_consultation_id_voice_key")
        ),
        sa.UniqueConstraint("hearing_id", name=op.f("uq_submission_hearing_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_consultation_id"), ["consultation_id"], unique=False
        )

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deadline_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("round_number", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("organiser", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("how_to", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("takes_submissions", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("is_one_voice", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("findings", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_consultation_deadline_id_deadline"),
            "deadline",
            ["deadline_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at_time", sa.Time(), nullable=True))
        batch_op.add_column(
            sa.Column("is_carried", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    # What staff had entered was shown to those whom it concerns, and stays so.
    op.execute("UPDATE consultation SET announced_at = created_at WHERE source_sentence IS NULL")


def downgrade() -> None:
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_column("is_carried")
        batch_op.drop_column("due_at_time")

    with op.batch_alter_table("consultation", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_consultation_deadline_id_deadline"), type_="foreignkey"
        )
        batch_op.drop_column("reported_at")
        batch_op.drop_column("findings")
        batch_op.drop_column("announced_at")
        batch_op.drop_column("is_one_voice")
        batch_op.drop_column("takes_submissions")
        batch_op.drop_column("how_to")
        batch_op.drop_column("organiser")
        batch_op.drop_column("round_number")
        batch_op.drop_column("kind")
        batch_op.drop_column("deadline_id")

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_consultation_id"))

    op.drop_table("submission")
    with op.batch_alter_table("window_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_window_move_consultation_id"))

    op.drop_table("window_move")
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_person_id"))
        batch_op.drop_index(batch_op.f("ix_hearing_organization_id"))
        batch_op.drop_index("ix_hearing_consultation_id_address_key")

    op.drop_table("hearing")
    with op.batch_alter_table("consulted_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consulted_document_document_id"))

    op.drop_table("consulted_document")
