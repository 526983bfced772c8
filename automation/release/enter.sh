#!/usr/bin/env bash
# Runs try.sh with files of a release in the root of a small Debian, with its own process namespace,
# without network, and without the caller's variables.
#
#   automation/release/enter.sh ROOT FILE...
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=${1:?usage: automation/release/enter.sh ROOT FILE...}
shift

mkdir -p "$root/release"
cp -R -- "$here/try.sh" "$here/../../README.md" "$here/../../Tests/Corpus" \
  "$(dirname "$1")"/*.sha256 "$@" "$root/release"
chmod 755 "$root/release/try.sh"

options=(--mount --pid --net --fork --kill-child)
[ "$(id -u)" -eq 0 ] || options+=(--user --map-root-user)
unshare "${options[@]}" bash -euc '
  mount -t proc proc "$1/proc"
  for node in null zero full urandom; do mount --bind "/dev/$node" "$1/dev/$node"; done
  exec chroot "$1" /usr/bin/env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin \
    /release/try.sh "${@:2}"' enter "$root" "${@##*/}"
