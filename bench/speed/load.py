"""The operations, asked of both sides by wrk, and the proof that both give the same answers."""
import json, os, pathlib, random, subprocess, sys, time, urllib.error
from . import figures, system

OPERATIONS = ["read_one", "list_50", "create", "search", "portal_list", "portal_page"]
LIST = "/api/v1/meetings?status=passed&limit=50"
SEARCHES = ["regular meeting", "matters of the month", "body 17", "regular meeting 4711", "month matters"]
EXPECTED = {"list_50": 50, "search": 20, "portal_list": 50}
TARGETS = 2_000
SCRIPT = pathlib.Path(__file__).with_name("load.lua")


class Side:
    def __init__(self, name, base, pids, token):
        self.name, self.base, self.pids, self.token = name, base, pids, token


def sides(running):
    """The raw reference takes no token: that is part of what the product is measured for."""
    return [Side("raw", running.raw, [running.raw_pid], None), Side("api", running.api, [running.api_pid, running.ai_pid], running.token)]


def targets(running, operation):
    """One request a line: a path, or the body of a POST."""
    path = running.folder / f"{operation}.txt"
    if not path.exists():
        path.write_text("\n".join(lines(running, operation)) + "\n")
    return path


def lines(running, operation):
    if operation == "list_50":
        return [LIST]
    if operation == "search":
        return [f"/api/v1/search?limit=20&q={q.replace(' ', '%20')}" for q in SEARCHES]
    if operation == "portal_list":
        return ["/api/v1/portal/meetings?limit=50"]
    if operation == "portal_page":
        return [f"/api/v1/portal/bodies/body-{i}" for i in range(1, 201)]
    some = some_meetings(running)
    random.Random(1).shuffle(some)
    if operation == "read_one":
        return [f"/api/v1/meetings/{meeting['id']}" for meeting in some]
    return [json.dumps({"name": f"Special meeting no. {i}", "start_date": "2025-03-01T18:00:00Z", "body_id": m["body_id"]}) for i, m in enumerate(some)]


def some_meetings(running):
    found, after = [], ""
    while len(found) < TARGETS:
        page = system.answer(running.api, f"/api/v1/meetings?limit=100{after}", headers=running.headers)
        found += page["items"]
        if not page["next"]:
            break
        after = "&after=" + page["next"]
    return found


def available(running, operations):
    """All of them, but search where nothing is indexed."""
    if "search" in operations:
        try:
            system.answer(running.raw, lines(running, "search")[0])
        except urllib.error.HTTPError:
            print("search: the tenant has no search index, so it is left out.", file=sys.stderr)
            return [o for o in operations if o != "search"]
    return operations


def verify(running, operations):
    """Same rows, same fields, same values, or there is nothing to compare."""
    for operation in operations:
        for line in targets(running, operation).read_text().splitlines()[:3]:
            ours, theirs = (both(base, headers, operation, line) for base, headers in ((running.api, running.headers), (running.raw, {})))
            if plain(ours, operation) != plain(theirs, operation) or (operation in EXPECTED and len(ours["items"]) != EXPECTED[operation]):
                raise SystemExit(f"{operation}: the two sides answer differently.\n{json.dumps(ours)[:600]}\n{json.dumps(theirs)[:600]}")


def both(base, headers, operation, line):
    return system.answer(base, "/api/v1/meetings", json.loads(line), headers) if operation == "create" else system.answer(base, line, headers=headers)


def plain(found, operation):
    """Without what differs by nature: the key and the slug of a new row, the form of a cursor."""
    if operation == "create":
        return {k: v for k, v in found.items() if k not in ("id", "slug")}
    if operation in ("list_50", "portal_list"):
        return found["items"]
    if operation == "search":  # by hand nobody ranks as the product does: as many hits, in another order
        return len(found["items"])
    return found


def warm(running, sides, operations, asked):
    """Until the compiler has done its work: a request's CPU time stops falling. How long that takes is up to the machine."""
    for operation in operations:
        for side in sides:
            best, level, began = float("inf"), 0, time.monotonic()
            while level < 3 and time.monotonic() - began < asked.warm:
                now = round(running, side, operation, 16, 1).cpu
                level = level + 1 if now > 0.95 * best else 0
                best = min(best, now)


def round(running, side, operation, connections, seconds):
    environment = {**os.environ, "BENCH_OPERATION": operation, "BENCH_TARGETS": str(targets(running, operation)), "BENCH_TENANT": system.TENANT}
    if side.token and not operation.startswith("portal"):  # visitors have none
        environment["BENCH_TOKEN"] = side.token
    before = figures.costs(side.pids, running.postgres_pid)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(SCRIPT), side.base]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    after = figures.costs(side.pids, running.postgres_pid)
    line = next((l for l in told.splitlines() if l.startswith("FIGURES ")), None)
    if line is None:
        raise SystemExit(f"wrk said:\n{told}")
    found = json.loads(line[8:])
    if found["refused"] or found["broken"] or not found["requests"]:
        raise SystemExit(f"{side.name} {operation} at {connections}: {found['refused']} refused, {found['broken']} broken of {found['requests']}.")
    return figures.Round(side.name, operation, connections, found, before, after)
