"""Plain names for tables and columns, and the kind of number that a proof of delivery was requested for."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_COLUMNS = (
    ("shipments", "awb_told", "announced_awb"),
    ("shipments", "awb_told_at", "announced_awb_at"),
    ("shipments", "seen_at", "updated_at"),
    ("shipments", "looked_at", "fetched_at"),
    ("shipments", "arrivals", "estimates"),
    ("events", "told", "payload"),
)


def upgrade() -> None:
    """Rename the columns, and copy the tables whose constraints are named after them."""
    op.drop_index("ix_shipments_looked_at", table_name="shipments")
    for table, before, after in _COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {before} TO {after}")
    op.create_index("ix_shipments_fetched_at", "shipments", ["fetched_at"])
    _invalidations()
    _proof_images()
    _proof_requests()
    _feed_cursors()


def _id() -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column("id", kind, autoincrement=True, nullable=False)


def _invalidations() -> None:
    op.create_table(
        "invalidations",
        _id(),
        sa.Column("shipment_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invalidations")),
    )
    op.execute(
        "INSERT INTO invalidations (shipment_key, created_at) SELECT number_key, erased_at FROM erasures ORDER BY id"
    )
    op.drop_table("erasures")


def _proof_images() -> None:
    op.create_table(
        "proof_images",
        _id(),
        sa.Column("shipment", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", sa.Double(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["shipment"], ["shipments.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_images")),
        sa.UniqueConstraint("shipment", "digest", name=op.f("uq_proof_images")),
    )
    op.execute(
        "INSERT INTO proof_images (shipment, digest, fetched_at, media_type, image)"
        " SELECT shipment, digest, fetched_at, media_type, picture FROM proofs ORDER BY id"
    )
    op.drop_table("proofs")


def _proof_requests() -> None:
    op.create_table(
        "proof_requests",
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("request", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("requested_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("account", "request", name=op.f("pk_proof_requests")),
    )
    # Before this revision only orders had such requests.
    op.execute(
        "INSERT INTO proof_requests (account, request, kind, number, requested_at)"
        " SELECT account, request, 'order_number', number, asked_at FROM requests"
    )
    op.drop_table("requests")


def _feed_cursors() -> None:
    op.create_table(
        "feed_cursors",
        sa.Column("account", sa.String(length=100), nullable=False),
        sa.Column("cursor", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_feed_cursors")),
    )
    op.execute("INSERT INTO feed_cursors (account, cursor, moved_at) SELECT account, place, moved_at FROM places")
    op.drop_table("places")
