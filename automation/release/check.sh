#!/usr/bin/env bash
# Checks a release that was made of this clone. The same commit, cloned elsewhere and built by
# another user with other settings, has to make the same bytes. The tarball and the package orch have
# to work on a Debian without a toolchain, orch-postgres and the wheel on one with libraries and
# Python.
#
#   automation/release/check.sh FOLDER VERSION
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# Without root, debian.sh builds the Debian in a way that needs fewer rights.
[ "$(id -u)" -ne 0 ] || "$here/../setup.sh" check
usage="usage: automation/release/check.sh FOLDER VERSION"
folder=$(realpath -- "${1:?$usage}") sums=orch-${2:?$usage}.sha256
mapfile -t files < <(cut -c 67- "$folder/$sums")
# file PATTERN: the one file of the release whose name fits.
file() {
  local name
  for name in "${files[@]}"; do [[ $name != $1 ]] || echo "$folder/$name"; done
}

scratch=$(mktemp -d)
debian=
clean() {
  [ -z "$debian" ] || kill "$debian" 2>/dev/null || true
  wait
  rm -rf --one-file-system "$scratch"
}
trap clean EXIT
chmod 755 "$scratch"

elsewhere=() alone=()
if [ "$(id -u)" -eq 0 ]; then
  # The build runs as another user, because root would not notice a step that needs root.
  elsewhere=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  # When the script ends, all that debootstrap mounted and started ends, too.
  alone=(unshare --mount --pid --fork --kill-child --mount-proc)
fi

echo "== the same from a fresh clone"
mapfile -t libraries < <(dpkg-deb --field "$(file 'orch-postgres_*')" Depends | tr ',' '\n' |
  sed 's/^ *//; s/ .*//; /^orch$/d')
"${alone[@]}" bash -euc '
  "$1" "$2/bare"
  "$1" "$2/libraries" python3-venv "${@:3}"' \
  both "$here/debian.sh" "$scratch" "${libraries[@]}" >"$scratch/debian.log" &
debian=$!
clone="$scratch/another place/$(basename "$PWD")-clone"
mkdir -p "$clone" "$scratch/home"
git clone --quiet --no-checkout . "$clone"
git -C "$clone" checkout --quiet --detach "$(git rev-parse HEAD)"
[ ${#elsewhere[@]} -eq 0 ] || chown -R 65534:65534 "$clone" "$scratch/home"
(
  umask 077
  "${elsewhere[@]}" env -i PATH="$PATH" HOME="$scratch/home" LANG=ko_KR.UTF-8 TZ=Asia/Seoul \
    RELEASE_CONTACT="${RELEASE_CONTACT:-}" RELEASE_WHEEL="${RELEASE_WHEEL:-}" \
    "$clone/automation/release.sh" --output "$clone/.build/other" >"$scratch/build.log" 2>&1
) || {
  tail -n 20 "$scratch/build.log" >&2
  exit 1
}
again=$clone/.build/other
for name in "$sums" "${files[@]}"; do
  cmp "$folder/$name" "$again/$name" >&2 || differs=yes
done
if [ -n "${differs:-}" ]; then
  tarball=$(file '*-linux-*')
  mkdir "$scratch/first" "$scratch/second"
  tar -xzf "$tarball" -C "$scratch/first"
  tar -xzf "$again/${tarball##*/}" -C "$scratch/second"
  diff -qr "$scratch/first" "$scratch/second" >&2 || true
  echo "release: a fresh clone makes another release (see what differs above)" >&2
  exit 1
fi
(cd "$folder" && sha256sum -c "$sums")

wait "$debian"
debian=
cat "$scratch/debian.log"
"$here/enter.sh" "$scratch/bare" "$(file '*-linux-*')" "$(file 'orch_*.deb')"
"$here/enter.sh" "$scratch/libraries" "$(file 'orch-postgres_*')" "$(file '*.whl')" \
  "$(file 'orch_*.deb')"
