#!/usr/bin/env bash
# Makes .venv: everything that requirements.lock names, and netral itself, editable. Does only what changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
. deploy/provision/root.sh

works() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in python3.11 /usr/bin/python3.11 python3; do
    if works "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

# One sum over the names and contents of files, the script itself among them, and the folder that .venv is bound to.
sum() { { pwd; sha256sum "$0" "$@"; } | sha256sum; }

unchanged() { [ -x "$2" ] && [ "$(cat ".venv/$1.stamp" 2>/dev/null)" = "$3" ]; }

mkdir -p .cache
exec 9>.cache/setup.lock
flock 9

locked=$(sum requirements.lock)
ours=$(sum requirements.lock pyproject.toml libs/client/pyproject.toml libs/client/hatch_build.py)

if ! unchanged locked .venv/bin/uv "$locked"; then
  # the programs in a .venv that was moved or copied name the old place
  if ! works .venv/bin/python || ! grep -qF "$PWD/.venv" .venv/bin/activate; then
    python=$(find_python) || { install_packages python3.11 python3.11-venv && python=$(find_python); } || {
      echo "netral needs Python 3.11 with its venv module: apt-get install python3.11 python3.11-venv" >&2
      exit 1
    }
    "$python" -m venv --clear .venv
  fi
  # uv itself, in the version and with the hashes of the lock
  uv=$(mktemp)
  trap 'rm -f "$uv"' EXIT
  awk '/^uv==/ { found = 1 } found { print } found && !/\\$/ { exit }' requirements.lock >"$uv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$uv"
  rm -f .venv/ours.stamp # the next line removes what the lock does not name
  .venv/bin/uv pip sync --quiet -p .venv/bin/python --require-hashes requirements.lock
  echo "$locked" >.venv/locked.stamp
fi

if ! unchanged ours .venv/bin/netral "$ours"; then
  .venv/bin/uv pip install --quiet -p .venv/bin/python --no-deps --no-build-isolation -e libs/client -e .
  echo "$ours" >.venv/ours.stamp
fi
