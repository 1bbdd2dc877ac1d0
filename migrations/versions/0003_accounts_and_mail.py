"""accounts that log in, mail, redactions"""

import sqlalchemy as sa
from alembic import op

from base.db import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("account") as batch:
        batch.add_column(
            sa.Column("session_version", sa.Integer(), nullable=False, server_default="1")
        )
        batch.add_column(sa.Column("totp_secret", sa.String(300), nullable=True))
        batch.add_column(sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(
            sa.Column("recovery_codes", sa.JSON(), nullable=False, server_default="[]")
        )
        batch.add_column(sa.Column("last_login_at", Instant(), nullable=True))
    op.create_table(
        "login_attempt",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("at", Instant(), nullable=False, index=True),
        sa.Column("key", sa.String(64), nullable=False),
    )
    op.create_index("ix_login_attempt_key", "login_attempt", ["key", "at"])
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "user_id",
            sa.Integer(),
            sa.ForeignKey("account.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False, index=True),
        sa.Column("used_at", Instant(), nullable=True),
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("made_at", Instant(), nullable=False, index=True),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(120), nullable=True, unique=True),
        sa.Column("next_try_at", Instant(), nullable=True, index=True),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("try_count", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
    )
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("salt", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("length", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    for table in ("redaction", "mail", "one_time_link", "login_attempt"):
        op.drop_table(table)
    with op.batch_alter_table("account") as batch:
        for name in (
            *("last_login_at", "recovery_codes", "totp_step", "totp_secret", "session_version"),
        ):
            batch.drop_column(name)
