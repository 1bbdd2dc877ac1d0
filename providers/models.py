"""The table of the map: what organisations offer."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from base.db import Base, Instant


class Service(Base):
    """One service as a `snapshot.listing.ServiceListing` in JSON; `id` never changes.

    `position` keeps the order of the file. Hidden services are kept and not shown.
    """

    __tablename__ = "service"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider_id: Mapped[str] = mapped_column(String(80), index=True)
    position: Mapped[int]
    listing: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime] = mapped_column(Instant)
    is_hidden: Mapped[bool] = mapped_column(default=False)
