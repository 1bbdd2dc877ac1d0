"""an index that holds all that ordering and counting the queue look at"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_review_queue", table_name="review")
    columns = ["answer", "kind", "source_id", "is_public", "urgent_on", "id"]
    op.create_index("ix_review_queue", "review", columns)


def downgrade() -> None:
    op.drop_index("ix_review_queue", table_name="review")
    op.create_index("ix_review_queue", "review", ["answer", "is_public", "urgent_on", "id"])
