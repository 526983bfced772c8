#!/usr/bin/env bash
# A tmux session that shows a queue at work: status, log, queue, and a shell.
# --help says how.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")

usage() {
  cat <<'END'
usage: automation/tmux/dashboard.sh [--queue PATH | --db PATH] [--session NAME]
                                    [--refresh SECONDS] [--detach]

  --queue PATH       the queue; without it the one that orch finds from here
  --db PATH          the same in a database
  --session NAME     the session's name; by default orch- and the project's folder
  --refresh SECONDS  how often status and queue are shown anew; 5
  --detach           make the session, and do not go there
  --help             tell this

Four panes: the status with the workers, the run log with the newest worker's, the rows that are
not DONE, and a shell in the project's root. q in one of the first three ends the session, and
so does 'tmux kill-session'; nothing else is left behind. Run it again to go back there.
END
}

# Ends with a status of sysexits.h: what is wrong, and what to do.
fail() {
  echo "dashboard: $2 ($3)" >&2
  exit "$1"
}

# What runs in a pane, with the options of orch as arguments.

# Waits for so many seconds, or for q, which ends all of it.
pause() {
  local key=
  IFS= read -rsn 1 -t "$refresh" key || [ $? -gt 128 ] || exit 0
  if [ "$key" = q ]; then tmux kill-session; fi
}

# Shows again and again what a function prints. The terminal cuts long lines.
shown() {
  printf '\033[?7l'
  while :; do
    printf '\033[H\033[2J'
    "$@" || true
    pause
  done
}

status() {
  ops status "$@" 2>&1 && ops workers "$@" 2>&1
}

# What is at work comes first. These lists would fill the run log.
rows() {
  orch list --no-log --color never "$@" --status IN_PROGRESS 2>&1 &&
    orch list --no-log --color never "$@" --status PENDING --status BLOCKED --status FAILED
}

queue() {
  local height
  height=$(stty size)
  rows "$@" | tr -d '\000-\010\013-\037\177' | head -n "$((${height% *} - 1))" |
    awk -F '\t' -v on="${NO_COLOR-on}" '
      BEGIN { color["IN_PROGRESS"] = 34; color["FAILED"] = 31; color["BLOCKED"] = 33 }
      NF < 4 { print; next }
      {
        status = sprintf("%-11s", $2)
        if (on && $2 in color) status = "\033[" color[$2] "m" status "\033[0m"
        printf "%-12s %s %-2s %s\n", $1, status, $3, $4
      }'
}

# The worker's log that was written to last.
newest() {
  local file found=
  for file in "$home"/logs/workers/*.log; do
    if [ -f "$file" ] && { [ -z "$found" ] || [ "$file" -nt "$found" ]; }; then found=$file; fi
  done
  printf %s "$found"
}

# Prints lines as they come, without control sequences; of the run log the end of each run. It is
# bash, because other programs buffer their output.
printable() {
  local line text='"([^"]*)"'
  local start="^\\{\"ts_kst\":\"[^\"T]*T([0-9:]{8}).*\"event\":\"run_([a-z]*)\""
  local end="\"command\":$text,\"exit_code\":[0-9]+,\"status\":$text(,\"item_id\":$text)?"
  while IFS= read -r line; do
    if [[ $line =~ $start ]]; then
      local time=${BASH_REMATCH[1]}
      if [[ ${BASH_REMATCH[2]} = start ]] || ! [[ $line =~ $end ]]; then continue; fi
      line="$time ${BASH_REMATCH[1]} ${BASH_REMATCH[4]:--} ${BASH_REMATCH[2]}"
    fi
    printf '%s\n' "${line//[[:cntrl:]]/}"
  done
}

log() {
  local file=none latest reader=
  while :; do
    latest=$(newest)
    if [ "$latest" != "$file" ]; then
      file=$latest
      if [ -n "$reader" ]; then kill "$reader"; fi
      printf '\033[H\033[2J'
      tail -n 20 -F "$run_log" ${file:+"$file"} 2>/dev/null > >(printable) &
      reader=$!
    fi
    pause
  done
}

if [ "${1:-}" = --pane ]; then
  pane=$2 refresh=$3 home=$4 run_log=$5
  shift 5
  case $pane in
    log) log ;;
    *) shown "$pane" "$@" ;;
  esac
fi

# What makes the session.

options=() session='' refresh=5 detach='' named=()
while [ $# -gt 0 ]; do
  case $1 in
    --queue | --db | --session | --refresh)
      [ -n "${2:-}" ] || fail 64 "missing value for $1" "--help tells what there is"
      case $1 in
        --session) session=$2 ;;
        --refresh) refresh=$2 ;;
        *) options=("$1" "$(realpath -m -- "$2")") ;;
      esac
      [ "$1" != --queue ] || named=(ORCH_QUEUE_MD="${options[1]}")
      shift
      ;;
    --detach) detach=yes ;;
    --help | -h) usage; exit 0 ;;
    *) fail 64 "unknown argument '$1'" "--help tells what there is" ;;
  esac
  shift
done
[[ $refresh =~ ^[0-9]+([.][0-9]+)?$ && $refresh = *[1-9]* ]] ||
  fail 64 "invalid value '$refresh' for --refresh" "it must be seconds"
[[ $session =~ ^[A-Za-z0-9_-]*$ ]] ||
  fail 64 "invalid value '$session' for --session" "use letters, digits, - and _"
[ -n "$detach" ] || [ -t 1 ] || fail 64 "there is no terminal" "--detach only makes the session"
command -v tmux >/dev/null || fail 66 "tmux: not found" "apt-get install tmux"
for program in orch ops; do
  command -v $program >/dev/null || fail 66 "$program: not found" "automation/install.sh installs it"
done

# Paths come from orch. It runs once without --json, so that an error about the queue is text.
orch prime --quiet "${options[@]}" >/dev/null
where=$(orch prime --json --quiet "${options[@]}")
text='"(([^"\]|\\.)*)"'
[[ $where =~ ^\{\"queue\":$text,\"home\":$text,\"root\":$text,\"run_log\":$text, ]]
queue=${BASH_REMATCH[1]}
printf -v home %b "${BASH_REMATCH[3]}"
printf -v root %b "${BASH_REMATCH[5]}"
printf -v run_log %b "${BASH_REMATCH[7]}"
session=${session:-orch-$(basename "$root" | tr -c 'A-Za-z0-9\n' '-')}

go() {
  if [ -n "$detach" ]; then
    echo "Session $session: tmux attach -t $session"
    exit 0
  fi
  if [ -n "${TMUX:-}" ]; then exec tmux switch-client -t "=$session"; fi
  exec tmux attach-session -t "=$session"
}

if tmux has-session -t "=$session" 2>/dev/null; then
  [ "$(tmux show-options -qv -t "=$session:" @orch_queue)" = "$queue" ] ||
    fail 73 "there is a session $session that shows something else" "choose another --session"
  go
fi

# A tmux server that runs already has another environment.
environment=(PATH="$PATH")
for name in "${!ORCH_@}" "${!NO_COLOR@}"; do environment+=("$name=${!name}"); done

# Makes a pane with a title, by the command of tmux and its options, and prints its id.
pane() {
  local title=$1 id command
  shift
  command=(env "${environment[@]}" bash "$here" --pane "$title" "$refresh" "$home" "$run_log" "${options[@]}")
  if [ "$title" = shell ]; then command=(env "${environment[@]}" "${named[@]}" "${SHELL:-/bin/sh}"); fi
  id=$(tmux "$@" -c "$root" -P -F '#{pane_id}' -- "${command[@]}")
  tmux set-option -p -t "$id" @orch_title "$title"
  echo "$id"
}

status=$(pane status new-session -d -s "$session" -n orch -x 160 -y 48)
trap 'tmux kill-session -t "=$session" 2>/dev/null' ERR
tmux set-option -t "=$session:" @orch_queue "$queue" \; \
  set-option -w -t "=$session:" remain-on-exit off \; \
  set-option -w -t "=$session:" pane-border-status top \; \
  set-option -w -t "=$session:" pane-border-format ' #{@orch_title} '
log=$(pane log split-window -h -t "$status")
pane queue split-window -v -t "$status" >/dev/null
shell=$(pane shell split-window -v -t "$log")
tmux select-layout -t "=$session:" tiled \; select-pane -t "$shell"
trap - ERR
go
