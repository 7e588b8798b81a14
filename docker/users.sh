#!/bin/bash
# users.sh ADDRESS CA: gives Kibana and storywatch their passwords, once Elasticsearch is up.
set -euo pipefail
at=$1 ca=$2
here=$(dirname "$0")
ask() {
    curl --silent --show-error --fail --cacert "$ca" --user "elastic:$ELASTIC_PASSWORD" \
        --header 'Content-Type: application/json' "$@" > /dev/null
}
for left in $(seq 60 -1 0); do
    ! ask "$at"/_security/_authenticate || break
    [ "$left" -gt 0 ] || { echo "ELASTIC_PASSWORD is not that of the data in the volume" >&2; exit 1; }
    sleep 2
done
ask --request POST "$at"/_security/user/kibana_system/_password --data "{\"password\":\"$KIBANA_PASSWORD\"}"
ask --request PUT "$at"/_security/role/storywatch --data "@$here/storywatch-role.json"
ask --request PUT "$at"/_security/user/storywatch \
    --data "{\"password\":\"$STORYWATCH_PASSWORD\",\"roles\":[\"storywatch\"]}"
