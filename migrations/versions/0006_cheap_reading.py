"""What a source was read with, and the hash of each event's bytes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("read_with", sa.String(length=64), nullable=True))
    op.create_table(
        "source_hashes",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id"),
    )
    # The hash is of the bytes alone now; read everything once more.
    op.execute("UPDATE source SET body_hash = NULL, etag = NULL, last_modified = NULL")


def downgrade() -> None:
    op.drop_table("source_hashes")
    with op.batch_alter_table("source") as batch:
        batch.drop_column("read_with")
