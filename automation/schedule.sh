#!/usr/bin/env bash
# Prints what lets `orch tick` run every 30 minutes on a queue, or `orch daemon` all the time. It
# installs nothing.
# --help says how.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# A & in a path is one.
shopt -u patsub_replacement 2>/dev/null || true

usage() {
  cat <<'END'
usage: automation/schedule.sh daemon|cron|systemd|launchd --queue PATH | --db PATH
       automation/schedule.sh openclaw --queue PATH | --db PATH [-- OPTION...]

Prints what lets orch tick run every 30 minutes on that queue, or orch daemon all the time, and
installs nothing:

  daemon    commands that set up a systemd service:   automation/schedule.sh daemon … | sh
  cron      lines for a crontab:   (crontab -l; automation/schedule.sh cron …) | crontab -
  systemd   commands that set up a timer of one's own:   automation/schedule.sh systemd … | sh
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

cron() {
  local text line
  text=$(<"$here/cron/crontab")
  line=$(tail -n 1 "$here/cron/crontab")
  local command=${line#'*/30 * * * * '}
  local mine=$command
  mine=${mine/'PATH=/usr/local/bin:/usr/bin:/bin'/PATH=$(quoted "$path")}
  mine=${mine/LANG=C.UTF-8/LANG=$(quoted "$language")}
  mine=${mine/' /usr/local/bin/orch '/ $(quoted "$orch") }
  mine=${mine/'--queue /srv/project/QUEUE.md'/$option $(quoted "$file")}
  mine=${mine//%/\\%}
  # Beyond that cron refuses the whole crontab.
  [ "$(printf %s "$mine" | wc -c)" -le 998 ] ||
    fail 64 "the line is longer than cron takes" "set a shorter PATH for this command"
  printf '%s\n' "${text/"$command"/$mine}"
}

# As systemd reads a word in double quotes.
unit_word() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  printf '"%s"' "${text//%/%%}"
}

systemd() {
  units tick timer "orch-tick@.service orch-tick@.timer" "Ticks of $file"
}

daemon() {
  units daemon service "orch-daemon@.service" "The daemon of $file"
}

# Prints the commands that set up units of one's own.
#   units COMMAND KIND FILES WHAT: the unit orch-COMMAND@….KIND is started
units() {
  local instance dropin unit copied=()
  command -v systemd-escape >/dev/null || fail 66 "there is no systemd-escape" "install systemd"
  instance=orch-$1@$(systemd-escape --path "$file")
  [ ${#instance} -le 245 ] ||
    fail 64 "the path is too long for the name of a unit" "name a link to it with a shorter path"
  dropin="\"\$units\"/$(quoted "$instance.service.d")"
  for unit in $3; do copied+=("$(quoted "$here/systemd/$unit")"); done
  cat <<END
# $4, also while you are not logged in. To end that:
#   systemctl --user disable --now $(quoted "$instance.$2")
# Programs in orch.json start once you have said: orch trust $option $(quoted "$file")
set -e
units=\${XDG_CONFIG_HOME:-\$HOME/.config}/systemd/user
mkdir -p $dropin
cp ${copied[*]} "\$units/"
cat > $dropin/paths.conf <<'CONF'
[Service]
Environment=$(unit_word "PATH=$path") $(unit_word "LANG=$language")
ExecStart=
ExecStart=:/usr/bin/env orch $1 $option $(unit_word "$file")
CONF
systemctl --user daemon-reload
systemctl --user enable --now $(quoted "$instance.$2")
loginctl enable-linger
END
}

xml() {
  local text=${1//&/&amp;}
  text=${text//</&lt;}
  printf %s "${text//>/&gt;}"
}

launchd() {
  local text
  text=$(<"$here/launchd/orch-tick.plist")
  text=${text/orch.tick.project/orch.tick.$name}
  text=${text/'<string>/usr/local/bin/orch<'/<string>$(xml "$orch")<}
  text=${text/'<string>--queue<'/<string>$option<}
  text=${text/'<string>/srv/project/QUEUE.md<'/<string>$(xml "$file")<}
  text=${text/'<string>/usr/local/bin:/usr/bin:/bin<'/<string>$(xml "$path")<}
  printf '%s\n' "${text/'<string>C.UTF-8<'/<string>$(xml "$language")<}"
}

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

"$kind" "$@"
