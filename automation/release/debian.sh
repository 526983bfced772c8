#!/usr/bin/env bash
# Makes the root of a small Debian in a folder: with debootstrap, if it may run and the mirror of
# this machine answers; else from the files of the packages that are installed here.
#
#   automation/release/debian.sh FOLDER [PACKAGE...]
set -euo pipefail
folder=${1:?usage: automation/release/debian.sh FOLDER [PACKAGE...]}
wanted=(man-db tzdata "${@:2}")
command -v dpkg-query apt-cache >/dev/null || {
  echo "release: this is no Debian, nor one of its kind (try the tarball on one by hand)" >&2
  exit 66
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# The mirror and the proxy of this machine's packages.
settings() {
  . /etc/os-release
  mirror=$(apt-get indextargets --format '$(REPO_URI)' "Codename: $VERSION_CODENAME" \
    'Identifier: Packages' 'Component: main' | head -n 1)
  release=$VERSION_CODENAME
  eval "$(apt-config shell http_proxy Acquire::http::Proxy)"
  export http_proxy=${http_proxy:-}
}

bootstrap() {
  [ "$(id -u)" -eq 0 ] && command -v debootstrap >/dev/null || return 1
  settings
  # After this time the mirror counts as hanging.
  timeout 600 debootstrap --variant=minbase --include="$(IFS=,; echo "${wanted[*]}")" \
    "$release" "$folder" "$mirror" >"$log" 2>&1
}

# The essential and the wanted packages with their dependencies.
packages() {
  local essential
  mapfile -t essential < <(dpkg-query -W -f '${Essential} ${Package}\n' | sed -n 's/^yes //p')
  apt-cache depends --recurse --installed --no-recommends --no-suggests --no-conflicts \
    --no-breaks --no-replaces --no-enhances "${essential[@]}" "${wanted[@]}" | grep '^[a-z0-9]' |
    { xargs dpkg-query -W -f '${db:Status-Status} ${binary:Package}\n' 2>/dev/null || true; } |
    sed -n 's/^installed //p' | sort -u
}

assemble() {
  local name
  mkdir -p "$folder"/{usr/{bin,sbin,lib,lib64,local},dev,proc,root,srv,tmp,etc}
  for name in bin sbin lib lib64; do ln -sfn "usr/$name" "$folder/$name"; done
  packages | xargs dpkg -L | sort -u | while read -r path; do
    if [ -e "$path" ] && { [ -L "$path" ] || [ ! -d "$path" ]; }; then echo ".$path"; fi
  done >"$log"
  tar --create --directory=/ --files-from="$log" 2>/dev/null |
    tar --extract --directory="$folder" --keep-directory-symlink --no-same-owner
  echo 'root:x:0:0:root:/root:/bin/bash' >"$folder/etc/passwd"
  # What dpkg needs, to install more.
  mkdir -p "$folder/var/lib/dpkg"/{info,updates,triggers}
  packages | xargs dpkg-query -s >"$folder/var/lib/dpkg/status"
  for name in null zero full urandom; do touch "$folder/dev/$name"; done
  ln -s /proc/self/fd "$folder/dev/fd"
}

if bootstrap; then
  echo "A Debian by debootstrap, $release, from $mirror"
else
  tail -n 1 "$log"
  rm -rf -- "${folder:?}"
  assemble
  echo "A Debian of $(packages | wc -l) packages that are installed here"
fi
