#!/usr/bin/env python3
"""Places and their districts: a file of a million places against 159 counties, a thousand at once, one by one; tiles cold and kept.

  bench/districts.py [--places 1000000] [--quick] [--json]

It starts PostgreSQL, Redis, blobs and an API process of its own; build first: `dotnet build -c Release CivicPulse.Tests`. Needs the shared
data `boundaries`. The places are spread evenly over the box around Georgia, so about two thirds of them lie in a county. The file is uploaded as CSV
and read back as CSV with three more columns; seconds are end to end, memory is the API's. About a minute on two cores.
"""
import measured

measured.run(__doc__, "DistrictBench", "places", 1_000_000, 50_000)
