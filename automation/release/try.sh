#!/usr/bin/env bash
# Installs, tries and removes each FILE of a release: the tarball, a Debian package, or the wheel.
# Files lie beside this script, with their checksums, README.md and queues of older versions in
# Corpus. It runs in a root without toolchain, in which nothing can be lost. The first unexpected
# result ends the script with status 1.
#
#   try.sh FILE...
set -euo pipefail
cd "$(dirname "$0")"
release=$PWD
# The clock is stopped, so that times are the same in each run.
export ORCH_NOW='2026-01-31 18:00' LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive
work=$(mktemp -d)
trap 'rm -rf "$work" "$work.venv"' EXIT

# is EXPECTED COMMAND...: checks the output of a command on both streams, whatever its status.
is() {
  local expected=$1 printed
  shift
  printed=$("$@" 2>&1) || true
  [ "$printed" = "$expected" ] || wrong "$expected" "$printed" "$@"
}

# has EXPECTED COMMAND...: checks that a command succeeds, and that EXPECTED is one of its lines.
has() {
  local expected=$1 printed
  shift
  printed=$("$@" 2>&1) || wrong "a success" "$printed" "$@"
  grep -qxF -- "$expected" <<<"$printed" || wrong "the line '$expected'" "$printed" "$@"
}

wrong() {
  printf 'release: %s\nexpected: %s\nprinted: %s\n' "${*:3}" "$1" "$2" >&2
  exit 1
}

step() { echo "== $*"; }

# Tries the programs on the PATH, which are installed below a prefix.
use() {
  local prefix=$1 functions=$2
  programs
  completion
  step "the manual"
  has '       orch - work a task queue that is a Markdown table' man -P cat orch
  readme
  queue
  worker
  upgrade
  cd "$release"
  rm -rf "${work:?}"/*
}

programs() {
  hash -r
  is "orch $version" orch --version
  is "ops $version" ops --version
  for program in orch ops; do
    is "	not a dynamic executable" ldd "$(command -v "$program")"
  done
}

completion() {
  step "completion in bash"
  cat >"$work/press-tab" <<END
source $prefix/share/bash-completion/completions/orch
COMP_LINE='orch relea' COMP_POINT=10 COMP_TYPE=9
_orch_complete orch relea orch
echo \${COMPREPLY[@]}
END
  is 'release' bash "$work/press-tab"
  is '#compdef orch' head -n 1 "$prefix/share/zsh/$functions/_orch"
  is 'complete -c orch -e' grep -- '-e$' "$prefix/share/fish/vendor_completions.d/orch.fish"
}

# Types the commands of a block of a document in a folder, which the block calls /home/me/demo. What
# they print on the standard output has to be the same.
play() {
  local line command= expected= printed
  cd "$1"
  while IFS= read -r line; do
    line=${line//"/home/me/demo"/$1}
    if [[ $line != '$ '* ]]; then
      expected+=$line$'\n'
      continue
    fi
    # Only a system in UTC says so.
    printed=$(bash -c "$command" 2>/dev/null | sed '/^times are in UTC: /d'; echo .)
    [ "$printed" = "$expected." ] || [ -z "$command" ] || wrong "$expected" "$printed" "$command"
    command=${line#'$ '} expected=
  done < <(cat; echo '$ ')
}

readme() {
  step "the README's five minutes"
  mkdir "$work/readme"
  sed -n '/^## Five minutes/,/^## With/p' "$release/README.md" | sed '/^```/,/^```/!d; /^```/d' |
    play "$work/readme"
}

queue() {
  step "a queue"
  mkdir "$work/demo"
  cd "$work/demo"
  is "Created $work/demo/QUEUE.md
times are in UTC: tz in $work/demo/orch.json (for another zone change it there)" orch init
  is 'Added ORCH-001' orch add --priority P0 --task 'Fix the login / 로그인 고치기' \
    --success-criteria 'file: fixed'
  is 'Added ORCH-002' orch add --priority P1 --task 'Tell it' --success-criteria 'mail sent'
  is 'ORCH-001' orch pick --owner-session me
  echo fixed >fixed
  is 'ORCH-001 -> DONE' orch done ORCH-001 --owner-session me --notes 'fixed'
  is $'ORCH-001\tDONE\tP0\tFix the login / 로그인 고치기\nORCH-002\tPENDING\tP1\tTell it' orch list
  has 'summary PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=1' ops status
  has 'ok    sync          files and folders are made durable' env -u ORCH_NOW ops doctor
  is '' orch lint

  step "a database"
  has "Imported 2 rows into $work/demo/db/queue.db" orch migrate
  is 'ORCH-002' orch pick --db db/queue.db --owner-session me
  is 'ORCH-002 -> DONE' orch done ORCH-002 --db db/queue.db --owner-session me --notes 'told'
  is 'summary PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=2
top_in_progress: none' ops status --db db/queue.db
  has 'rendered 2 rows' orch render
  is 'consistency ok total=2' ops consistency-check
}

worker() {
  step "a worker"
  cat >worker.sh <<'END'
#!/bin/sh
echo made >"$ORCH_ITEM_ID"
printf '[REPORT %s]\nStatus: DONE\nFiles:\n- made\nDiff-Summary:\n- made it\n' "$ORCH_ITEM_ID"
printf 'Validation:\n- 1 check passed, 0 failed\nRisks:\n- None\nNext:\n- None\n'
END
  chmod +x worker.sh
  echo '{"tz": "0", "spawn": {"kind": "worker", "argv": ["./worker.sh"]}, "review": {"run_checks": true}}' \
    >orch.json
  has "trusted $work/demo" orch trust --yes
  is 'Added MADE-1' \
    orch add --id MADE-1 --priority P0 --task 'Make it' --success-criteria 'file: MADE-1'
  is 'MADE-1' orch tick
  while ops workers | grep -q orch-; do :; done
  has $'MADE-1\tDONE\tP0\tMake it' orch list --status DONE
  is 'NOOP' orch tick
}

# The first command of each expectation of CorpusTests lists the rows of a queue of an old version.
# New rows are worked there, too.
upgrade() {
  local queue database
  for queue in "$release"/Corpus/0.[7-9].*/*/; do
    queue=${queue%/} database=
    step "a queue of ${queue#"$release/Corpus/"}"
    mkdir -p /home/me
    rm -rf /home/me/demo
    cp -R -- "$queue" /home/me/demo
    cd /home/me/demo
    chmod -R go-w .
    sed -n '1p; 2,$ { /^\$ /q; p; }' "$queue.console" | grep -v '^WARNING: ' | play /home/me/demo
    [ -e QUEUE.md ] || database=db/queue.db
    try() { "$1" "${@:2}" ${database:+--db "$database"}; }
    has 'Added UPGRADED' try orch add --id UPGRADED --task 'Go on' --success-criteria 'it does'
    has 'UPGRADED' try orch pick --id UPGRADED --owner-session me
    has 'UPGRADED -> DONE' try orch done UPGRADED --owner-session me --notes 'it does'
    has $'UPGRADED\tDONE\tP1\tGo on' try orch list --status DONE
  done
}

tarball() {
  local name=${1%.tar.gz} before
  step "there is no toolchain, nor its libraries, nor SQLite"
  is '' find / -xdev \( -name 'libswift*' -o -name 'libsqlite3*' -o -name swiftc -o -name lld \) \
    -not -path '/proc/*'
  is '' bash -c 'command -v swift orch ops'
  step "the tarball: install.sh"
  tar -xzf "$1"
  cd "$name"
  is '' sha256sum -c --quiet SHA256SUMS
  is '' bash -c "comm -3 <(cut -c 67- SHA256SUMS | sort) \
    <(find . -type f ! -name SHA256SUMS -printf '%P\n' | sort)"
  before=$(find /usr/local)
  has "Installed orch $version below /usr/local:" ./install.sh
  for program in orch ops; do is '' cmp "bin/$program" "/usr/local/bin/$program"; done
  use /usr/local site-functions
  step "uninstalled"
  has 'Removed /usr/local/bin/orch' "$release/$name/install.sh" --uninstall
  is "$before" find /usr/local
}

install_packages() {
  dpkg --install "$@" >"$work/log" 2>&1 ||
    wrong "a success" "$(cat "$work/log")" dpkg --install "$@"
}

package() {
  local before
  step "the package: dpkg"
  before=$(find /usr /etc)
  install_packages "$1"
  is '' dpkg --verify orch
  is "$(printf '%s\n' orch-{daemon,serve}@.service)" ls /usr/lib/systemd/user --ignore='[!o]*'
  use /usr vendor-completions
  step "uninstalled"
  has "Removing orch ($version) ..." dpkg --remove orch
  is "$before" find /usr /etc
}

postgres() {
  local before
  step "the packages for PostgreSQL: dpkg"
  before=$(find /usr /etc)
  install_packages "orch_$version"_*.deb "$1"
  programs
  mkdir "$work/empty"
  cd "$work/empty"
  orch list --db "postgresql:///none?host=$work" >"$work/log" 2>&1 && wrong "no server" '' orch list
  has "$work/.s.PGSQL.5432" grep -o "$work/.s.PGSQL.5432" "$work/log"
  cd "$release"
  step "uninstalled"
  has "Removing orch ($version) ..." dpkg --remove orch orch-postgres
  is "$before" find /usr /etc
}

wheel() {
  local path=$PATH name=${1%%-*}
  step "the wheel: pip in a venv"
  python3 -m venv "$work.venv"
  PATH=$work.venv/bin:$PATH
  pip install --quiet --disable-pip-version-check --no-index "$1"
  pip check
  use "$work.venv" site-functions
  step "uninstalled"
  pip uninstall --quiet --yes "${name//_/-}"
  is '' find "$work.venv" -name 'orch*' -o -name 'ops*' -type f
  rm -rf "$work.venv"
  PATH=$path
}

for file; do
  step "$file"
  version=$(sed 's/^[^0-9]*\([0-9.]*[0-9]\).*/\1/' <<<"$file")
  is "$file: OK" bash -c 'grep -h "  $1\$" ./*.sha256 | sha256sum -c' checked "$file"
  case $file in
    *.tar.gz) tarball "$file" ;;
    orch-postgres_*.deb) postgres "$file" ;;
    *.deb) package "$file" ;;
    *.whl) wheel "$file" ;;
  esac
done
