#!/usr/bin/env bash
# Dashboards of queues: a tmux session for each, with status, log, queue, a shell, and a window with
# the commands that people need. --help lists the options.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")

usage() {
  cat <<'END'
usage: automation/tmux/dashboard.sh [start|stop|status|fleet] [--queue PATH | --db PATH]…
                                    [--session NAME] [--refresh SECONDS] [--reset] [--detach]

  start              make the session of a queue unless it is there, and go there; the default
  stop               end the session of a queue, or the one that --session names
  status             list the sessions with their queues; with --queue or --db only theirs
  fleet              one session with a pane for each queue: those named, else those of all
                     sessions; stop --session orch-fleet ends it

  --queue PATH       the queue; without it the one that orch finds from here. fleet and status
                     take several
  --db PATH          the same in a database
  --session NAME     the session's name; by default orch- and the project's folder, and for
                     another queue of that name a number behind it
  --refresh SECONDS  how often status and queue are shown anew; 5
  --reset            end the session first, and make it anew
  --detach           make the session, and do not go there
  --help             tell this

Window 'orch' has four panes: the status with the workers, the run log with the newest worker's,
the rows that are not DONE, and a shell in the project's root. Window 'commands' is a shell below a
list of commands. q in one of the first three panes ends the session; nothing else is left behind.
status ends with 3 where no session is there.
END
}

# Prints what is wrong and what to do, and ends with a status of sysexits.h.
fail() {
  echo "dashboard: $2 ($3)" >&2
  exit "$1"
}

# The programs of the panes. Their arguments are the options of orch.

# Waits for the given seconds. The key q ends the whole session.
pause() {
  local key=
  IFS= read -rsn 1 -t "$refresh" key || [ $? -gt 128 ] || exit 0
  if [ "$key" = q ]; then tmux kill-session; fi
}

# Shows the output of a function, again and again. The terminal cuts long lines.
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

# A summary of one queue, for a pane of the fleet.
fleet() {
  ops health "$@" 2>&1 || true
  ops status "$@" 2>&1 && ops why "$@" 2>&1
}

commands() {
  local queue=''
  if [ "${1:-}" = --db ]; then printf -v queue ' --db %q' "$2"; fi
  cat <<END
what waits, and why      ops why$queue
one row, its past        orch show ID$queue     orch history --id ID$queue
a question of a worker   orch answer ID 'TEXT'$queue
a report to decide on    orch approve ID$queue     orch reject ID --reason 'REASON'$queue
FAILED or BLOCKED        ops retry ID$queue
stop a row               ops cancel ID$queue
start nothing new        ops pause$queue     ops resume$queue
the same, and wait       ops drain$queue
take a change back       orch undo ID$queue
is all well              ops health$queue     ops doctor$queue

END
}

# Rows at work come first. The run log is off, because these lists would fill it.
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

# The worker's log that was written to last; older versions wrote such logs to logs/workers.
newest() {
  local file found=
  for file in "$home"/{.orch,.*.orch}/attempts/*/*/output.log "$home"/logs/workers/*.log; do
    if [ -f "$file" ] && { [ -z "$found" ] || [ "$file" -nt "$found" ]; }; then found=$file; fi
  done
  printf %s "$found"
}

# Prints new lines without control sequences, and from the run log the end of each run. It is
# written in bash, because other programs buffer their output.
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
    commands) commands "$@"; exec "${SHELL:-/bin/sh}" ;;
    *) shown "$pane" "$@" ;;
  esac
fi

# The command line.

action='' options=() session='' refresh=5 reset='' detach=''
while [ $# -gt 0 ]; do
  case $1 in
    start | stop | status | fleet)
      [ -z "$action" ] || fail 64 "unexpected argument '$1'" "there is '$action' already"
      action=$1
      ;;
    --queue | --db | --session | --refresh)
      [ -n "${2:-}" ] || fail 64 "missing value for $1" "--help tells what there is"
      case $1 in
        --session) session=$2 ;;
        --refresh) refresh=$2 ;;
        *) options+=("$1" "$(realpath -m -- "$2")") ;;
      esac
      shift
      ;;
    --reset) reset=yes ;;
    --detach) detach=yes ;;
    --help | -h) usage; exit 0 ;;
    *) fail 64 "unknown argument '$1'" "--help tells what there is" ;;
  esac
  shift
done
action=${action:-start}
[[ $refresh =~ ^[0-9]+([.][0-9]+)?$ && $refresh = *[1-9]* ]] ||
  fail 64 "invalid value '$refresh' for --refresh" "it must be seconds"
[[ $session =~ ^[A-Za-z0-9_-]*$ ]] ||
  fail 64 "invalid value '$session' for --session" "use letters, digits, - and _"
case $action in
  start | stop) [ ${#options[@]} -le 2 ] || fail 64 "more than one queue" "fleet shows several" ;;
  status) [ -z "$session" ] || fail 64 "--session with status" "name the queue" ;;
esac
case $action in
  start | fleet)
    [ -n "$detach" ] || [ -t 1 ] || fail 64 "there is no terminal" "--detach only makes the session"
    ;;
esac
command -v tmux >/dev/null || fail 66 "tmux: not found" "apt-get install tmux"
for program in orch ops; do
  command -v $program >/dev/null ||
    fail 66 "$program: not found" "automation/install.sh installs it"
done

# The sessions. Each has its queue as @orch_queue, and the option that names it as @orch_option; the
# fleet has its queues as @orch_fleet.

# A client that is not known for UTF-8 gets '_' for other letters. A ; at the end of a word ends the
# command, unless it is escaped.
tmux() {
  local word words=()
  for word; do
    if [[ $word = *?\; ]]; then word="${word%;}\\;"; fi
    words+=("$word")
  done
  command tmux -u "${words[@]}"
}

option() { tmux show-options -qv -t "=$1:" "$2"; }
exists() { tmux has-session -t "=$1" 2>/dev/null; }
sessions() {
  tmux list-sessions -F '#{session_name}' 2>/dev/null | grep -x '[A-Za-z0-9_-]*' || true
}

# Prints the session whose option has this value.
having() {
  local name
  for name in $(sessions); do
    if [ "$(option "$name" "$1")" = "$2" ]; then echo "$name"; return; fi
  done
}

# Prints a name that no session has.
unused() {
  local name=$1 number=1
  while exists "$name"; do number=$((number + 1)) name=$1-$number; done
  echo "$name"
}

# Paths of a queue come from orch: queue, home, root, run_log. orch runs once without --json, so
# that an error about the queue is text.
locate() {
  local text='"(([^"\]|\\.)*)"' where
  orch prime --quiet "$@" >/dev/null || exit
  where=$(orch prime --json --quiet "$@")
  [[ $where =~ ^\{\"queue\":$text,\"home\":$text,\"root\":$text,\"run_log\":$text, ]]
  printf -v queue %b "${BASH_REMATCH[1]}"
  printf -v home %b "${BASH_REMATCH[3]}"
  printf -v root %b "${BASH_REMATCH[5]}"
  printf -v run_log %b "${BASH_REMATCH[7]}"
  options=("${1:---queue}" "$queue")
}

go() {
  if [ -n "$detach" ]; then
    echo "Session $session: tmux attach -t $session"
    exit 0
  fi
  if [ -n "${TMUX:-}" ]; then exec tmux -u switch-client -t "=$session"; fi
  exec tmux -u attach-session -t "=$session"
}

# A tmux server that runs already has another environment.
environment=(PATH="$PATH")
for name in "${!ORCH_@}" "${!NO_COLOR@}"; do environment+=("$name=${!name}"); done

# Makes a pane with a title, by the command of tmux and its options, and prints its id.
pane() {
  local title=$1 id command=(env "${environment[@]}")
  shift
  # The programs in a pane of a table need no option.
  if [ "${options[0]}" = --queue ]; then command+=(ORCH_QUEUE_MD="${options[1]}"); fi
  if [ "$title" = shell ]; then
    command+=("${SHELL:-/bin/sh}")
  else
    command+=(bash "$here" --pane "${title%% *}" "$refresh" "$home" "$run_log" "${options[@]}")
  fi
  # tmux expands formats in -c, which run commands.
  id=$(tmux "$@" -c "${root//#/##}" -P -F '#{pane_id}' -- "${command[@]}")
  tmux set-option -p -t "$id" @orch_title "${title#* }"
  echo "$id"
}

# The borders of a session's first window, with the titles of its panes.
framed() {
  tmux set-option -w -t "=$session:" remain-on-exit off \; \
    set-option -w -t "=$session:" pane-border-status top \; \
    set-option -w -t "=$session:" pane-border-format ' #{@orch_title} '
}

start() {
  local first second shell
  first=$(pane status new-session -d -s "$session" -n orch -x 160 -y 48)
  trap 'tmux kill-session -t "=$session" 2>/dev/null' EXIT
  tmux set-option -t "=$session:" @orch_queue "$queue" \; \
    set-option -t "=$session:" @orch_option "${options[0]}"
  framed
  second=$(pane log split-window -h -t "$first")
  pane queue split-window -v -t "$first" >/dev/null
  shell=$(pane shell split-window -v -t "$second")
  tmux select-layout -t "=$session:" tiled \; select-pane -t "$shell"
  pane commands new-window -d -t "=$session:" -n commands >/dev/null
  trap - EXIT
}

# One session with a pane for each queue, as pairs of an option and a path.
start_fleet() {
  local queues="$*"
  local -a make=(new-session -d -s "$session" -n fleet -x 160 -y 48)
  trap 'tmux kill-session -t "=$session" 2>/dev/null' EXIT
  while [ $# -gt 0 ]; do
    locate "$1" "$2"
    pane "fleet ${queue//[[:cntrl:]]/?}" "${make[@]}" >/dev/null
    make=(split-window -t "=$session:")
    tmux select-layout -t "=$session:" tiled
    shift 2
  done
  framed
  tmux set-option -t "=$session:" @orch_fleet "$queues"
  trap - EXIT
}

# Prints a line for each session, with tabs: name, queue, counts, and whether all is well. The line
# of a fleet has only the number of its queues.
list() {
  local wanted=$1 name file count found=''
  for name in $(sessions); do
    file=$(option "$name" @orch_queue)
    if [ -z "$wanted" ] && [ -n "$(option "$name" @orch_fleet)" ]; then
      found=yes
      count=$(tmux list-panes -s -t "=$name" | wc -l)
      printf '%s\tfleet of %d queue%s\n' "$name" "$count" "$([ "$count" -eq 1 ] || echo s)"
      continue
    fi
    if [ -z "$file" ] || [[ -n $wanted && $wanted != *$'\n'"$file"$'\n'* ]]; then continue; fi
    found=yes
    options=("$(option "$name" @orch_option)" "$file")
    printf '%s\t%s\t%s\t%s\n' "$name" "${file//[[:cntrl:]]/?}" \
      "$(ops status --quiet "${options[@]}" 2>&1 | sed 's/^summary //;1q')" \
      "$(ops health --quiet "${options[@]}" 2>&1 | sed 1q)"
  done
  if [ -z "$found" ]; then
    echo "No session (automation/tmux/dashboard.sh start makes one)"
    exit 3
  fi
}

named=("${options[@]}")
case $action in
  status)
    wanted=''
    for ((index = 0; index < ${#named[@]}; index += 2)); do
      locate "${named[@]:index:2}"
      wanted+=$'\n'$queue$'\n'
    done
    list "$wanted"
    ;;
  fleet)
    for name in $(sessions); do
      queue=$(option "$name" @orch_queue)
      if [ ${#options[@]} -eq 0 ] && [ -e "$queue" ]; then
        named+=("$(option "$name" @orch_option)" "$queue")
      fi
      if [ -z "$session" ] && [ -n "$(option "$name" @orch_fleet)" ]; then session=$name; fi
    done
    [ ${#named[@]} -gt 0 ] || fail 66 "no session shows a queue" "name queues with --queue or --db"
    for ((index = 0; index < ${#named[@]}; index += 2)); do locate "${named[@]:index:2}"; done
    session=${session:-$(unused orch-fleet)}
    if exists "$session" &&
      { [ -n "$reset" ] || [ "$(option "$session" @orch_fleet)" != "${named[*]}" ]; }; then
      [ -n "$(option "$session" @orch_fleet)" ] ||
        fail 73 "there is a session $session that shows something else" "choose another --session"
      tmux kill-session -t "=$session"
    fi
    exists "$session" || start_fleet "${named[@]}"
    go
    ;;
  start)
    locate "${options[@]}"
    session=${session:-$(having @orch_queue "$queue")}
    session=${session:-$(unused "orch-$(basename "$root" | tr -c 'A-Za-z0-9\n' '-')")}
    if exists "$session"; then
      [ "$(option "$session" @orch_queue)" = "$queue" ] ||
        fail 73 "there is a session $session that shows something else" "choose another --session"
      if [ -n "$reset" ]; then tmux kill-session -t "=$session"; fi
    fi
    exists "$session" || start
    go
    ;;
  stop)
    # A session that is named by --session can be ended even if its queue is gone.
    if [ -z "$session" ]; then
      locate "${options[@]}"
      session=$(having @orch_queue "$queue")
      [ -n "$session" ] || { echo "No session shows ${queue//[[:cntrl:]]/?}"; exit 0; }
    fi
    exists "$session" || { echo "No session $session"; exit 0; }
    [ -n "$(option "$session" @orch_queue)$(option "$session" @orch_fleet)" ] ||
      fail 73 "session $session is no dashboard" "tmux kill-session -t $session ends it"
    tmux kill-session -t "=$session"
    echo "Ended session $session"
    ;;
esac
