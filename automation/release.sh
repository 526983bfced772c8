#!/usr/bin/env bash
# Makes a release: the tarball, the Debian packages, the wheel and the source, and beside them the
# SBOM, the checksums and a signature. Prints the tarball's path on the last line. --help lists the
# options, and docs/releasing.md the contents.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C TZ=UTC0
unset TAR_OPTIONS GZIP
umask 022

usage() {
  cat <<'END'
usage: automation/release.sh [--output DIR] [--binaries DIR] [--dirty] [--check]

  --output DIR     where to; .build/dist by default
  --binaries DIR   pack the orch and ops of this folder, instead of building them
  --dirty          pack a working tree with changes, too, and call it dirty
  --check          check it then: a fresh clone elsewhere has to make the same bytes, and
                   they have to run on a Debian without a toolchain; some minutes
  --help           tell this

Variables:
  RELEASE_CONTACT  the publisher as "NAME <ADDRESS>", who maintains the packages and stands for
                   the offer of glibc's source
  RELEASE_WHEEL    the name of the wheel's distribution; orch-queue by default
  RELEASE_KEY      a secret key of minisign, or a private key of ssh-keygen, that signs the
                   checksums
END
}

# Prints what is wrong and what to do, and ends with a status of sysexits.h.
fail() {
  echo "release: $2 ($3)" >&2
  exit "$1"
}

started=$OLDPWD
output=.build/dist binaries='' dirty='' check=''
while [ $# -gt 0 ]; do
  case $1 in
    --output | --binaries)
      [ -n "${2:-}" ] || fail 64 "missing value for $1" "name a folder"
      # A relative path starts at the caller's folder.
      declare "${1#--}=$(cd "$started" && realpath -ms -- "$2")"
      shift
      ;;
    --dirty) dirty=yes ;;
    --check) check=yes ;;
    --help | -h) usage; exit 0 ;;
    *) fail 64 "unknown argument '$1'" "automation/release.sh --help tells what there is" ;;
  esac
  shift
done
[ -z "$check" ] || [ -z "$binaries$dirty" ] ||
  fail 64 "only what a clean clone builds can be checked" "leave out --binaries and --dirty"

commit=$(git rev-parse --verify --quiet HEAD) && [ -z "$(git rev-parse --show-prefix)" ] ||
  fail 66 "$PWD is no clone of the repository" "a release is made from a commit: clone it"
changes=$(git status --porcelain)
[ -z "$changes" ] || [ -n "$dirty" ] ||
  fail 65 "the working tree has changes, first '${changes%%$'\n'*}'" \
    "commit them, or make a dirty one with --dirty"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"
if [ -n "${RELEASE_KEY:-}" ]; then
  RELEASE_KEY=$(cd "$started" && realpath -ms -- "$RELEASE_KEY")
  [ -r "$RELEASE_KEY" ] || fail 66 "there is no key $RELEASE_KEY" "sign with one that you can read"
fi

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
if [ -n "$binaries" ]; then
  programs=$binaries
else
  automation/setup.sh release
  source=$PWD
  if [ -z "$dirty" ]; then
    # Builds in a clone: with the modules that a build of tests left here, the compiler makes other
    # code.
    source=$staging/source
    git clone --quiet . "$source"
    git -C "$source" checkout --quiet --detach "$commit"
  fi
  programs=$(env -u ORCH_BIN -u ORCH_POSTGRES "$source/automation/build.sh" | tail -n 1)
  # Built after them, because nobody else builds orch and ops together with it.
  ORCH_POSTGRES=1 env -u ORCH_BIN "$source/automation/build.sh" orch-postgres >/dev/null
fi
for program in orch ops; do
  [ -x "$programs/$program" ] ||
    fail 66 "there is no program $programs/$program" "build it first"
done
version=$("$programs/orch" --version)
version=${version#orch }
[ "$("$programs/ops" --version)" = "ops $version" ] ||
  fail 65 "orch and ops in $programs are of two versions" "build both"
label=$version${changes:+-dirty}
name=orch-$label-linux-$(uname -m)

top=$staging/$name
env -u ORCH_POSTGRES automation/stage.sh "$programs" "$top"

# Documents, and the files for schedules of the tick. They keep their paths in the repository, so
# that every path and link in the documents is valid.
git ls-files -z -- LICENSE NOTICE README.md README.ko.md SECURITY.md CONTRIBUTING.md CHANGELOG.md docs pilot_logs templates \
  automation/{install,install-hints,stage}.sh automation/orchestrator/QUEUE.md \
  automation/openclaw automation/tmux/dashboard.sh \
  Benchmarks/RESULTS.md ':!docs/man' ':!docs/reference.docc' |
  while IFS= read -r -d '' file; do
    # A dirty tree may lack some files.
    [ ! -e "$file" ] || printf '%s\0' "$file"
  done >"$staging/list"
tar --create --null --files-from="$staging/list" | tar --extract --directory="$top"
ln -s ../share/man/man1 "$top/docs/man"
ln -s automation/install.sh "$top/install.sh"

# The toolchain and the libraries: the programs contain a part of each.
surroundings() {
  swift --version 2>/dev/null | head -n 1
  dpkg-query -W -f '${Package} ${Version}\n' libc6-dev libevent-dev libpq-dev libsqlite3-dev \
    libstdc++-12-dev zlib1g-dev dpkg-dev gzip liblzma5 python3-minimal zlib1g || true
}

# A line for each work that the programs contain: name, version, licence, Debian package. The
# versions in given programs are unknown.
components() {
  local package license name number=-
  [ -n "$binaries" ] ||
    number=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([^ ]*\).*/\1/p')
  printf 'swift\t%s\tApache-2.0 WITH Swift-exception\t-\n' "$number"
  while IFS=$'\t' read -r package license; do
    read -r name number < \
      <(dpkg-query -W -f '${source:Package} ${source:Version}\n' "$package") ||
      fail 66 "there is no package $package" "a release is made on a Debian: install it"
    [ -z "$binaries" ] || number=-
    printf '%s\t%s\t%s\t%s\n' "$name" "$number" "$license" "$package"
  done <automation/release/components.tsv
}
components >"$staging/components"
automation/release/licenses.sh "$top/licenses" "$label" "$commit" "$staging/components"
{
  echo "orch $version"
  echo "commit $commit${changes:+ with changes}"
  date --utc --date="@$SOURCE_DATE_EPOCH" +%Y-%m-%dT%H:%M:%SZ
  if [ -n "$binaries" ]; then echo "programs as given"; else surroundings; fi
} >"$top/BUILD"
(cd "$top" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum --) >"$staging/sums"
mv "$staging/sums" "$top/SHA256SUMS"
chmod -R ug-s,-t,u=rwX,go=rX "$top"

# The tarball does not depend on user, folder and time: names are sorted, and times are the
# commit's.
tar --create --directory="$staging" --format=ustar --sort=name --mtime="@$SOURCE_DATE_EPOCH" \
  --owner=0 --group=0 --numeric-owner "$name" | gzip -9 --no-name >"$staging/$name.tar.gz"

# The other files have no place for a dash in their version.
number=$version${changes:++dirty}
made=$staging/made
mkdir "$made"
mv -- "$staging/$name.tar.gz" "$made"
mapfile -t sources < <(
  awk -F '\t' '$4 != "-" && $2 != "-" { print $1 " (= " $2 ")" }' "$staging/components"
)
automation/release/packages.sh "$top" "$programs" "$number" "$made" "${sources[@]}"
automation/release/wheel.py "$top" "${RELEASE_WHEEL:-orch-queue}" "$number" "$made"
# Changes are in no commit.
[ -n "$changes" ] ||
  git -c tar.umask=022 archive --prefix="orch-$label/" "$commit" | gzip -9 --no-name \
    >"$made/orch-$label-source.tar.gz"
automation/release/sbom.py "$label" "$commit" "$staging/components" "$made"/* \
  >"$staging/orch-$label.spdx.json"
mv -- "$staging/orch-$label.spdx.json" "$made"
(cd "$made" && sha256sum -- * >"$staging/orch-$label.sha256")
mv -- "$staging/orch-$label.sha256" "$made"
chmod 644 "$made"/*
case $(head -c 17 -- "${RELEASE_KEY:-/dev/null}") in
  '') ;;
  'untrusted comment')
    minisign -S -s "$RELEASE_KEY" -t "orch $label" -m "$made/orch-$label.sha256" >&2
    ;;
  *) ssh-keygen -q -Y sign -f "$RELEASE_KEY" -n file "$made/orch-$label.sha256" >&2 ;;
esac

mkdir -p -- "$output"
output=$(cd -- "$output" && pwd)
mv -- "$made"/* "$output"

[ -z "$check" ] || automation/release/check.sh "$output" "$label"
echo "$output/$name.tar.gz"
