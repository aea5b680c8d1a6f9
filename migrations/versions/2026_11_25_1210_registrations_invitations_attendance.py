"""Nominations, invitations, registrations and attendance."""

import sqlalchemy as sa
from alembic import op

revision = "e5a4b7c6d805"
down_revision = "d4f3a6b5c704"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "nomination",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=True),
        sa.Column("letter_name", sa.String(length=200), nullable=True),
        sa.Column("letter", sa.LargeBinary(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_nomination_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_nomination_process_id_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint(
            "process_id", "person_id", name=op.f("uq_nomination_process_id_person_id")
        ),
    )
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_nomination_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_nomination_process_id"), ["process_id"], unique=False)
    op.create_table(
        "registration_form",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("opens_at_time", sa.Time(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closes_at_time", sa.Time(), nullable=True),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("most_people", sa.Integer(), nullable=True),
        sa.Column("most_per_country", sa.Integer(), nullable=True),
        sa.Column("most_per_category", sa.JSON(), nullable=False),
        sa.Column("has_waiting_list", sa.Boolean(), nullable=False),
        sa.Column("is_decided_by_staff", sa.Boolean(), nullable=False),
        sa.Column("delete_after_days", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_registration_form_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_form")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_registration_form_meeting_id")),
        sa.UniqueConstraint("token", name=op.f("uq_registration_form_token")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_from", sa.String(length=320), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["user.id"],
            name=op.f("fk_invitation_invited_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_invitation_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_invitation_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_invitation_participation_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(
            "ix_invitation_meeting_answers", ["meeting_id", "withdrawn_at", "answer"], unique=False
        )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("hint", sa.String(length=500), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("after_acceptance", sa.Boolean(), nullable=False),
        sa.Column("shown_if_id", sa.Integer(), nullable=True),
        sa.Column("shown_if_value", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["registration_form.id"],
            name=op.f("fk_question_form_id_registration_form"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shown_if_id"],
            ["question.id"],
            name=op.f("fk_question_shown_if_id_question"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_form_id"), ["form_id"], unique=False)
    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("participation_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("printed_name", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("facts", sa.LargeBinary(), nullable=True),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("later", sa.LargeBinary(), nullable=True),
        sa.Column("conflicts", sa.LargeBinary(), nullable=True),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user.id"],
            name=op.f("fk_registration_decided_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["form_id"],
            ["registration_form.id"],
            name=op.f("fk_registration_form_id_registration_form"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_registration_invitation_id_invitation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_registration_participation_id_participation"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registration_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("client_key", name=op.f("uq_registration_client_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_registration_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_delete_on"), ["delete_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_form_id"), ["form_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_registration_person_open",
            ["form_id", "person_id"],
            unique=True,
            sqlite_where=sa.text(
                "person_id IS NOT NULL AND state NOT IN ('withdrawn', 'declined')"
            ),
            postgresql_where=sa.text(
                "person_id IS NOT NULL AND state NOT IN ('withdrawn', 'declined')"
            ),
        )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user.id"],
            name=op.f("fk_correction_decided_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_correction_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_correction_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_correction_state"), ["state"], unique=False)
    op.create_table(
        "registration_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_registration_file_question_id_question"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_file_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_file")),
        sa.UniqueConstraint(
            "registration_id",
            "question_id",
            name=op.f("uq_registration_file_registration_id_question_id"),
        ),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("registration_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_registration_file_registration_id"), ["registration_id"], unique=False
        )
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("place_key", sa.String(length=40), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("note_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["day_id"],
            ["meeting_day.id"],
            name=op.f("fk_attendance_day_id_meeting_day"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["noted_by_id"],
            ["user.id"],
            name=op.f("fk_attendance_noted_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_attendance_participation_id_participation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"],
            ["breakout_room.id"],
            name=op.f("fk_attendance_room_id_breakout_room"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "participation_id", "place_key", name=op.f("uq_attendance_participation_id_place_key")
        ),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_day_id"), ["day_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attendance_participation_id"), ["participation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attendance_place_key"), ["place_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_room_id"), ["room_id"], unique=False)
    # As in the registry: what was noted of somebody who went must not fall to who comes next.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    how = {"recreate": "always", "table_kwargs": {"sqlite_autoincrement": True}}
    with op.batch_alter_table("participation", **(how if is_sqlite else {})) as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column("category", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("route", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(
            "ix_participation_meeting_id_left_at", ["meeting_id", "left_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index("ix_participation_meeting_id_left_at")
        batch_op.drop_column("version")
        batch_op.drop_column("route")
        batch_op.drop_column("category")
        batch_op.drop_column("country")
        batch_op.drop_column("role")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_room_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_place_key"))
        batch_op.drop_index(batch_op.f("ix_attendance_participation_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_day_id"))
    op.drop_table("attendance")
    with op.batch_alter_table("registration_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_file_registration_id"))
    op.drop_table("registration_file")
    with op.batch_alter_table("correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_state"))
        batch_op.drop_index(batch_op.f("ix_correction_registration_id"))
    op.drop_table("correction")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_person_open",
            sqlite_where=sa.text(
                "person_id IS NOT NULL AND state NOT IN ('withdrawn', 'declined')"
            ),
            postgresql_where=sa.text(
                "person_id IS NOT NULL AND state NOT IN ('withdrawn', 'declined')"
            ),
        )
        batch_op.drop_index(batch_op.f("ix_registration_state"))
        batch_op.drop_index(batch_op.f("ix_registration_person_id"))
        batch_op.drop_index(batch_op.f("ix_registration_form_id"))
        batch_op.drop_index(batch_op.f("ix_registration_email"))
        batch_op.drop_index(batch_op.f("ix_registration_delete_on"))
    op.drop_table("registration")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_form_id"))
    op.drop_table("question")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index("ix_invitation_meeting_answers")
    op.drop_table("invitation")
    op.drop_table("registration_form")
    with op.batch_alter_table("nomination", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_nomination_process_id"))
        batch_op.drop_index(batch_op.f("ix_nomination_person_id"))
    op.drop_table("nomination")
