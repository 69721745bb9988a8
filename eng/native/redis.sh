#!/usr/bin/env bash
# Runs Redis on 127.0.0.1 in the foreground: REDIS_FOLDER, REDIS_PORT, REDIS_PASSWORD.
. "$(dirname "$0")/../common.sh"
have redis-server || fail "redis-server is not installed: run ./civicpulse up, or eng/install.sh."
version=$(redis-server --version | grep -oE 'v=[0-9.]+' | cut -c3-)
version_at_least "$version" 7 || fail "Redis $version found; CivicPulse needs 7 or newer."
mkdir -p "$REDIS_FOLDER"
# By standard input, so that the password shows in no process list.
exec redis-server - <<CONFIGURATION
bind 127.0.0.1
port $REDIS_PORT
requirepass $REDIS_PASSWORD
dir $REDIS_FOLDER
appendonly yes
databases 256
save ""
CONFIGURATION
