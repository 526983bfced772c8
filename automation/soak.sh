#!/usr/bin/env bash
# Works a queue for as long as a profile says, with a daemon, workers, an operator and faults, and
# reports the result: docs/soak.md. Status 0 when every goal of the profile is met.
set -euo pipefail
line="automation/soak.sh $*"
start=$PWD
cd "$(dirname "$0")/.."

usage="usage: automation/soak.sh --profile short|15m|1h|24h|72h|FILE [--minutes N] [--store STORE] [--report FOLDER] [--folder NEW] [--keep]"
profile=
report=pilot_logs
folder=
keep=no
minutes=
store=
while [ $# -gt 0 ]; do
  case "$1" in
    --keep) keep=yes ;;
    --help | -h)
      cat <<END
$usage
  --profile P      a profile of automation/soak, or the path of one: how long, how much, which faults
  --minutes N      the load of the profile for so many minutes: 120 of 24h are two hours of its day
  --store STORE    table, sqlite, or the address of a PostgreSQL database without a queue; sqlite
                   without it
  --report FOLDER  where DATE-soak-P.md and .json are written; pilot_logs without it
  --folder NEW     where the soak keeps its queue, ledger and logs; a folder that is not there yet,
                   on the disk that you want to know about; one in TMPDIR without it
  --keep           leave that folder also when all is well

Once the programs are built, 'short' takes about eleven minutes: rows arrive for ten, and the last ones
have two more at most. Ctrl-C ends a soak with a report of what was until then.
END
      exit 0 ;;
    --profile | --minutes | --store | --report | --folder)
      if [ $# -lt 2 ]; then
        echo "soak: $1 needs a value ($usage)" >&2
        exit 64
      fi
      value=$2
      # Paths are relative to the caller's folder; the name of a profile is not a path.
      [[ $value == /* || $1 == --minutes || $1 == --store || $1 == --profile && $value != */* ]] || value=$start/$value
      declare "${1#--}=$value"
      shift ;;
    *)
      echo "soak: unknown option '$1' ($usage)" >&2
      exit 64 ;;
  esac
  shift
done
if [ -z "$profile" ]; then
  echo "soak: no profile is named ($usage)" >&2
  exit 64
fi
file=$profile
[[ $profile == */* ]] || file=automation/soak/$profile.json
if [ ! -f "$file" ]; then
  echo "soak: there is no profile $file (there are: $(cd automation/soak && echo *.json))" >&2
  exit 66
fi
if [ -n "$minutes" ] && ! [[ $minutes =~ ^[1-9][0-9]{0,4}$ ]]; then
  echo "soak: invalid value '$minutes' for --minutes: use a number of minutes ($usage)" >&2
  exit 64
fi
while [[ $folder == ?*/ ]]; do folder=${folder%/}; done
# The soak's folder is removed when all is well, so it must be a new folder.
if [ -n "$folder" ] && { [ -e "$folder" ] || [ -L "$folder" ]; }; then
  echo "soak: $folder exists already (name a folder that does not)" >&2
  exit 73
fi

# For tests: a folder with programs that are already built.
bin=${SOAK_BINARIES:-}
if [ -z "$bin" ]; then
  automation/setup.sh build
  server=
  [[ $store != postgres* ]] || server=orch-postgres
  bin=$(${server:+env ORCH_POSTGRES=1} automation/build.sh orch ops $server soak | tail -n 1)
fi
scratch=
if [ -z "$folder" ]; then
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/orch-soak-XXXXXX")
  folder=$scratch/soak
fi

# A signal makes the soak write its report, and the shell waits for the report. Each signal is
# passed on as SIGTERM, because a background process of a shell ignores SIGINT.
soak=
heard=
pass_on() {
  heard=yes
  [ -z "$soak" ] || kill -TERM "$soak" 2> /dev/null || true
}
trap pass_on INT TERM HUP
"$bin/soak" run --profile "$file" --orch "$bin/orch" --ops "$bin/ops" --folder "$folder" \
  --report "$report" ${minutes:+--minutes "$minutes"} ${store:+--store "$store"} --date "$(TZ=KST-9 date +%F)" --command "$line" &
soak=$!
[ -z "$heard" ] || pass_on
# A signal ends a wait early. If it comes between two waits, it ends the next one. In both cases,
# and for a soak that was killed, bash gives a status above 128.
ended=
while [ -z "$ended" ]; do
  kill -0 "$soak" 2> /dev/null || ended=yes
  status=0
  wait "$soak" || status=$?
  [ "$status" -gt 128 ] || ended=yes
done
# A soak that ends with status 64 or 73 has made no folder.
if [ "$status" = 0 ] && [ "$keep" = no ]; then
  rm -rf "$folder"
elif [ "$status" != 64 ] && [ "$status" != 73 ] && [ -d "$folder" ]; then
  echo "soak: queue, ledger and logs are in $folder" >&2
fi
[ -z "$scratch" ] || rmdir "$scratch" 2> /dev/null || true
exit "$status"
