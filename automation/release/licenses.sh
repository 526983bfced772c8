#!/usr/bin/env bash
# Writes the licences of the programs into a folder: ours, and those of the works that are linked
# statically, as the packages of this machine have them. That of Swift is LICENSE.txt of Swift 6.3.
# COMPONENTS has a line for each work: name, version or -, licence, Debian package or -, and tabs.
#
#   automation/release/licenses.sh FOLDER VERSION COMMIT COMPONENTS
set -euo pipefail
cd "$(dirname "$0")/../.."
usage="usage: automation/release/licenses.sh FOLDER VERSION COMMIT COMPONENTS"
folder=${1:?$usage} version=${2:?$usage} commit=${3:?$usage} components=${4:?$usage}

# put FILE NAME
put() {
  install -D -m 644 -- "$1" "$folder/$2" 2>/dev/null || {
    echo "release: there is no $1 (a release is made on a Debian with its packages)" >&2
    exit 66
  }
}
put LICENSE orch.txt
put NOTICE NOTICE
put automation/release/licenses/swift.txt swift.txt
put /usr/share/common-licenses/LGPL-2.1 LGPL-2.1.txt
put /usr/share/common-licenses/GPL-3 GPL-3.txt
while IFS=$'\t' read -r name _ _ package; do
  [ "$package" = - ] || put "/usr/share/doc/$package/copyright" "$name.txt"
done <"$components"

glibc=$(awk -F '\t' '$1 == "glibc" && $2 != "-" { print "=" $2 }' "$components")
{
  cat <<TEXT
orch $version, of commit $commit, is under the MIT License: orch.txt.
The programs orch and ops are linked statically, and contain parts of these works, of which
orch-postgres contains Swift's alone:

TEXT
  while IFS=$'\t' read -r name number license _; do
    [ "$number" != - ] || number=
    echo "  $name${number:+ $number}: $license ($name.txt)"
  done <"$components"
  cat <<TEXT

The standard library of Swift contains parts of LLVM, which is under the Apache License 2.0 with
the LLVM Exceptions. The text of the GPL 3 is in GPL-3.txt, and that of the LGPL 2.1 in
LGPL-2.1.txt.

The GNU C Library: the LGPL 2.1, section 6

You may modify glibc and link the programs with it again, and study them to debug that:

  1. The source of glibc is Debian's source package: apt-get source glibc$glibc
     Older versions are at https://snapshot.debian.org/package/glibc/
  2. The source of orch is orch-$version-source.tar.gz, which belongs to this release.
  3. Build the package libc6-dev of your glibc, install it, and run automation/build.sh in the
     source of orch. It needs the toolchain of https://swift.org and links the new libc.a.

The publisher of this release${RELEASE_CONTACT:+ is $RELEASE_CONTACT, and} gives you on request, for
three years from the day on which you received it and for no more than the cost of a copy, the
complete source of this glibc and of orch.
TEXT
} >"$folder/README"
chmod 644 "$folder/README"
