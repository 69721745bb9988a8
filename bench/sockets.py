#!/usr/bin/env python3
"""Idle live sockets on one API process: connects a second, memory of a socket, processor while idle, latency of messages.

  bench/sockets.py [--sockets 5000] [--quick] [--json]

It starts PostgreSQL, Redis, blobs and an API process of its own; build first: `dotnet build -c Release CivicPulse.Tests`. An account has
at most 20 sockets, so 5,000 need 250 sign-ins. 5,000 sockets take about three minutes on two cores. Needs `ulimit -n` of at least
three for each socket.
"""
import measured

measured.run(__doc__, "SocketBench", "sockets", 5000, 500)
