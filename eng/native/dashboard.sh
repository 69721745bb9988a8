#!/usr/bin/env bash
# Runs the Aspire dashboard out of the pinned command line package; its settings come in the environment.
dir=$("$(dirname "$0")/../tools.sh" dashboard) || exit 1
export ASPIRE_CLI_TELEMETRY_OPTOUT=true ASPIRE_DASHBOARD_TELEMETRY_OPTOUT=true DOTNET_BUNDLE_EXTRACT_BASE_DIR=$dir/bundle
managed=$HOME/.aspire/bundle/managed/aspire-managed
[ -x "$managed" ] || "$dir/node_modules/@microsoft/aspire-cli-linux-x64/bin/aspire" --version
exec "$managed" dashboard
