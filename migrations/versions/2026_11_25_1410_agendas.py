"""Agendas: kinds, pinned times, annotations, speakers, what was done to them, what was announced."""

import sqlalchemy as sa
from alembic import op

revision = "c9e8f1b0d239"
down_revision = "b8d7e0a9c128"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agenda_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=500), nullable=True),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("taken_off", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_agenda_change_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_agenda_change_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_change")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("agenda_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_change_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_agenda_change_meeting_id_id", ["meeting_id", "id"], unique=False)

    op.create_table(
        "agenda_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_agenda_version_by_id_user"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_agenda_version_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_version")),
        sa.UniqueConstraint(
            "meeting_id", "number", name=op.f("uq_agenda_version_meeting_id_number")
        ),
    )
    op.create_table(
        "agenda_speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (name IS NULL)", name=op.f("ck_agenda_speaker_person_or_name")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_item.id"],
            name=op.f("fk_agenda_speaker_item_id_agenda_item"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_agenda_speaker_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_speaker")),
    )
    with op.batch_alter_table("agenda_speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_speaker_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_agenda_speaker_person_id"), ["person_id"], unique=False
        )

    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=20), nullable=True))
        batch_op.add_column(
            sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("track", sa.String(length=120), nullable=True))
        batch_op.add_column(sa.Column("annotation", sa.Text(), nullable=True))

    # Every time that stood so far was stated by somebody.
    op.execute("UPDATE agenda_item SET is_pinned = true WHERE starts_at_time IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_column("annotation")
        batch_op.drop_column("track")
        batch_op.drop_column("is_pinned")
        batch_op.drop_column("kind")

    with op.batch_alter_table("agenda_speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_speaker_person_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_speaker_item_id"))

    op.drop_table("agenda_speaker")
    op.drop_table("agenda_version")
    with op.batch_alter_table("agenda_change", schema=None) as batch_op:
        batch_op.drop_index("ix_agenda_change_meeting_id_id")
        batch_op.drop_index(batch_op.f("ix_agenda_change_item_id"))

    op.drop_table("agenda_change")
