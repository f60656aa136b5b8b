#!/bin/sh
# Formats the storage of a first start, then becomes the broker.
set -eu
properties=/tmp/server.properties
sed "s/@PORT@/$NETRAL_KAFKA_PORT/" /opt/kafka/kafka.properties >"$properties"

java() {
  exec /usr/bin/java -Xms64m -Xmx512m -XX:+UseSerialGC -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp '/opt/kafka/jars/*' "$@"
}

# this file is the last that formatting writes; it gives the cluster its identity
if [ ! -f /var/lib/kafka/data/meta.properties ]; then
  id=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n' | head -c 22)
  (java kafka.tools.StorageTool format --standalone -t "$id" -c "$properties")
fi
java kafka.Kafka "$properties"
