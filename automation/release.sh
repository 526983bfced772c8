#!/usr/bin/env bash
# Makes the tarball of a release, and its checksum beside it, and prints the tarball's path on the
# last line. --help lists the options, and docs/releasing.md the contents.
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
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}

staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
if [ -n "$binaries" ]; then
  programs=$binaries
else
  automation/setup.sh build
  source=$PWD
  if [ -z "$dirty" ]; then
    # Builds in a clone: with the modules that a build of tests left here, the compiler makes other
    # code.
    source=$staging/source
    git clone --quiet . "$source"
    git -C "$source" checkout --quiet --detach "$commit"
  fi
  programs=$(env -u ORCH_BIN -u ORCH_POSTGRES "$source/automation/build.sh" | tail -n 1)
fi
for program in orch ops; do
  [ -x "$programs/$program" ] ||
    fail 66 "there is no program $programs/$program" "build it first"
done
version=$("$programs/orch" --version)
version=${version#orch }
[ "$("$programs/ops" --version)" = "ops $version" ] ||
  fail 65 "orch and ops in $programs are of two versions" "build both"
name=orch-$version${changes:+-dirty}-linux-$(uname -m)

top=$staging/$name
automation/stage.sh "$programs" "$top"

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
  dpkg-query -W -f '${Package} ${Version}\n' libc6-dev libevent-dev libsqlite3-dev libstdc++-12-dev \
    zlib1g-dev || true
}
{
  echo "orch $version"
  echo "commit $commit${changes:+ with changes}"
  date --utc --date="@$epoch" +%Y-%m-%dT%H:%M:%SZ
  if [ -n "$binaries" ]; then echo "programs as given"; else surroundings; fi
} >"$top/BUILD"
(cd "$top" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum --) >"$staging/sums"
mv "$staging/sums" "$top/SHA256SUMS"
chmod -R ug-s,-t,u=rwX,go=rX "$top"

# The tarball does not depend on user, folder and time: names are sorted, and times are the
# commit's.
tar --create --directory="$staging" --format=ustar --sort=name --mtime="@$epoch" \
  --owner=0 --group=0 --numeric-owner "$name" | gzip -9 --no-name >"$staging/$name.tar.gz"
(cd "$staging" && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
mkdir -p -- "$output"
output=$(cd -- "$output" && pwd)
mv -- "$staging/$name.tar.gz" "$staging/$name.tar.gz.sha256" "$output"

[ -z "$check" ] || automation/release/check.sh "$output/$name.tar.gz"
echo "$output/$name.tar.gz"
