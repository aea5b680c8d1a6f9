"""One index for the addresses of a person and whether mail came back from them."""

from alembic import op

revision = "a7c6d9f8b017"
down_revision = "f6b5c8d7e906"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("email_address", schema=None) as batch_op:
        batch_op.create_index(
            "ix_email_address_person_id_bounced_at", ["person_id", "bounced_at"], unique=False
        )
        batch_op.drop_index("ix_email_address_person_id")


def downgrade() -> None:
    with op.batch_alter_table("email_address", schema=None) as batch_op:
        batch_op.create_index("ix_email_address_person_id", ["person_id"], unique=False)
        batch_op.drop_index("ix_email_address_person_id_bounced_at")
