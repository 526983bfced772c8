#!/usr/bin/env bash
# Prints what lets `orch tick` run every 30 minutes on a queue, or `orch daemon` all the time. It
# installs nothing; `orch schedule` does, and makes most of what is printed here.
# --help says how.
set -euo pipefail

usage() {
  cat <<'END'
usage: automation/schedule.sh daemon|cron|systemd|launchd --queue PATH | --db PATH
       automation/schedule.sh openclaw --queue PATH | --db PATH [-- OPTION...]

'orch schedule daemon|cron|systemd|launchd' installs a schedule, shows and removes it. This script
only prints, and installs nothing:

  daemon    the command that sets up a service:   automation/schedule.sh daemon … | sh
  cron      lines for a crontab:   (crontab -l; automation/schedule.sh cron …) | crontab -
  systemd   the command that sets up a timer of one's own:   automation/schedule.sh systemd … | sh
  launchd   a property list:   automation/schedule.sh launchd … > ~/Library/LaunchAgents/NAME.plist
  openclaw  the command that adds an OpenClaw automation, with the options behind --, such as
            --channel telegram --to 123:   automation/schedule.sh openclaw … | sh

The orch of your PATH is called, and workers get your PATH and LANG. Say 'orch trust' once in the
queue's folder: until then the programs in its orch.json do not start.
END
}

# Ends with a status of sysexits.h: what is wrong, and what to do.
fail() {
  echo "schedule: $2 ($3)" >&2
  exit "$1"
}

# As one word for every shell.
quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

kind='' option='' file=''
while [ $# -gt 0 ]; do
  case $1 in
    --queue | --db)
      [ -n "${2:-}" ] || fail 64 "missing value for $1" "name the queue's file"
      [ -z "$option" ] || fail 64 "--queue and --db are two queues" "name one of them"
      option=$1 file=$2
      shift
      ;;
    daemon | cron | systemd | launchd | openclaw)
      [ -z "$kind" ] || fail 64 "$kind and $1 are two schedules" "name one of them"
      kind=$1
      ;;
    --help | -h) usage; exit 0 ;;
    --) shift; break ;;
    *) fail 64 "unknown argument '$1'" "automation/schedule.sh --help tells what there is" ;;
  esac
  shift
done
[ -n "$kind" ] || fail 64 "no schedule is named" "name daemon, cron, systemd, launchd or openclaw"
[ -n "$option" ] || fail 64 "no queue is named" "name it with --queue or --db"
[ $# -eq 0 ] || [ "$kind" = openclaw ] ||
  fail 64 "$kind takes no options behind --" "leave them out"

[ -f "$file" ] || fail 66 "there is no file $file" "orch init creates a queue"
folder=$(cd "$(dirname "$file")" && pwd -P)
file=${folder%/}/$(basename "$file")
orch=$(command -v orch) || fail 66 "there is no orch on the PATH" "install it: automation/install.sh"
orch=$(cd "$(dirname "$orch")" && pwd)/orch
path=$PATH
language=${LANG:-C.UTF-8}
for text in "$file" "$orch" "$path" "$language"; do
  [[ $text != *[[:cntrl:]]* ]] || fail 64 "a path has control characters" "rename the folder"
done

# A name that is fit for every scheduler, and another for each queue.
name=$(basename "$folder" | tr -c 'A-Za-z0-9\n' '-')-$(printf %s "$file" | cksum | cut -d ' ' -f 1)

json() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# The options are those of `openclaw cron add` in OpenClaw's documentation of 2026.6 and later
# (docs/cli/cron.md, "Command payloads" in docs/automation). A command costs no model turn, its
# output is announced, and one that prints only NO_REPLY is silent. --quiet: a warning on
# standard error would be announced together with it.
openclaw() {
  local argv argument
  argv="$(json "$orch"),\"tick\",\"--openclaw\",\"--quiet\",\"$option\",$(json "$file")"
  printf 'openclaw cron add --name %s --every 30m \\\n' "$(quoted "orch tick $name")"
  printf '  --command-argv %s \\\n' "$(quoted "[$argv]")"
  printf '  --command-cwd %s \\\n' "$(quoted "$folder")"
  printf '  --command-env %s \\\n' "$(quoted "PATH=$path")" "$(quoted "LANG=$language")"
  printf '  --timeout-seconds 1800'
  for argument; do printf ' %s' "$(quoted "$argument")"; done
  echo
}

case $kind in
  cron | launchd) exec "$orch" schedule "$kind" --dry-run "$option" "$file" ;;
  daemon | systemd) echo "$(quoted "$orch") schedule $kind $option $(quoted "$file")" ;;
  openclaw) openclaw "$@" ;;
esac
