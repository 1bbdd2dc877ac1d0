"""The agenda as JSON: dates with the same choices as the pages, and whole activities."""

from dataclasses import dataclass
from typing import Any

from snapshot.listing import ActivityListing, OccurrenceListing, PlaceListing

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """Makes JSON of listings. Times are local with their offset (RFC 3339), or a bare date.

    What `licences.EXCLUDED` names stays out: it is not ours to give on.
    """

    base_url: str

    def occurrence(self, shown: OccurrenceListing) -> Json:
        when = shown.when
        return _known(
            {
                "uid": shown.uid,
                "activity_id": shown.activity_id,
                "url": f"{self.base_url}/activiteit/{shown.activity_id}",
                "title": shown.title,
                "start": when.start_iso,
                "end": when.end_iso,
                "doors": when.doors.isoformat("minutes") if when.doors else "",
                "status": shown.status,
                "changed_at": shown.changed_at.isoformat(),
                "place": _place(shown.place),
                "warning": shown.warning,
            }
        )

    def activity(self, shown: ActivityListing) -> Json:
        return _known(
            {
                "id": shown.id,
                "url": f"{self.base_url}/activiteit/{shown.id}",
                "title": shown.title,
                "state": shown.state,
                "rhythm": shown.rhythm,
                "rrule": shown.rrule,
                "organiser": shown.organiser,
                "provider_id": shown.provider_id,
                "place": _place(shown.place),
                "online_url": shown.online_url,
                "source_url": shown.url,
                "price": shown.price,
                "is_free": shown.is_free,
                "audience": list(shown.audience),
                "topics": list(shown.topics),
                "language": shown.language,
                "sources": [{"name": s.name, "url": s.url} for s in shown.sources],
                "changed_at": shown.changed_at.isoformat(),
                "warning": shown.warning,
                "occurrences": [self.occurrence(o) for o in shown.occurrences],
            }
        )


def _place(place: PlaceListing) -> Json:
    names = ("kind", "code", "neighbourhood", "venue", "address", "postcode", "lat", "lon")
    return _known({name: getattr(place, name) for name in names})


def _known(facts: Json) -> Json:
    return {key: value for key, value in facts.items() if value not in ("", None)}
