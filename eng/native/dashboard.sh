#!/usr/bin/env bash
# Runs the Aspire dashboard out of the pinned command line package; its settings come in the environment.
dir=$("$(dirname "$0")/../tools.sh" dashboard) || { echo "the dashboard cannot be installed here: everything else runs without it" >&2; exit 1; }
export ASPIRE_CLI_TELEMETRY_OPTOUT=true ASPIRE_DASHBOARD_TELEMETRY_OPTOUT=true
managed=$dir/unpacked/bundle/managed/aspire-managed
if [ ! -x "$managed" ]; then
  exec 9>"$dir.lock"
  flock 9
  # The package unpacks itself below the home it is given: this one, not the user's.
  [ -x "$managed" ] || HOME=$dir "$dir/node_modules/@microsoft/aspire-cli-linux-x64/bin/aspire" setup --non-interactive --nologo --install-path "$dir/unpacked"
  exec 9>&-
fi
exec "$managed" dashboard
