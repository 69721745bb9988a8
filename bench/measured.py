"""Runs one of the tests' own benchmarks in a system of its own and prints its figures. Used by the scripts beside it."""
import argparse, json, os, pathlib, resource, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]


def run(description, name, option, full, quick):
    options = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--" + option, type=int, default=full)
    options.add_argument("--quick", action="store_true", help=f"only {quick}")
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    options.add_argument("--configuration", default="Release", help="build to measure")
    given = options.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    size = quick if given.quick else getattr(given, option)
    tests = ROOT / "CivicPulse.Tests" / "bin" / given.configuration / "net10.0" / "CivicPulse.Tests"
    if not tests.exists():
        raise SystemExit(f"dotnet build -c {given.configuration} CivicPulse.Tests first: {tests} is not there.")
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        work = subprocess.run([tests, "-explicit", "only", "-class", "CivicPulse.Tests.Bench." + name], text=True, capture_output=True,
                              env={**os.environ, "CIVICPULSE_BENCH_SIZE": str(size), "CIVICPULSE_BENCH_OUT": out.name})
        text = pathlib.Path(out.name).read_text()
    if work.returncode or not text:
        raise SystemExit(work.stdout[-4000:] + work.stderr[-2000:])
    figures = json.loads(text)
    if given.json:
        print(json.dumps(figures))
    else:
        for key, value in figures.items():
            print(f"{key.replace('_', ' '):50} {value:>14,.2f}")
