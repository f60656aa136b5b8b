#!/bin/sh
# Roles and databases of every service, by provision.sql, with the passwords that secrets.sh made.
set -eu
PGPASSWORD=$(cat /run/netral/admin/password)
export PGPASSWORD
for service in registry pledge; do
  OWNER_PASSWORD=$(cat "/run/netral/services/$service.owner") \
  APP_PASSWORD=$(cat "/run/netral/services/$service.app") \
    psql -X -q -d postgres -v ON_ERROR_STOP=1 -v "service=$service" -f /provision/provision.sql
done
