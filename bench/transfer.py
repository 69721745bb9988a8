#!/usr/bin/env python3
"""A large import and its exports: rows a second, memory of API and Worker each second, a Worker killed with -9 in the middle.

  bench/transfer.py [--rows 1000000] [--quick] [--json]

It starts PostgreSQL, Redis, blobs, an API and a Worker process of its own; build first: `dotnet build -c Release CivicPulse.Tests`. The
file is uploaded, imported by one Worker up to the half and by another after that one was killed, counted exactly in the tables and in
the audit, imported once more (nothing changes), and exported as csv, json and xlsx. A million rows take about twenty minutes on two cores.
"""
import measured

measured.run(__doc__, "TransferBench", "rows", 1_000_000, 20_000)
