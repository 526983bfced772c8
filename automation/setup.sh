#!/usr/bin/env bash
# Installs the system packages that are missing.
#
#   automation/setup.sh build    packages for building: for the Swift linker, SQLite, libevent, zlib
#   automation/setup.sh test     packages for building, and programs that the tests run
#   automation/setup.sh browser  packages for the tests, and the browser for test.sh --browser
#   automation/setup.sh release  packages that automation/release.sh needs
#   automation/setup.sh check    packages that automation/release.sh --check needs
set -euo pipefail

build=(binutils libc6-dev libevent-dev libsqlite3-dev libstdc++-12-dev zlib1g-dev)
test=(
  "${build[@]}" bubblewrap curl expect fish gh git groff-base jq libpq-dev man-db mount nginx
  elpa-eglot emacs-nox neovim pgbouncer postgresql python3-venv sqlite3 strace tmux tzdata
  util-linux valgrind zsh
)

release=("${build[@]}" dpkg-dev git libpq-dev python3)
[ -z "${ORCH_POSTGRES:-}" ] || build+=(libpq-dev)

case "${1:-build}" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${test[@]}") ;;
  browser) wanted=("${test[@]}" chromium) ;;
  release) wanted=("${release[@]}") ;;
  check) wanted=("${release[@]}" debootstrap man-db mount python3-venv util-linux) ;;
  *) echo "usage: automation/setup.sh [build|test|browser|release|check]" >&2; exit 64 ;;
esac

if ! command -v swift >/dev/null; then
  echo "setup: there is no 'swift' on the PATH; install the toolchain from swift.org first" >&2
  exit 66
fi
if ! command -v dpkg-query >/dev/null; then
  echo "setup: not a Debian system; these packages, or their like, are needed: ${wanted[*]}" >&2
  exit 0
fi

missing=()
for package in "${wanted[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
  echo "setup: missing packages; run this line, then try again:" >&2
  echo "  sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
  exit 77
fi
echo "setup: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
