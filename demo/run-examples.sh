#!/bin/sh
# Runs the example statements over the demo's sources, one after the other, and prints the first rows of each.
#
#   demo/run-examples.sh [CONFIG] [LIMIT]
#
# CONFIG  config.yaml of a running demo (default: data/demo/config.yaml); start it with `npm start` in another terminal.
# LIMIT   rows to print of each (default: 5).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
config=${1:-$here/../data/demo/config.yaml}
limit=${2:-5}
if [ ! -f "$config" ]; then
  echo "There is no $config. Start the demo first: npm start" >&2
  exit 2
fi
PATH="$here/../node_modules/.bin:$PATH"
for file in "$here"/examples/*.sql; do
  printf '\n%s\n' "== ${file##*/}"
  node "$here/../cli/joinery.mjs" query --config "$config" --limit "$limit" --file "$file"
done
