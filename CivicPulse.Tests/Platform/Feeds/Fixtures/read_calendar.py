"""Reads a calendar with the distribution's own parser and tells what it found, as JSON."""
import datetime
import io
import json
import sys

import icalendar
from dateutil import tz

content = sys.stdin.buffer.read()
# The zones as the file describes them, read by a second parser: icalendar prefers its own zones where it knows the name.
text = content.decode("utf-8").replace("\r\n ", "")
described = tz.tzical(io.StringIO(text.replace("\r\n", "\n"))) if "BEGIN:VTIMEZONE" in text else None


def moment(value, params):
    value = value.dt if hasattr(value, "dt") else value
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    zone = params.get("TZID")
    if zone:
        found = value.replace(tzinfo=None)
        by_file = found.replace(tzinfo=described.get(zone)).astimezone(datetime.timezone.utc)
        by_name = value.astimezone(datetime.timezone.utc)
        if by_file != by_name:
            raise ValueError(f"{zone} {found}: the file says {by_file}, the zone {by_name}")
        value = by_file
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def plain(value):
    if hasattr(value, "dts"):
        return [moment(one, value.params) for one in value.dts]
    if hasattr(value, "dt"):
        return moment(value, value.params)
    if hasattr(value, "cats"):
        return [str(one) for one in value.cats]
    if hasattr(value, "latitude"):
        return [float(value.latitude), float(value.longitude)]
    if isinstance(value, icalendar.vRecur):
        return value.to_ical().decode()
    return value if isinstance(value, int) else str(value)


def component(one):
    if getattr(one, "errors", None):
        raise ValueError(one.errors)
    properties = {}
    for name, value in one.property_items(recursive=False, sorted=False):
        if name in ("BEGIN", "END"):
            continue
        params = {key: str(said) for key, said in getattr(value, "params", {}).items()}
        properties.setdefault(name, []).append({"value": plain(value), "params": params})
    return {"name": one.name, "properties": properties, "parts": [component(part) for part in one.subcomponents]}


json.dump([component(one) for one in icalendar.Calendar.from_ical(content, multiple=True)], sys.stdout)
