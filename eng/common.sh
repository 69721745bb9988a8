# Sourced by ./civicpulse and its scripts: where things are and how to speak.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DATA=${CIVICPULSE_DATA:-$ROOT/.data}
case $DATA in /*) ;; *) DATA=$PWD/$DATA ;; esac
TOOLS=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/civicpulse
export CIVICPULSE_DATA=$DATA DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '==> %s\n' "$*" >&2; }
fail() { printf 'civicpulse: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# version_at_least 15.2 15  -> true
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }

# The newest PostgreSQL that the distribution's packages put on this machine; empty when there is none.
postgres_bin() { ls /usr/lib/postgresql/*/bin/postgres 2>/dev/null | sort -V | tail -1 | xargs -r dirname; }

need_sdks() {
  have dotnet || fail "the .NET 10 SDK is not installed."
  version_at_least "$(dotnet --version)" 10 || fail "the .NET SDK $(dotnet --version) is too old: 10 is needed."
  have node && have npm || fail "Node.js 20 or newer (with npm) is not installed."
  version_at_least "$(node --version | tr -d v)" 20 || fail "Node.js $(node --version) is too old: 20 or newer is needed."
}

# The process that runs this data folder's instance; empty when there is none.
apphost_pid() {
  local pid
  pid=$(cat "$DATA/run/apphost.pid" 2>/dev/null) || return 0
  if grep -qa CivicPulse.AppHost "/proc/$pid/cmdline" 2>/dev/null; then echo "$pid"; fi
}

# Installs exactly what the lock file of a folder names. A registry that lacks packages for other platforms makes npm ci refuse
# although this platform's are all there; npm install takes the same versions from the same lock file.
npm_packages() {
  (cd "$1" && { npm ci --no-audit --no-fund --loglevel=silent || npm install --no-save --no-audit --no-fund --loglevel=error; }) >&2
}
