#!/usr/bin/env bash
# Works the sample project of automation/pilot with a queue, a daemon, workers and an operator, and
# writes a log of all commands and their output: docs/pilot_runbook.md. Status 0 when every row is
# DONE and the handbook passes its own check.
set -euo pipefail
start=$PWD
cd "$(dirname "$0")/.."
root=$PWD
# The log uses one time zone, Korean time, which orch writes by default.
export TZ=KST-9

usage="usage: automation/pilot.sh [--report FOLDER] [--bin FOLDER] [--keep]"
report=pilot_logs
bin=
keep=no
while [ $# -gt 0 ]; do
  case "$1" in
    --keep) keep=yes ;;
    --help | -h)
      cat <<END
$usage
  --report FOLDER  where DATE.md is written; pilot_logs without it
  --bin FOLDER     the folder of orch and ops; they are built without it
  --keep           leave the scratch folder, and say where it is
END
      exit 0 ;;
    --report | --bin)
      if [ $# -lt 2 ]; then
        echo "pilot: $1 needs a value ($usage)" >&2
        exit 64
      fi
      value=$2
      [[ $value == /* ]] || value=$start/$value
      declare "${1#--}=$value"
      shift ;;
    *)
      echo "pilot: unknown option '$1' ($usage)" >&2
      exit 64 ;;
  esac
  shift
done
if [ -z "$bin" ]; then
  automation/setup.sh test
  bin=$(automation/build.sh | tail -n 1)
fi
mkdir -p "$report"
log=$(cd "$report" && pwd)/$(date +%F).md
bin=$(cd "$bin" && pwd)

# The environment has only the variables of the pilot's operator.
scratch=$(mktemp -d)
project=$scratch/handbook
export PATH=$bin:$PATH HOME=$scratch XDG_CONFIG_HOME=$scratch/.config LOGNAME=operator LANG=C.UTF-8
for name in "${!ORCH_@}" "${!GIT_@}"; do unset "$name"; done
umask 022
daemon=
finish() {
  [ -z "$daemon" ] || kill "$daemon" 2> /dev/null || true
  wait
  if [ "$keep" = yes ]; then echo "pilot: the project is in $project" >&2; else rm -rf "$scratch"; fi
}
trap finish EXIT
cp -r automation/pilot/handbook "$project"
mkdir "$project/tools"
cp automation/pilot/worker.sh "$project/tools/"
cp -r automation/pilot/requests "$scratch/"
cd "$project"

# --- The log

body=$scratch/body
: > "$body"
say() { printf '%s\n\n' "$*" >> "$body"; }
# Runs a command line, and logs the time, the line and its output. The status is that of the line.
show() {
  local status=0 output
  output=$(bash -c "$1" 2>&1) || status=$?
  {
    printf '    %s $ %s\n' "$(date +%T)" "$1"
    [ -z "$output" ] || sed "s|$scratch|~/pilot|g; s/^/    /" <<< "$output"
    [ $status = 0 ] || printf '    (status %s)\n' $status
    echo
  } >> "$body"
}
state() { ops status | sed -n '1p'; }
status_of() { orch show "$1" --json | jq -r .item.status; }
# Waits until no worker runs, and none is about to start.
settle() {
  local tries=0
  until ops status | grep -q IN_PROGRESS=0 && ! ops why | grep -q 'orch dispatch'; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ]; then
      echo "pilot: the queue does not come to rest: $(state)" >&2
      exit 1
    fi
    sleep 0.1
  done
}
await() {
  local tries=0
  until [ "$(status_of "$1")" = "$2" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ]; then
      echo "pilot: $1 is $(status_of "$1"), not $2" >&2
      exit 1
    fi
    sleep 0.1
  done
}
add() { show "orch add --id $1 --priority $2 --task '$3' --success-criteria '$4'${5:+ $5}"; }

# --- Preparation

begin=$(date '+%F %T')
say '## Preparation'
show 'git init -q -b main . && git config user.name pilot && git config user.email pilot@example.org && git add -A && git commit -qm "The handbook as it was" && git log --oneline | wc -l'
show 'ls; ./check.sh'
# This worker is deterministic: a second attempt at the same task would fail, too.
cat > orch.json <<'END'
{"spawn": {"kind": "worker", "argv": ["tools/worker.sh"], "timeout_seconds": 120},
 "retry": {"agent": {"retries": 0}, "review": {"delays": []}},
 "review": {"run_checks": true, "checks": {
  "links": ["./check.sh", "links"], "terms": ["./check.sh", "terms"],
  "headings": ["./check.sh", "headings"], "scripts": ["./check.sh", "scripts"],
  "index": ["./check.sh", "index"], "all": ["./check.sh"]}}}
END
show 'orch init && orch trust --yes'

say '## What is asked for'
show 'cat ~/requests/pages.txt; orch intake submit --from ~/requests/pages.txt'
show 'orch task --from ~/requests/team.json'
add HB-01 P0 'Link stats.md in index.md' 'grep: (stats.md) in index.md'
add HB-02 P1 'Write stats.md with the number of words of each page' 'file: stats.md'
add HB-03 P0 'Fix the links of en/returning.md' 'grep: (borrowing.md) in en/returning.md; grep: [rules]: borrowing.md in en/returning.md'
add HB-04 P0 'ko/returning.md 의 링크 고치기' 'grep: (borrowing.md) in ko/returning.md'
add HB-05 P1 'Call the loan card member card in en/' 'grep: member card in en/borrowing.md; grep: member card in en/returning.md'
add HB-06 P1 'ko/에서 대출 카드를 회원 카드로 바꾸기' 'grep: 회원 카드 in ko/borrowing.md'
add HB-07 P1 'Check the terms of all pages' 'cmd: terms' '--after HB-05,HB-06'
add HB-08 P1 'Write the Korean words into the headings of glossary.md' 'grep: ## spirit level (수평기) in glossary.md'
add HB-09 P1 'Sort the sections of glossary.md' 'cmd: headings' '--after HB-08'
add HB-10 P1 'Write scripts/overdue.sh, which lists the loans that are late' 'file: scripts/overdue.sh'
add HB-11 P1 'Write a test of scripts/overdue.sh' 'file: scripts/overdue.test.sh; cmd: scripts' '--after HB-10'
add HB-12 P1 'Translate en/opening-hours.md into Korean' 'file: ko/opening-hours.md; grep: 토요일 in ko/opening-hours.md'
add HB-13 P2 'Write ko/words.md with words.tsv as a table' 'grep: 수평기 in ko/words.md' '--after HB-08'
add HB-14 P1 'Write en/safety.md from the lines about goggles and batteries' 'grep: oggles in en/safty.md' '--max-attempts 1'
add HB-15 P2 'List every page in index.md' 'cmd: index' '--after HB-12,HB-13,HB-14'
add HB-16 P2 'Write the licence below every page of en/' 'grep: CC BY 4.0 in en/repairs.md; grep: CC BY 4.0 in en/safety.md' '--after HB-14'
add HB-17 P2 'ko/의 모든 쪽에 라이선스 쓰기' 'grep: CC BY 4.0 in ko/repairs.md; grep: CC BY 4.0 in ko/words.md' '--after HB-12,HB-13'
add HB-18 P2 'Link index.md at the end of every page of en/' 'grep: ../index.md in en/safety.md' '--after HB-16'
add HB-19 P2 'ko/의 모든 쪽 끝에 index.md 링크 달기' 'grep: ../index.md in ko/words.md' '--after HB-17'
add HB-20 P2 'Check the whole handbook' 'cmd: all' '--after HB-01,HB-03,HB-04,HB-07,HB-09,HB-11,HB-15,HB-18,HB-19,HB-W2'
say 'Both rows that rename a term edit many pages: the operator writes into their notes which, so that
no other row with such a note runs beside them.'
show "sed -i '/^| HB-05 /s/ |\$/touches=en\\/ |/; /^| HB-06 /s/ |\$/touches=ko\\/ |/' QUEUE.md && grep -o 'touches=.*' QUEUE.md"
show 'ops status'
show 'ops why | tail -n 5'

say '## The daemon works'
nohup orch daemon --queue "$project/QUEUE.md" --max-workers 3 --parallel 3 > "$scratch/daemon.log" 2>&1 < /dev/null &
daemon=$!
say "The daemon is started at $(date +%T): \`orch daemon --queue QUEUE.md --max-workers 3 --parallel 3\`."
await HB-10 DONE
show 'ops status'
show 'ops workers'
settle
show 'ops status'
show 'orch list --status FAILED; orch list --status BLOCKED'
show 'ops why'

say '## A word is missing'
show 'ops why HB-08'
show "printf 'spirit level\\t수평기\\n' >> words.tsv && git commit -qm 'Add a word' words.tsv && ops retry HB-08"
await HB-09 DONE
show 'orch history --id HB-08 --limit 4'

say '## A row came too early'
say 'HB-01 needs a file that HB-02 makes, and nobody wrote that down. HB-02 is DONE by now.'
show 'ops why HB-01; ops retry HB-01'
await HB-01 DONE

say '## What the worker cannot do'
show 'orch show HB-12 | grep -E "^(status|notes)"'
cat > ko/opening-hours.md <<'END'
# 여는 시간

| 요일 | 부터 | 까지 |
| --- | --- | --- |
| 화요일 | 16:00 | 19:00 |
| 토요일 | 10:00 | 13:00 |

공휴일에는 닫습니다.
END
say 'A person translates the page, and has the row tried again.'
show 'cat ko/opening-hours.md; git add ko/opening-hours.md && git commit -qm "Translate the opening hours" && ops retry HB-12'
await HB-12 DONE

say '## A criterion with a slip of the pen'
show 'orch show HB-14 | grep -E "^(status|success|notes)"'
say 'The page is there; the criterion names another file. The operator mends the cell in the table.'
show "sed -i '/^| HB-14 /s/safty/safety/' QUEUE.md && grep -c 'en/safety.md |' QUEUE.md"
show 'ops retry HB-14 || ops retry HB-14 --force'
await HB-20 DONE

say '## The end'
settle
show 'ops status'
show "kill $daemon && while kill -0 $daemon 2> /dev/null; do sleep 0.1; done; tail -n 3 ~/daemon.log"
daemon=
show './check.sh'
show 'git log --format=%s | head -n 40'
show 'ops health; ops kpi --max-latency-p95-ms 60000'

# --- The results

results() {
  echo '| row | task | attempts | verdicts | from arrival to end |'
  echo '| --- | --- | --- | --- | --- |'
  orch history --json | jq -r --slurpfile list <(orch list --json) '
    def seconds: sub("[+-][0-9:]+$"; "Z") | fromdate;
    (.entries | group_by(.id) | map({key: .[0].id, value: .}) | from_entries) as $changes
    | $list[0].items[] | .id as $id | $changes[$id] as $mine
    | [ $mine[] | select(.after.status == "IN_PROGRESS") ] as $claims
    | [ $mine[] | (.review_gate.verdict // empty), (select(.after.status == "FAILED") | "FAILED") ] as $verdicts
    | "| \($id) | \(.task) | \($claims | length) | \($verdicts | join(", ")) | "
      + "\(([ $mine[] | select(.after.status == "DONE") ][-1].ts | seconds) - ($mine[0].ts | seconds)) s |"'
}
rows=$(orch list | wc -l)
done_rows=$(orch list --status DONE | wc -l)
{
  cat <<END
# Pilot of $(date +%F)

A run of \`automation/pilot.sh\` with $(orch --version | head -n 1): $rows rows on the sample project \`automation/pilot/handbook\`, worked by
\`automation/pilot/worker.sh\`, a program without a model. Times are Korean (UTC+9); the commands and what they said are as they
were, but that the scratch folder is shown as \`~/pilot\`. The words of the operator are the script's.
It began at $begin and ended at $(date '+%F %T'): $done_rows of $rows rows are DONE.

END
  cat "$body"
  printf '## Results\n\n'
  results
  printf '\n'
  cat "$root/automation/pilot/lessons.md"
} > "$log"
echo "pilot: $done_rows of $rows rows are DONE: $log"
[ "$rows" = "$done_rows" ] && ./check.sh > /dev/null
