#!/usr/bin/env bash
# Sees to the servers and tools that tests need; installs by apt and Maven what is missing, and fails if it cannot.
set -euo pipefail
cd "$(dirname "$0")/../.."
. deploy/provision/root.sh

mkdir -p .cache
exec 9>.cache/components.lock
flock 9

jars=.cache/kafka
pom=deploy/kafka/pom.xml
jars_wanted=$(sha256sum <"$pom")

has_java() {
  command -v java >/dev/null &&
    java -version 2>&1 | awk -F '[".]' '/ version "/ { found = $2 >= 17 } END { exit !found }'
}
has_jars() { [ "$(cat "$jars/.stamp" 2>/dev/null)" = "$jars_wanted" ]; }
has_maven() { has_jars || command -v mvn >/dev/null; }
has_postgres() {
  local server
  for server in /usr/lib/postgresql/*/bin/postgres $(command -v postgres); do
    [ -x "$server" ] && "$server" --version | awk '{ exit !($3 >= 15) }' && return
  done
  return 1
}
has_prometheus() { command -v prometheus >/dev/null && command -v promtool >/dev/null; }
has_alertmanager() { command -v prometheus-alertmanager >/dev/null && command -v amtool >/dev/null; }

# what | its test | the Debian package that brings it
components=(
  "Java 17 or newer|has_java|openjdk-17-jre-headless"
  "Maven, which fetches Kafka|has_maven|maven"
  "PostgreSQL 15 or newer|has_postgres|postgresql-15"
  "Prometheus and promtool|has_prometheus|prometheus"
  "Alertmanager and amtool|has_alertmanager|prometheus-alertmanager"
)

missing() {
  local what test package
  for component in "${components[@]}"; do
    IFS='|' read -r what test package <<<"$component"
    "$test" || echo "$component"
  done
}

packages=$(missing | cut -d '|' -f 3)
if [ -n "$packages" ]; then
  # shellcheck disable=SC2086
  install_packages $packages || true
  still=$(missing)
  if [ -n "$still" ]; then
    while IFS='|' read -r what _ package; do
      echo "missing: $what. As root: apt-get install $package" >&2
    done <<<"$still"
    exit 1
  fi
fi

if ! has_jars; then
  rm -rf "$jars.new"
  if ! said=$(mvn -q -B -ntp -f "$pom" -Dmaven.repo.local="$PWD/.cache/m2" dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory="$PWD/$jars.new" 2>&1); then
    echo "$said" >&2
    echo "missing: Kafka's jars. Maven could not fetch what $pom names; see its message above" >&2
    exit 1
  fi
  rm -rf "$jars"
  mv "$jars.new" "$jars"
  echo "$jars_wanted" >"$jars/.stamp"
fi
