# Sourced. Installs Debian packages without starting a single service.

# Run a command as root; false if we are not and have no sudo.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else return 1; fi
}

# Install packages; false if that is not possible here. What apt says goes to standard error.
install_packages() {
  command -v apt-get >/dev/null && as_root true || return 1
  local policy=/usr/sbin/policy-rc.d ours="" done=0
  # Debian starts what it installs, on the usual ports; tests start their own on ports of their own.
  if [ ! -e "$policy" ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
  fi
  {
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@"
  } >&2 || done=1
  [ -z "$ours" ] || as_root rm -f "$policy"
  # nor shall they start with the machine
  if [ -d /run/systemd/system ]; then
    for package in "$@"; do
      case "$package" in
        postgresql-*) as_root systemctl --quiet disable postgresql || true ;;
        prometheus*) as_root systemctl --quiet disable "$package" || true ;;
      esac
    done
  fi
  return "$done"
}
