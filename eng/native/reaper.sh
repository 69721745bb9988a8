#!/usr/bin/env bash
# Reads "+group" and "-group" from its starter; when the pipe ends, stops every process group still on the list.
trap '' INT TERM HUP
declare -A groups
while read -r line; do
  case $line in
    +*) groups[${line#+}]=1 ;;
    -*) unset "groups[${line#-}]" ;;
  esac
done
alive() { for g in "${!groups[@]}"; do kill -0 -- "-$g" 2>/dev/null && return 0; done; return 1; }
for g in "${!groups[@]}"; do kill -TERM "$g" 2>/dev/null; done
for _ in $(seq 60); do alive || exit 0; sleep 0.1; done
for g in "${!groups[@]}"; do kill -KILL -- "-$g" 2>/dev/null; done
exit 0
