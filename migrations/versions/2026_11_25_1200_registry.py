"""The registry: what is known of people and organizations, nominations, needs and consents."""

import json
import re
import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op
from anyascii import anyascii

revision = "d4f3a6b5c704"
down_revision = "c3d2e5b4a603"
branch_labels = None
depends_on = None

_TITLES = (
    "mr mrs ms mx miss sir dame dr prof professor eng ing arq lic h.e he hon amb m mme mlle sr sra "
    "srta dipl.-ing phd frau herr"
)
TITLES = frozenset(_TITLES.split())


def upgrade() -> None:
    op.create_table(
        "label",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("audience", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("kind", "code", "language", name=op.f("uq_label_kind_code_language")),
    )
    op.create_table(
        "organization_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("folded", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_name_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_name")),
        sa.UniqueConstraint(
            "organization_id", "text", name=op.f("uq_organization_name_organization_id_text")
        ),
    )
    with op.batch_alter_table("organization_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_name_folded"), ["folded"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organization_name_organization_id"), ["organization_id"], unique=False
        )
    op.create_table(
        "organization_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column(
            "word",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["name_id"],
            ["organization_name.id"],
            name=op.f("fk_organization_word_name_id_organization_name"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_organization_word_organization_id_organization"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_word")),
    )
    with op.batch_alter_table("organization_word", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organization_word_name_id"), ["name_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_organization_word_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            "ix_organization_word_word", ["word", "organization_id", "name_id"], unique=False
        )
    op.create_table(
        "person_needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_person_needs_meeting_id_meeting"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_person_needs_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_needs")),
        sa.UniqueConstraint("person_id", name=op.f("uq_person_needs_person_id")),
    )
    with op.batch_alter_table("person_needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_person_needs_delete_on"), ["delete_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_person_needs_meeting_id"), ["meeting_id"], unique=False
        )
    op.create_table(
        "person_tag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "tag",
            sa.String(length=100).with_variant(sa.String(length=100, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_person_tag_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_tag")),
        sa.UniqueConstraint(
            "person_id", "kind", "tag", name=op.f("uq_person_tag_person_id_kind_tag")
        ),
    )
    with op.batch_alter_table("person_tag", schema=None) as batch_op:
        batch_op.create_index("ix_person_tag_tag", ["kind", "tag", "person_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_consent_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_consent_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["user.id"],
            name=op.f("fk_consent_recorded_by_id_user"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_consent_person_id"), ["person_id"], unique=False)
    with op.batch_alter_table("email_address", schema=None) as batch_op:
        batch_op.create_index(
            "ix_email_address_address_key_start",
            ["address_key"],
            unique=False,
            postgresql_ops={"address_key": "varchar_pattern_ops"},
        )
        batch_op.create_index(
            batch_op.f("ix_email_address_bounced_at"), ["bounced_at"], unique=False
        )
    with op.batch_alter_table("name_word", schema=None) as batch_op:
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.drop_index(batch_op.f("ix_name_word_word"))
        batch_op.create_index(batch_op.f("ix_name_word_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_name_word_word_person", ["word", "person_id", "spelling_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_name_word_person_id_person"),
            "person",
            ["person_id"],
            ["id"],
            ondelete="CASCADE",
        )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with _person_whose_numbers_are_never_given_again() as batch_op:
        batch_op.add_column(sa.Column("family_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("given_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("latin_name", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("script_name", sa.String(length=300), nullable=True))
        batch_op.add_column(
            sa.Column(
                "sort_key",
                sa.String(length=600).with_variant(
                    sa.String(length=600, collation="C"), "postgresql"
                ),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(
            sa.Column(
                "given_key",
                sa.String(length=600).with_variant(
                    sa.String(length=600, collation="C"), "postgresql"
                ),
                nullable=False,
                server_default="",
            )
        )
        batch_op.add_column(sa.Column("salutation", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("country", sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column("country_as_stated", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("nationality", sa.String(length=2), nullable=True))
        batch_op.add_column(sa.Column("gender", sa.String(length=10), nullable=True))
        batch_op.add_column(sa.Column("gender_words", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("category", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("themes", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("phone", sa.String(length=60), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_category"), ["category"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_country"), ["country"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_gender"), ["gender"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_given_key"), ["given_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_person_sort_key"), ["sort_key"], unique=False)
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.add_column(sa.Column("most_per_country", sa.Integer(), nullable=True))
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("arranges_needs", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _fill()


def _person_whose_numbers_are_never_given_again() -> Any:
    # SQLite gives the number of the last row that went to the next row that comes; a merge that is
    # undone wants it back, and an old address must not lead to somebody else.
    return op.batch_alter_table(
        "person",
        recreate="always" if op.get_bind().dialect.name == "sqlite" else "never",
        table_kwargs={"sqlite_autoincrement": True},
    )


def _fill() -> None:
    """Give people and organizations that are there already what lists and search go by."""
    bind = op.get_bind()
    for key, folded in list(bind.execute(sa.text("SELECT id, folded FROM person"))):
        words = folded.split()
        while len(words) > 1 and words[0].rstrip(".") in TITLES:
            words.pop(0)
        bind.execute(
            sa.text("UPDATE person SET sort_key = :sorted, given_key = :sorted WHERE id = :key"),
            {"sorted": " ".join(words)[:600], "key": key},
        )
    for key, name in list(bind.execute(sa.text("SELECT id, name FROM organization"))):
        folded = " ".join(anyascii(unicodedata.normalize("NFKC", name)).casefold().split())
        bind.execute(
            sa.text(
                "INSERT INTO organization_name (organization_id, text, folded)"
                " VALUES (:key, :name, :folded)"
            ),
            {"key": key, "name": name, "folded": folded[:600]},
        )
    asked = sa.text("SELECT id, organization_id, text FROM organization_name")
    for key, organization, name in list(bind.execute(asked)):
        for word in _words(name):
            bind.execute(
                sa.text(
                    "INSERT INTO organization_word (name_id, organization_id, word)"
                    " VALUES (:key, :organization, :word)"
                ),
                {"key": key, "organization": organization, "word": word},
            )
    bind.execute(
        sa.text(
            "UPDATE name_word SET person_id ="
            " (SELECT person_id FROM spelling WHERE spelling.id = name_word.spelling_id)"
        )
    )
    for key, languages in list(bind.execute(sa.text("SELECT id, languages FROM person"))):
        tags = json.loads(languages) if isinstance(languages, str) else languages or []
        for tag in dict.fromkeys(tag.casefold() for tag in tags):
            bind.execute(
                sa.text(
                    "INSERT INTO person_tag (person_id, kind, tag) VALUES (:key, 'language', :tag)"
                ),
                {"key": key, "tag": tag},
            )


def _words(name: str) -> list[str]:
    """Return the words by which a name is found, as the registry folds them."""
    german = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    words = set()
    for text in (name, unicodedata.normalize("NFC", name).translate(german)):
        for word in anyascii(unicodedata.normalize("NFKC", text)).casefold().split():
            parts = re.findall(r"[a-z0-9]+", word)
            words.update(part[:100] for part in (*parts, "".join(parts)) if part)
    return sorted(words)


def downgrade() -> None:
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_column("arranges_needs")
    with op.batch_alter_table("process", schema=None) as batch_op:
        batch_op.drop_column("most_per_country")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_sort_key"))
        batch_op.drop_index(batch_op.f("ix_person_given_key"))
        batch_op.drop_index(batch_op.f("ix_person_gender"))
        batch_op.drop_index(batch_op.f("ix_person_country"))
        batch_op.drop_index(batch_op.f("ix_person_category"))
        batch_op.drop_column("phone")
        batch_op.drop_column("themes")
        batch_op.drop_column("category")
        batch_op.drop_column("gender_words")
        batch_op.drop_column("gender")
        batch_op.drop_column("nationality")
        batch_op.drop_column("country_as_stated")
        batch_op.drop_column("country")
        batch_op.drop_column("salutation")
        batch_op.drop_column("given_key")
        batch_op.drop_column("sort_key")
        batch_op.drop_column("script_name")
        batch_op.drop_column("latin_name")
        batch_op.drop_column("given_name")
        batch_op.drop_column("family_name")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_column("version")
        batch_op.drop_column("country")
        batch_op.drop_column("kind")
    with op.batch_alter_table("name_word", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_name_word_person_id_person"), type_="foreignkey")
        batch_op.drop_index("ix_name_word_word_person")
        batch_op.drop_index(batch_op.f("ix_name_word_person_id"))
        batch_op.create_index(
            batch_op.f("ix_name_word_word"), ["word", "spelling_id"], unique=False
        )
        batch_op.drop_column("person_id")
    with op.batch_alter_table("email_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_email_address_bounced_at"))
        batch_op.drop_index(
            "ix_email_address_address_key_start",
            postgresql_ops={"address_key": "varchar_pattern_ops"},
        )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_person_id"))
        batch_op.drop_index(batch_op.f("ix_consent_meeting_id"))
    op.drop_table("consent")
    with op.batch_alter_table("person_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_person_tag_tag")
    op.drop_table("person_tag")
    with op.batch_alter_table("person_needs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_needs_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_person_needs_delete_on"))
    op.drop_table("person_needs")
    with op.batch_alter_table("organization_word", schema=None) as batch_op:
        batch_op.drop_index("ix_organization_word_word")
        batch_op.drop_index(batch_op.f("ix_organization_word_organization_id"))
        batch_op.drop_index(batch_op.f("ix_organization_word_name_id"))
    op.drop_table("organization_word")
    with op.batch_alter_table("organization_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organization_name_organization_id"))
        batch_op.drop_index(batch_op.f("ix_organization_name_folded"))
    op.drop_table("organization_name")
    op.drop_table("label")
