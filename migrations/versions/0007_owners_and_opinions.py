"""how far asking an owner is, and opinions of visitors as numbers"""

import sqlalchemy as sa
from alembic import op

from base.db import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reconfirmation",
        sa.Column(
            "event_id",
            sa.Integer(),
            sa.ForeignKey("event.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("asked_at", Instant(), nullable=True),
        sa.Column("reminded_at", Instant(), nullable=True),
        sa.Column("with_staff_at", Instant(), nullable=True),
    )
    op.create_table(
        "opinion_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("path", sa.String(200), nullable=False),
        sa.Column("is_found", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "path", "is_found"),
    )


def downgrade() -> None:
    op.drop_table("opinion_count")
    op.drop_table("reconfirmation")
