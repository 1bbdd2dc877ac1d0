"""Where events are found for matching, and how links stand."""

import sqlalchemy as sa
from alembic import op

from base.db import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_block",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "key"),
    )
    op.create_index("ix_match_block_key", "match_block", ["key"])
    with op.batch_alter_table("link") as batch:
        batch.add_column(sa.Column("mover_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("moved_from", sa.Date(), nullable=True))
        batch.add_column(sa.Column("contested_at", Instant(), nullable=True))
    op.create_table(
        "link_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("other_event_id", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("sampled_at", Instant(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_event_id"], ["event.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("event_id", "other_event_id"),
    )
    # Everything is matched once, so that its blocks are filed.
    op.execute("UPDATE event SET needs_matching = (1 = 1)")


def downgrade() -> None:
    op.drop_table("link_check")
    with op.batch_alter_table("link") as batch:
        batch.drop_column("contested_at")
        batch.drop_column("moved_from")
        batch.drop_column("mover_id")
    op.drop_index("ix_match_block_key", "match_block")
    op.drop_table("match_block")
