"""Per source, since when each passage of its text has been there."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("source_hashes") as batch:
        batch.add_column(sa.Column("passages", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source_hashes") as batch:
        batch.drop_column("passages")
