#!/bin/bash
# Runs in Elasticsearch's image before Elasticsearch does: makes the CA and the certificate, once.
set -euo pipefail
cd /usr/share/elasticsearch
certs=config/certs
rm -f $certs/*.zip # of a start that was cut short: certutil overwrites none
if [ ! -f $certs/ca/ca.crt ]; then
    bin/elasticsearch-certutil ca --silent --pem --out $certs/ca.zip
    unzip -oq $certs/ca.zip -d $certs
fi
if [ ! -f $certs/elasticsearch/elasticsearch.crt ]; then
    printf 'instances:\n- name: elasticsearch\n  dns: [elasticsearch, localhost]\n  ip: [127.0.0.1]\n' \
        > $certs/instances.yml
    bin/elasticsearch-certutil cert --silent --pem --out $certs/nodes.zip --in $certs/instances.yml \
        --ca-cert $certs/ca/ca.crt --ca-key $certs/ca/ca.key
    unzip -oq $certs/nodes.zip -d $certs
fi
# Everybody may read the CA's certificate, and only Elasticsearch's own group the keys.
find $certs -type d -exec chmod 755 {} +
find $certs -type f -exec chmod 644 {} +
find $certs -name '*.key' -exec chmod 640 {} + -exec chown root:0 {} +
rm -f $certs/*.zip
