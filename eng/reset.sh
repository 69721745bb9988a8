#!/usr/bin/env bash
# Stops the instance and throws away what it kept: data, secrets, logs. Its ports stay, so addresses do.
. "$(dirname "$0")/common.sh"
"$ROOT/eng/down.sh"
say "removing the data in $DATA"
for name in postgres redis blobs logs run secrets.json; do rm -rf "${DATA:?}/$name"; done
