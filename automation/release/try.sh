#!/usr/bin/env bash
# Tries a release in a root without toolchain, in which nothing can be lost. The first unexpected
# result ends the script with status 1.
#
#   try.sh TARBALL
set -euo pipefail
tarball=${1:?usage: try.sh TARBALL}
name=$(basename "$tarball" .tar.gz)
version=${name#orch-} version=${version%-linux-*}
# The clock is stopped, so that times are the same in each run.
export ORCH_NOW='2026-01-31 18:00' LANG=C.UTF-8

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

step "there is no toolchain, nor its libraries, nor SQLite"
is '' find / -xdev \( -name 'libswift*' -o -name 'libsqlite3*' -o -name swiftc -o -name lld \) \
  -not -path '/proc/*'
is '' bash -c 'command -v swift orch ops'

step "the checksums, outside and inside"
cd "$(dirname "$tarball")"
is "$name.tar.gz: OK" sha256sum -c "$name.tar.gz.sha256"
tar -xzf "$name.tar.gz"
cd "$name"
is '' sha256sum -c --quiet SHA256SUMS
is '' bash -c "comm -3 <(cut -c 67- SHA256SUMS | sort) \
  <(find . -type f ! -name SHA256SUMS -printf '%P\n' | sort)"
for program in orch ops; do is "	not a dynamic executable" ldd "bin/$program"; done

step "install.sh"
before=$(find /usr/local)
has "Installed orch $version below /usr/local:" ./install.sh
is "orch $version" orch --version
is "ops $version" ops --version
for program in orch ops; do is '' cmp "bin/$program" "/usr/local/bin/$program"; done

step "completion in bash"
cat >/tmp/press-tab <<'END'
source /usr/local/share/bash-completion/completions/orch
COMP_LINE='orch relea' COMP_POINT=10 COMP_TYPE=9
_orch_complete orch relea orch
echo ${COMPREPLY[@]}
END
is 'release' bash /tmp/press-tab
is '#compdef orch' head -n 1 /usr/local/share/zsh/site-functions/_orch
is 'complete -c orch -e' grep -- '-e$' /usr/local/share/fish/vendor_completions.d/orch.fish

step "the manual"
has '       orch - work a task queue that is a Markdown table' man -P cat orch

step "a queue"
mkdir /srv/demo
cd /srv/demo
is 'Created /srv/demo/QUEUE.md
times are in UTC: tz in /srv/demo/orch.json (for another zone change it there)' orch init
is 'Added ORCH-001' orch add --priority P0 --task 'Fix the login / 로그인 고치기' \
  --success-criteria 'file: fixed'
is 'Added ORCH-002' orch add --priority P1 --task 'Tell it' --success-criteria 'mail sent'
is 'ORCH-001' orch pick --owner-session me
is 'ORCH-001 -> DONE' orch done ORCH-001 --owner-session me --notes 'fixed'
is $'ORCH-001\tDONE\tP0\tFix the login / 로그인 고치기\nORCH-002\tPENDING\tP1\tTell it' orch list
has 'summary PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=1' ops status
has 'ok    sync          files and folders are made durable' env -u ORCH_NOW ops doctor
is '' orch lint

step "a database"
has 'Imported 2 rows into /srv/demo/db/queue.db' orch migrate
is 'ORCH-002' orch pick --db db/queue.db --owner-session me
is 'ORCH-002 -> DONE' orch done ORCH-002 --db db/queue.db --owner-session me --notes 'told'
is 'summary PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=2
top_in_progress: none' ops status --db db/queue.db
has 'rendered 2 rows' orch render
is 'consistency ok total=2' ops consistency-check

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
has 'trusted /srv/demo' orch trust --yes
is 'Added MADE-1' \
  orch add --id MADE-1 --priority P0 --task 'Make it' --success-criteria 'file: MADE-1'
is 'MADE-1' orch tick
while ops workers | grep -q orch-; do :; done
has $'MADE-1\tDONE\tP0\tMake it' orch list --status DONE
is 'NOOP' orch tick

step "uninstalled"
cd /
has 'Removed /usr/local/bin/orch' "$(dirname "$tarball")/$name/install.sh" --uninstall
is "$before" find /usr/local
