#!/usr/bin/env bash
# status.sh [--json]: where the running instance is and how to sign in; fails when it is not up.
. "$(dirname "$0")/common.sh"
if [ -z "$(apphost_pid)" ] || [ ! -e "$DATA/run/status.json" ]; then
  fail "not running (data folder $DATA): ./civicpulse up starts it."
fi
if [ "${1:-}" = --json ]; then
  cat "$DATA/run/status.json"
  echo
  exit 0
fi
node -e '
  const s = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
  console.log(`
  Web        ${s.web}
             ${s.login.email}  ${s.login.password}
  API        ${s.api}  (X-Tenant: ${s.tenant})
  Dashboard  ${s.dashboard ?? "not available on this machine"}
`);' "$DATA/run/status.json"
