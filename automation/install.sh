#!/usr/bin/env bash
# Installs orch and ops, their manual pages, completions and documents, or uninstalls them. --help
# lists the options. A release has this file, too, with the files to install beside it; it then
# needs no toolchain.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
umask 022

usage() {
  cat <<'END'
usage: automation/install.sh [--prefix DIR] [--from DIR] [--uninstall]

  --prefix DIR   where to: DIR/bin, DIR/share. By default /usr/local for root,
                 and ~/.local for everybody else
  --from DIR     install the orch and ops of this folder, instead of building them;
                 a release builds nothing, and installs its own
  --uninstall    remove what was installed there, and nothing else
  --help         tell this

Run it again after an update; programs that run meanwhile are not disturbed.
With DESTDIR set, everything is written below that folder, for packages.
END
}

# Prints what is wrong and what to do, and ends with a status of sysexits.h.
fail() {
  echo "install: $2 ($3)" >&2
  exit "$1"
}

prefix= from= uninstall=
while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --from)
      [ -n "${2:-}" ] || fail 64 "missing value for $1" "name a folder"
      if [ "$1" = --prefix ]; then prefix=$2; else from=$2; fi
      shift
      ;;
    --prefix=?*) prefix=${1#*=} ;;
    --from=?*) from=${1#*=} ;;
    --uninstall) uninstall=yes ;;
    --help | -h) usage; exit 0 ;;
    *) fail 64 "unknown argument '$1'" "automation/install.sh --help tells what there is" ;;
  esac
  shift
done

if [ -z "$prefix" ] && [ "$(id -u)" -eq 0 ] && [ -w /usr/local ]; then
  prefix=/usr/local
elif [ -z "$prefix" ]; then
  prefix=${HOME:?there is no HOME; choose a --prefix}/.local
fi
prefix=$(realpath -ms -- "$prefix")
root=$(realpath -ms -- "${DESTDIR:-}/$prefix")

# The manifest of the installation: a line for each file, with its checksum first, and a line for
# each folder that was made, parents first.
manifest=$root/share/orch/installed
lines() { if [ -f "$manifest" ]; then grep "$@" "$manifest" || true; fi; }
installed_files() { lines -v '^folder ' | cut -d ' ' -f 2; }
made_folders() { lines '^folder ' | cut -d ' ' -f 2-; }
sum() { sha256sum <"$1" | cut -d ' ' -f 1; }

check_writable() {
  [ -w "$1" ] && [ -x "$1" ] ||
    fail 77 "$1 may not be written" "run this as its owner or as root, or choose another --prefix"
}

# Removes a file if it has not changed since it was installed.
remove() {
  local path=$root/$1
  if [ ! -e "$path" ]; then return; fi
  if grep -qxF -- "$(sum "$path") $1" "$manifest"; then
    rm -f -- "$path"
    echo "Removed $path"
  else
    echo "Kept $path, which has changed since it was installed"
  fi
}

uninstall() {
  local files folders path
  mapfile -t files < <(installed_files)
  mapfile -t folders < <(made_folders | tac)
  for path in "${files[@]}" share/orch/installed; do
    path=$(dirname "$root/$path")
    if [ -d "$path" ]; then check_writable "$path"; fi
  done
  for path in "${files[@]}"; do remove "$path"; done
  rm -f -- "$manifest"
  for path in "${folders[@]}"; do
    rmdir -- "$(realpath -ms -- "$root/$path")" 2>/dev/null || true
  done
}

if [ -n "$uninstall" ]; then
  if [ -f "$manifest" ]; then uninstall; else echo "Nothing is installed below $root."; fi
  exit 0
fi

# All files are prepared before anything is changed.
staging=$(mktemp -d)
pending=
trap 'rm -rf "$staging" ${pending:+"$pending"}' EXIT
release=$here/..
if [ -z "$from" ] && [ -x "$release/bin/orch" ]; then
  cp -R "$release/bin" "$release/share" "$staging"
  # The unpacked files may not be readable for other users.
  chmod -R u=rwX,go=rX "$staging"
else
  if [ -n "$from" ]; then
    from=$(realpath -ms -- "$from")
  else
    "$here/setup.sh" build
    echo "Building in release mode; the first time this takes five to ten minutes on two cores."
    from=$("$here/build.sh" | tail -n 1)
  fi
  for program in orch ops; do
    [ -x "$from/$program" ] || fail 66 "there is no program $from/$program" "build it first"
  done
  "$here/stage.sh" "$from" "$staging"
fi
mapfile -t files < <(cd "$staging" && find . -type f -printf '%P\n' | LC_ALL=C sort)

# Checks before the start whether the installation can be finished.
for file in "${files[@]}" share/orch/installed; do
  folder=$(dirname "$root/$file")
  until [ -e "$folder" ] || [ -L "$folder" ]; do folder=$(dirname "$folder"); done
  [ -d "$folder" ] || fail 73 "$folder is not a folder" "choose another --prefix"
  check_writable "$folder"
done
for file in "${files[@]}"; do
  path=$root/$file
  if [ ! -e "$path" ] && [ ! -L "$path" ]; then continue; fi
  if [ -f "$path" ] && grep -qxF -- "$file" <<<"$(installed_files)"; then continue; fi
  fail 73 "$path is there, and was not installed by this" "move it away, or choose another --prefix"
done

# Removes files that an older version installed and this version does not have.
while read -r old; do
  [[ " ${files[*]} " == *" $old "* ]] || remove "$old"
done < <(installed_files)

mapfile -t made < <(made_folders)
make_folder() {
  if [ -d "$1" ]; then return; fi
  make_folder "$(dirname "$1")"
  mkdir -- "$1" || fail 73 "cannot create $1" "choose another --prefix"
  made+=("$(realpath -ms --relative-to="$root" -- "$1")")
}

# A running program keeps its old file, because the new file takes over the name by rename.
put() {
  pending=$2.$$.new
  install -m "$(stat -c %a -- "$1")" -- "$1" "$pending"
  mv -fT -- "$pending" "$2"
  pending=
}

for file in "${files[@]}" share/orch/installed; do make_folder "$(dirname "$root/$file")"; done
for file in "${files[@]}"; do echo "$(sum "$staging/$file") $file"; done >"$staging/installed"
for folder in "${made[@]}"; do echo "folder $folder"; done >>"$staging/installed"
put "$staging/installed" "$manifest"
for file in "${files[@]}"; do put "$staging/$file" "$root/$file"; done

echo "Installed $("$root/bin/orch" --version) below $root:"
printf '  %s\n' "${files[@]}" | sed 's|\(share/doc/orch/\).*|\1|' | uniq
echo "The programs in a queue's orch.json start once you have said orch trust in its folder."
[ -n "${DESTDIR:-}" ] || "$here/install-hints.sh" "$prefix"
