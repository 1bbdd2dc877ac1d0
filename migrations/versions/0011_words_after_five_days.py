"""Words that were searched for on fewer than five days are no longer kept as words."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "DELETE FROM search_asked WHERE text IN "
        "(SELECT text FROM search_asked GROUP BY text HAVING count(*) < 5)"
    )


def downgrade() -> None:
    """What was deleted does not come back; the table is as it was."""
