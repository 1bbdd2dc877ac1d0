"""keeping the map: checks, scope, synonyms, what was asked and missed"""

import sqlalchemy as sa
from alembic import op

from base.db import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_check",
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("checked_at", Instant(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("failing_since", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "missed_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("week", "path"),
    )
    op.create_table(
        "provider_check",
        sa.Column("provider_id", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("listed_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("provider_id"),
    )
    op.create_table(
        "scope_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.Column("service_ids", sa.Text(), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "search_asked",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("found_times", sa.Integer(), nullable=False),
        sa.Column("used_times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("day", "text"),
    )
    op.create_index("ix_search_asked_text", "search_asked", ["text", "day"], unique=False)
    op.create_table(
        "staff_synonym",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=80), nullable=False),
        sa.Column("phrase", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("target", "phrase"),
    )
    op.create_table(
        "scope_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("opinion", sa.String(length=10), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["question_id"], ["scope_question.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("question_id", "team"),
    )
    op.create_index("ix_scope_opinion_question_id", "scope_opinion", ["question_id"], unique=False)
    with op.batch_alter_table("service") as batch:
        for name in ("checked_by", "contract_owner"):
            batch.add_column(sa.Column(name, sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("contract_until", sa.Date(), nullable=True))
        # ### end Alembic commands ###


def downgrade() -> None:
    with op.batch_alter_table("service") as batch:
        for name in ("contract_until", "contract_owner", "checked_by"):
            batch.drop_column(name)
    op.drop_index("ix_scope_opinion_question_id", table_name="scope_opinion")
    op.drop_table("scope_opinion")
    op.drop_table("staff_synonym")
    op.drop_index("ix_search_asked_text", table_name="search_asked")
    op.drop_table("search_asked")
    op.drop_table("scope_question")
    op.drop_table("provider_check")
    op.drop_table("missed_address")
    op.drop_table("address_check")
    # ### end Alembic commands ###
