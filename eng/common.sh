# Sourced by ./civicpulse and its scripts: where things are and how to speak.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DATA=${CIVICPULSE_DATA:-$ROOT/.data}
case $DATA in /*) ;; *) DATA=$PWD/$DATA ;; esac
export CIVICPULSE_DATA=$DATA DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
TOOLS=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/civicpulse

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
fail() { printf 'civicpulse: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# The newest PostgreSQL that the distribution's packages put on this machine; empty when there is none.
postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1; }

# version_at_least 15.2 15  -> true
version_at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -1)" = "$2" ]; }
