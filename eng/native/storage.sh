#!/usr/bin/env bash
# Runs the blob store on 127.0.0.1 in the foreground: BLOB_FOLDER, BLOB_PORT; AZURITE_ACCOUNTS holds its account and key.
dir=$("$(dirname "$0")/../tools.sh" azurite) || exit 1
mkdir -p "$BLOB_FOLDER"
exec node "$dir/node_modules/azurite/dist/src/blob/main.js" --silent --skipApiVersionCheck --disableTelemetry \
  --location "$BLOB_FOLDER" --blobHost 127.0.0.1 --blobPort "$BLOB_PORT"
