"""The tables of the database; `migrations` creates them, and a test compares the two."""

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import BigInteger

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ID = BigInteger().with_variant(Integer, "sqlite")
# Seconds since 1970, in UTC: the one form that both databases return unchanged.
_TIME: Double[float] = Double()

# Sealed links that were revoked one by one, until they would have expired.
revoked_links = Table(
    "revoked_links",
    metadata,
    Column("brand", String(100), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("expires", BigInteger, nullable=False),
)

# The second up to which all links of a brand are revoked.
revoked_brands = Table(
    "revoked_brands",
    metadata,
    Column("brand", String(100), primary_key=True),
    Column("issued_until", BigInteger, nullable=False),
)

# Shipments whose cached results every process has to drop.
invalidations = Table(
    "invalidations",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("shipment_key", String(64), nullable=False),
    Column("created_at", _TIME, nullable=False),
)

# Webhooks as they were received.
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("account", String(100), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("content_type", String(200)),
    Column("body", LargeBinary, nullable=False),
    Column("state", String(20), nullable=False),
    Column("kind", String(100)),
    Column("number", String(100)),
    UniqueConstraint("account", "digest"),
)
Index("ix_webhooks_state", webhooks.c.state)
Index("ix_webhooks_number", webhooks.c.account, webhooks.c.number)

# What is known of a shipment beyond its carrier's current answer.
shipments = Table(
    "shipments",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("account", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("number", String(200), nullable=False),
    # The comparison key of the current air waybill number; then the number that a webhook announced, and when.
    Column("awb", String(100)),
    Column("announced_awb", String(100)),
    Column("announced_awb_at", _TIME),
    Column("status", String(40)),
    # When a webhook or an image last brought news, and when the carrier was last fetched for a viewer.
    Column("updated_at", _TIME),
    Column("fetched_at", _TIME),
    Column("ended_at", _TIME),
    # Estimates of the arrival, each with its source and time, as JSON.
    Column("estimates", Text),
    # The carrier's answer that the refresher fetched, encrypted.
    Column("answer", LargeBinary),
    Column("answered_at", _TIME),
    UniqueConstraint("account", "kind", "number"),
)
Index("ix_shipments_awb", shipments.c.awb)
Index("ix_shipments_fetched_at", shipments.c.fetched_at)
Index("ix_shipments_ended_at", shipments.c.ended_at)

# Events of a shipment, from a webhook or observed between two fetches.
events = Table(
    "events",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("shipment", _ID, ForeignKey("shipments.id", ondelete="CASCADE"), nullable=False),
    Column("source", String(20), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("payload", Text, nullable=False),
    UniqueConstraint("shipment", "fingerprint"),
)

# Images that prove a delivery.
proof_images = Table(
    "proof_images",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("shipment", _ID, ForeignKey("shipments.id", ondelete="CASCADE"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("fetched_at", _TIME, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("image", LargeBinary, nullable=False),
    UniqueConstraint("shipment", "digest"),
)

# Requests for such images, which the carrier answers later by webhook.
proof_requests = Table(
    "proof_requests",
    metadata,
    Column("account", String(100), primary_key=True),
    Column("request", String(100), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("number", String(200), nullable=False),
    Column("requested_at", _TIME, nullable=False),
)

# How far the change feed of an account was read.
feed_cursors = Table(
    "feed_cursors",
    metadata,
    Column("account", String(100), primary_key=True),
    Column("cursor", Text, nullable=False),
    Column("moved_at", _TIME, nullable=False),
)

# Leases of tasks that only one process may do at a time.
leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("until", _TIME, nullable=False),
)
