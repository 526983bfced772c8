#!/usr/bin/env bash
# Checks a tarball that was made of this clone. The same commit, cloned elsewhere and built by
# another user with other settings, has to make the same bytes. The programs have to run on a Debian
# without a toolchain.
#
#   automation/release/check.sh TARBALL
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# Without root, debian.sh builds the Debian in a way that needs fewer rights.
[ "$(id -u)" -ne 0 ] || "$here/../setup.sh" release
tarball=$(realpath -- "${1:?usage: automation/release/check.sh TARBALL}")
name=$(basename "$tarball")

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
"${alone[@]}" "$here/debian.sh" "$scratch/debian" >"$scratch/debian.log" &
debian=$!
clone="$scratch/another place/$(basename "$PWD")-clone"
mkdir -p "$clone" "$scratch/home"
git clone --quiet --no-checkout . "$clone"
git -C "$clone" checkout --quiet --detach "$(git rev-parse HEAD)"
[ ${#elsewhere[@]} -eq 0 ] || chown -R 65534:65534 "$clone" "$scratch/home"
(
  umask 077
  "${elsewhere[@]}" env -i PATH="$PATH" HOME="$scratch/home" LANG=ko_KR.UTF-8 TZ=Asia/Seoul \
    "$clone/automation/release.sh" --output "$clone/.build/other" >"$scratch/build.log" 2>&1
) || {
  tail -n 20 "$scratch/build.log" >&2
  exit 1
}
again=$clone/.build/other/$name
if ! cmp "$tarball" "$again" >&2; then
  mkdir "$scratch/first" "$scratch/second"
  tar -xzf "$tarball" -C "$scratch/first"
  tar -xzf "$again" -C "$scratch/second"
  diff -qr "$scratch/first" "$scratch/second" >&2 || true
  echo "release: a fresh clone makes another $name (see what differs above)" >&2
  exit 1
fi
(cd "$(dirname "$tarball")" && sha256sum -c "$name.sha256")

wait "$debian"
debian=
cat "$scratch/debian.log"
"$here/enter.sh" "$scratch/debian" "$tarball"
