"""Columns for air waybill numbers, estimates of the arrival, and the refresher's answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the new columns, and drop two unused ones."""
    for name, kind in (
        ("awb_told", sa.String(length=100)),
        ("awb_told_at", sa.Double()),
        ("arrivals", sa.Text()),
        ("answer", sa.LargeBinary()),
        ("answered_at", sa.Double()),
    ):
        op.add_column("shipments", sa.Column(name, kind, nullable=True))
    # Nothing was ever written to these two.
    for name in ("told", "carrier_status"):
        op.drop_column("shipments", name)
