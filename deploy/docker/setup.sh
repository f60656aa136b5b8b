#!/bin/sh
# Everything that netral needs in PostgreSQL and Kafka, at every start. What runs afterwards never sees who owns its
# tables: the owner gets a new password each time, which is forgotten here.
set -eu
PGPASSWORD=$(cat /run/netral/admin/password)
export PGPASSWORD
netral setup server --admin "postgresql://postgres@$NETRAL_POSTGRES/postgres" --bootstrap "$NETRAL_BOOTSTRAP"
rm -f "$NETRAL_HOME/secrets/owner.env"
