"""The tables of the database; `migrations` makes them, and a test compares the two."""

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
# Seconds since 1970, in UTC: the one form that both databases give back as it was.
_TIME: Double[float] = Double()

# Sealed links that were taken back, until they would have ended by themselves.
revoked_links = Table(
    "revoked_links",
    metadata,
    Column("brand", String(100), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("expires", BigInteger, nullable=False),
)

# Up to which second all the links that a brand had made were taken back.
revoked_brands = Table(
    "revoked_brands",
    metadata,
    Column("brand", String(100), primary_key=True),
    Column("issued_until", BigInteger, nullable=False),
)

# What was erased by command, for the processes that keep it in their memory.
erasures = Table(
    "erasures",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("number_key", String(64), nullable=False),
    Column("erased_at", _TIME, nullable=False),
)

# What LogiNext sent, as it came.
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
    # The key of the air waybill number that holds now; and the number that a webhook told, and when that was.
    Column("awb", String(100)),
    Column("awb_told", String(100)),
    Column("awb_told_at", _TIME),
    Column("status", String(40)),
    Column("seen_at", _TIME),
    Column("looked_at", _TIME),
    Column("ended_at", _TIME),
    # When it was expected, by whom it was told and when that was.
    Column("arrivals", Text),
    # What its carrier answered to the refresher, as it came.
    Column("answer", LargeBinary),
    Column("answered_at", _TIME),
    UniqueConstraint("account", "kind", "number"),
)
Index("ix_shipments_awb", shipments.c.awb)
Index("ix_shipments_looked_at", shipments.c.looked_at)
Index("ix_shipments_ended_at", shipments.c.ended_at)

# What happened to a shipment, told by a webhook or observed between two looks.
events = Table(
    "events",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("shipment", _ID, ForeignKey("shipments.id", ondelete="CASCADE"), nullable=False),
    Column("source", String(20), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("received_at", _TIME, nullable=False),
    Column("told", Text, nullable=False),
    UniqueConstraint("shipment", "fingerprint"),
)

# Pictures that prove a delivery.
proofs = Table(
    "proofs",
    metadata,
    Column("id", _ID, primary_key=True, autoincrement=True),
    Column("shipment", _ID, ForeignKey("shipments.id", ondelete="CASCADE"), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("fetched_at", _TIME, nullable=False),
    Column("media_type", String(40), nullable=False),
    Column("picture", LargeBinary, nullable=False),
    UniqueConstraint("shipment", "digest"),
)

# What was asked of a carrier and is answered later, by webhook.
requests = Table(
    "requests",
    metadata,
    Column("account", String(100), primary_key=True),
    Column("request", String(100), primary_key=True),
    Column("number", String(200), nullable=False),
    Column("asked_at", _TIME, nullable=False),
)

# How far the changes of an account were followed.
places = Table(
    "places",
    metadata,
    Column("account", String(100), primary_key=True),
    Column("place", Text, nullable=False),
    Column("moved_at", _TIME, nullable=False),
)

# Who does what only one may do at a time.
leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("until", _TIME, nullable=False),
)
