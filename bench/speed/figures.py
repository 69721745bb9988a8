"""What a round cost, and what many rounds say."""
import os, pathlib, statistics, sys

TICKS = os.sysconf("SC_CLK_TCK")
TARGETS = {"read_one": 0.7, "list_50": 0.7, "create": 0.5, "portal_list": 0.7, "portal_page": 0.7}
HEADLINE = 16


def stat(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[1]), [int(t) / TICKS for t in fields[11:15]]  # parent; user, system, and both of ended children


def costs(pids, postgres):
    """CPU seconds so far of the side's processes and of the database with all its children; peak memory of each."""
    database = sum(stat(postgres)[1])
    for process in pathlib.Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                parent, times = stat(process.name)
            except (OSError, IndexError):
                continue
            if parent == postgres:
                database += times[0] + times[1]
    return {"side": [sum(stat(pid)[1][:2]) for pid in pids], "postgres": database, "rss_mb": [peak(pid) for pid in pids]}


def peak(pid):
    line = next(l for l in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if l.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


class Round:
    def __init__(self, side, operation, connections, found, before, after):
        self.side, self.operation, self.connections = side, operation, connections
        self.rate = found["requests"] * 1e6 / found["microseconds"]
        self.p50, self.p99 = found["p50"] / 1000, found["p99"] / 1000
        per_request = 1e6 / found["requests"]
        self.cpu = (sum(after["side"]) - sum(before["side"])) * per_request
        self.postgres = (after["postgres"] - before["postgres"]) * per_request
        self.rss = after["rss_mb"]


def of(results, operation, connections, side):
    return [r for r in results if (r.operation, r.connections, r.side) == (operation, connections, side)]


def ratio(results, operation, connections):
    """Neighbouring rounds are compared with each other, and the middle of these is taken."""
    pairs = zip(of(results, operation, connections, "raw"), of(results, operation, connections, "api"))
    return statistics.median(api.rate / raw.rate for raw, api in pairs)


def tell(results, operation, connections):
    print(f"{operation:9} {connections:3} connections: ratio {ratio(results, operation, connections):.2f}", file=sys.stderr, flush=True)


def side(rounds):
    middle = lambda name: statistics.median(getattr(r, name) for r in rounds)
    return {"requests_a_second": round(middle("rate")), "p50_ms": round(middle("p50"), 2), "p99_ms": round(middle("p99"), 2),
            "cpu_us_a_request": round(middle("cpu")), "postgres_cpu_us_a_request": round(middle("postgres")), "peak_rss_mb": rounds[-1].rss}


def summary(results, asked, running):
    detail = {operation: {str(c): {"ratio": round(ratio(results, operation, c), 3), **{s: side(of(results, operation, c, s)) for s in ("raw", "api")}}
                          for c in asked.connections} for operation in asked.operations}
    headline = str(HEADLINE if HEADLINE in asked.connections else asked.connections[-1])
    return {"ratios": {operation: by[headline]["ratio"] for operation, by in detail.items()}, "at_connections": int(headline),
            "targets": TARGETS, "rounds": asked.rounds, "seconds": asked.seconds, "rows": running.rows, "operations": detail}


def table(summary):
    print(f"{'operation':10}{'conns':>6}{'ratio':>7}  {'side':5}{'req/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'CPU us':>8}{'PG us':>7}  peak MB")
    for operation, by in summary["operations"].items():
        for connections, found in by.items():
            for name in ("raw", "api"):
                s = found[name]
                lead = f"{operation:10}{connections:>6}{found['ratio']:>7.2f}" if name == "raw" else " " * 23
                print(f"{lead}  {name:5}{s['requests_a_second']:>8}{s['p50_ms']:>9}{s['p99_ms']:>9}{s['cpu_us_a_request']:>8}"
                      f"{s['postgres_cpu_us_a_request']:>7}  {' + '.join(map(str, s['peak_rss_mb']))}")
    for operation, least in TARGETS.items():
        if operation in summary["ratios"]:
            reached = summary["ratios"][operation]
            print(f"{operation}: {reached:.2f} of the raw reference at {summary['at_connections']} connections, target {least}: "
                  + ("reached" if reached >= least else "MISSED"))
