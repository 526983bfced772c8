#!/usr/bin/env bash
# Makes the Debian packages orch and, if there is a program orch-postgres, orch-postgres from the
# folder that becomes the tarball. Each SOURCE is a "NAME (= VERSION)" for Built-Using.
#
#   SOURCE_DATE_EPOCH=SECONDS automation/release/packages.sh TOP PROGRAMS VERSION OUTPUT [SOURCE...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
usage="usage: automation/release/packages.sh TOP PROGRAMS VERSION OUTPUT [SOURCE...]"
top=$(realpath -- "${1:?$usage}") programs=$(realpath -- "${2:?$usage}") version=${3:?$usage}
output=$(realpath -- "${4:?$usage}")
sources=$(printf '%s, ' "${@:5}")
sources=${sources%, }
[ $# -gt 4 ] || sources=
architecture=$(dpkg --print-architecture)
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:?$usage}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# package NAME SUMMARY [FIELD...]: makes a package of the folder $work/NAME, and reads its long
# description. Empty fields are left out.
package() {
  local name=$1 summary=$2 root=$work/$1
  shift 2
  install -D -m 644 -- "$top/LICENSE" "$root/usr/share/doc/$name/copyright"
  cp -R -- "$top/licenses" "$root/usr/share/doc/$name/licenses"
  mkdir -p "$root/DEBIAN"
  (cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum --) >"$root/DEBIAN/md5sums"
  {
    printf '%s\n' "Package: $name" "Version: $version" "Architecture: $architecture" \
      "Maintainer: ${RELEASE_CONTACT:-the orch authors <orch@localhost>}" "Section: utils" \
      "Priority: optional" "Installed-Size: $(apparent "$root/usr")"
    for field; do [ "${field#*: }" = '' ] || echo "$field"; done
    echo "Description: $summary"
    sed 's/^/ /'
  } >"$root/DEBIAN/control"
  chmod -R ug-s,-t,u=rwX,go=rX "$root"
  find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  # With several threads, xz would divide the data by the machine's memory.
  dpkg-deb --root-owner-group --threads-max=1 -Zxz -z6 --build "$root" "$output" >/dev/null
}

# The size in KiB, as the packages of every file system have it.
apparent() {
  find "$1" -type f -printf '%s\n' | awk '{ n += int(($1 + 1023) / 1024) } END { print n }'
}

root=$work/orch
mkdir -p "$root/usr"
cp -R -- "$top/bin" "$top/share" "$root/usr"
mv -- "$root/usr/share/zsh/site-functions" "$root/usr/share/zsh/vendor-completions"
gzip -9 --no-name -- "$root/usr/share/man/man1/"*
install -D -m 644 -t "$root/usr/lib/systemd/user" -- "$here"/*.service
package orch "task queue in a Markdown table for people and AI agents" \
  "Suggests: orch-postgres" "Built-Using: $sources" <<'TEXT'
orch keeps tasks in QUEUE.md, which people edit in any editor. Agents and
scripts take rows from it, each row goes to one worker, and they report what
they did. ops looks after queues.
TEXT

[ -x "$programs/orch-postgres" ] || exit 0
install -D -m 755 -- "$programs/orch-postgres" "$work/orch-postgres/usr/bin/orch-postgres"
# dpkg-shlibdeps looks for both folders.
mkdir "$work/debian" "$work/orch-postgres/DEBIAN"
printf 'Source: orch\n\nPackage: orch-postgres\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O orch-postgres/usr/bin/orch-postgres)
package orch-postgres "queues of orch on a PostgreSQL server" \
  "Depends: orch (= $version), ${libraries#shlibs:Depends=}" <<'TEXT'
The program that orch and ops run for queues on a PostgreSQL server, so that
workers on several machines can share a queue.
TEXT
