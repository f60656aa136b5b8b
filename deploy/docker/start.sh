#!/bin/sh
# Tells every service its databases, then becomes `netral up`.
set -eu
for service in registry pledge; do
  role="netral_${service}_owner:$(cat "/run/netral/services/$service.owner")"
  upper=$(echo "$service" | tr '[:lower:]' '[:upper:]')
  export "NETRAL_${upper}_DATABASE=postgresql://$role@$NETRAL_POSTGRES/netral_$service"
  export "NETRAL_${upper}_VAULT_DATABASE=postgresql://$role@$NETRAL_POSTGRES/netral_${service}_vault"
done
exec netral up
