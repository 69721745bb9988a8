#!/usr/bin/env bash
# Runs the Aspire dashboard out of the pinned command line package; its settings come in the environment.
dir=$("$(dirname "$0")/../tools.sh" dashboard) || { echo "the dashboard cannot be installed here: everything else runs without it" >&2; exit 1; }
export ASPIRE_DASHBOARD_TELEMETRY_OPTOUT=true
exec "$dir/unpacked/bundle/managed/aspire-managed" dashboard
