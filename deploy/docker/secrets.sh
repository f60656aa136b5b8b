#!/bin/sh
# Makes the passwords of the databases, each once, in two volumes: the superuser's apart from those of the services.
set -eu
umask 077
admin=/run/netral/admin services=/run/netral/services netral=10001

keep() {
  if [ ! -s "$1" ]; then
    od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$1.new"
    mv "$1.new" "$1"
  fi
}

keep "$admin/password"
for service in registry pledge; do
  for role in owner app; do
    keep "$services/$service.$role"
    chown "$netral" "$services/$service.$role"
  done
done
chown "$netral" "$services"
