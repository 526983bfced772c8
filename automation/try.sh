#!/usr/bin/env bash
# Builds orch and ops and works a copy of this project's own queue with them.
set -euo pipefail
cd "$(dirname "$0")/.."

automation/setup.sh build
echo "Building in release mode; the first time this takes five to ten minutes on two cores."
# The largest modules take a minute each, in which the compiler prints nothing.
while sleep 30 >&- 2>&-; do echo "still building, for $((SECONDS / 60)) min $((SECONDS % 60)) s" >&2; done &
progress=$!
trap 'kill "$progress" 2>/dev/null || true' EXIT
bin=$(automation/build.sh | tail -n 1)
kill "$progress" 2>/dev/null || true

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp automation/orchestrator/QUEUE.md "$folder/"
cd "$folder"
PATH=$bin:$PATH
export HOME=$folder
unset ORCH_QUEUE_MD ORCH_BASE_DIR ORCH_OWNER_SESSION ORCH_LOG_PATH ORCH_NOW

# Shows a command as a user would type it, and runs it.
show() {
  local word
  printf '\n$'
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9_./=-]*) printf " '%s'" "$word" ;;
      *) printf ' %s' "$word" ;;
    esac
  done
  echo
  "$@"
}

echo
echo "A copy of automation/orchestrator/QUEUE.md, in a folder of its own:"
show orch lint && echo "(nothing: the file is well-formed)"
show orch list --status PENDING --priority P0
show orch add --id TRY-1 --priority P0 --task 'Try the queue / 큐 써 보기' \
  --success-criteria 'TRY-1 is DONE'
show orch pick --id TRY-1 --owner-session me
show ops status
show orch done --id TRY-1 --owner-session me --notes 'picked and finished by try.sh'
show orch show --id TRY-1
show ops status

cat <<END

The executables are in $bin.
Next: cd to a folder of yours, run 'orch init', and read README.md for five minutes.
END
