#!/bin/sh
# Writes .env beside docker-compose.yml from .env.example, with new passwords; never overwrites one.
set -eu
cd "$(dirname "$0")/.."
target=${1:-.env}
if [ -e "$target" ]; then
    echo "$target is there already; the passwords in it belong to the data in the volumes" >&2
    exit 1
fi
secret() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
umask 077
while IFS= read -r line; do
    case $line in
        *_PASSWORD= | *_KEY=) echo "$line$(secret)" ;;
        *) echo "$line" ;;
    esac
done < .env.example > "$target"
echo "$target is written"
