#!/bin/sh
# Makes the password of PostgreSQL's superuser, once, for those who run `setup`; root reads everything.
set -eu
umask 077
admin=/run/netral/admin netral=10001

if [ ! -s "$admin/password" ]; then
  od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$admin/password.new"
  mv "$admin/password.new" "$admin/password"
fi
chown -R "$netral" "$admin"
