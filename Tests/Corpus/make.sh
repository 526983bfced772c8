#!/usr/bin/env bash
# Makes the folders of one version of the corpus with the programs of that version.
#
# usage: Tests/Corpus/make.sh VERSION FOLDER-OF-THE-PROGRAMS
#
# README.md says from which commits the programs were built. The queues are made in /home/me/demo,
# because the files of workers have their folder in them.
set -euo pipefail
version=$1 bin=$(cd "$2" && pwd)
corpus=$(cd "$(dirname "$0")" && pwd)
demo=/home/me/demo
[ ! -e "$demo" ] || { echo "make: $demo exists; move it away" >&2; exit 73; }
export PATH="$bin:/usr/bin:/bin" HOME=/home/me LOGNAME=me TZ=UTC0 LC_ALL=C.UTF-8
unset "${!ORCH_@}" || true

at() { export ORCH_NOW="2026-01-31 $1"; }

# Changes QUEUE.md as a person does.
person() { sed -i "$1" QUEUE.md; }

# Waits until no worker runs.
ended() {
  while ops status | grep -q 'IN_PROGRESS=[1-9]' || pgrep -f "supervise.*$demo" >/dev/null; do :; done
}

begin() {
  mkdir -p "$demo"
  cd "$demo"
  chmod go-w .
}

keep() {
  rm -rf "${corpus:?}/$version/$1"
  mkdir -p "$corpus/$version"
  cd /
  find "$demo" -empty -delete
  mv "$demo" "$corpus/$version/$1"
}

rows() {
  orch "$@" add --id A --priority P0 --task 'Fix the login' --success-criteria 'the test passes'
  orch "$@" add --id B --priority P1 --task '릴리스 노트를 쓴다' --success-criteria 'NOTES.md exists' \
    --after A
  orch "$@" add --priority P2 --task 'Ask | legal, `a|b` and \ slashes' --success-criteria 'legal agrees' \
    --max-attempts 2
  orch "$@" add --priority P1 --task 'Update the README' --success-criteria 'it names the flag' \
    --idempotency-key readme
  orch "$@" add --priority P2 --task 'Clean up' --success-criteria 'none is left'
  orch "$@" add --priority P2 --task 'Wait for a person' --success-criteria 'an answer'
}

work() {
  at 18:01
  orch "$@" pick --owner-session worker-a
  orch "$@" pick --owner-session worker-b
  at 18:05
  orch "$@" lease renew A --owner-session worker-a
  orch "$@" done A --owner-session worker-a --notes 'fixed in 3f2a; all 12 tests pass'
  at 18:10
  orch "$@" fail ORCH-002 --owner-session worker-b --notes 'the build is red'
  orch "$@" pick --owner-session worker-b
  orch "$@" release B --owner-session worker-b
  at 18:20
  orch "$@" block ORCH-004 --notes 'needs_human: which branch?' --force
  ops "$@" retry ORCH-002
  orch "$@" pick --owner-session worker-c
  orch "$@" assign "$(orch "$@" list --status IN_PROGRESS | head -n 1 | cut -f 1)" \
    --from worker-c --owner-session worker-d
}

# A table: edits by hand, an editor's old copy, a row removed, undone changes.
begin
at 18:00
orch init --quiet
rows
cp QUEUE.md buffer.md
work
person 's/none is left/nothing is left over/'
orch list >/dev/null
at 18:30
orch add --priority P2 --task 'After an edit' --success-criteria 'it is merged'
sed 's/an answer/an answer in writing/' buffer.md >QUEUE.md
at 18:40
orch add --priority P0 --task 'After an old copy' --success-criteria 'nothing is lost'
person '/After an edit/d'
at 18:50
orch pick --owner-session worker-e
rm -f buffer.md
keep table

# A sequence of changes and what takes them back.
begin
at 19:00
orch init --quiet
rows
at 19:05
orch pick --owner-session worker-a
orch done A --owner-session worker-a --notes 'done too early'
at 19:10
orch undo A
orch pick --owner-session worker-a
orch done A --owner-session worker-a --notes 'done'
at 19:15
orch fail ORCH-001 --force --notes 'no'
orch undo
at 19:20
person 's/it names the flag/it names both flags/'
orch pick --owner-session worker-b
orch undo ORCH-002
keep undo

# A database in place of the table.
begin
at 18:00
mkdir -p db
orch init --db db/queue.db --quiet
rows --db db/queue.db
work --db db/queue.db
at 18:40
orch undo ORCH-002 --db db/queue.db
keep database

# A table and the database that mirrors it.
begin
echo '{"mirror": true}' >orch.json
at 18:00
orch init --quiet
rows
work
keep mirror

# Workers: reports that pass, that fail, none at all, and one that waits.
begin
cat >worker.sh <<'WORKER'
#!/bin/sh
task=$(sed -n 's/^Task: //p')
case $task in
  *broken*) echo 'no such page' >&2; exit 3 ;;
  *silent*) exit 0 ;;
esac
echo "- $task" >>CHANGES.md
printf '[REPORT %s]\nStatus: DONE\nFiles:\n- CHANGES.md\nDiff-Summary:\n- added an entry\n' "$ORCH_ITEM_ID"
printf 'Validation:\n- 1 check passed, 0 failed\nRisks:\n- None\nNext:\n- None\n'
WORKER
chmod 755 worker.sh
echo '{"spawn": {"kind": "worker", "argv": ["./worker.sh"]}, "review": {"run_checks": true}, "retry_backoff": [60]}' >orch.json
chmod 644 orch.json
at 18:00
orch init --quiet
orch trust --yes >/dev/null 2>&1 || orch trust >/dev/null
orch add --id one --priority P0 --task 'Add a page' --success-criteria 'file: CHANGES.md'
orch add --id two --priority P1 --task 'Mend the broken link' --success-criteria 'the page is there'
orch add --id three --priority P1 --task 'Stay silent' --success-criteria 'a word'
orch add --id four --priority P2 --task 'Add a test' --success-criteria 'cmd: nothing'
orch add --id five --priority P2 --task 'Wait' --success-criteria 'a report' --after two
for minute in 01 03 06; do
  at "18:$minute"
  orch tick
  ended
done
at 18:10
orch tick
ended
keep team

case $version in 0.[5-7].*) exit ;; esac

# Workers by name: a question and its answer, what an agent cost, an approval.
begin
mkdir agents
cat >agents/claude <<'AGENT'
#!/bin/sh
[ "$1" = --version ] && { echo '2.1.0 (Claude Code)'; exit 0; }
case $(cat) in
  *'Choose the colour'*'on blue'*) body='Status: DONE\nFiles:\n- CHANGES.md' ;;
  *'Choose the colour'*) body='Status: QUESTION\nQuestion: Which colour?' ;;
  *) body='Status: DONE\nFiles:\n- CHANGES.md' ;;
esac
echo "- $ORCH_ITEM_ID" >>CHANGES.md
printf '{"type":"system","subtype":"init","session_id":"5f0c1a52-0000-4000-8000-%012d","model":"claude-sonnet-4-5"}\n' 1
printf '{"type":"result","subtype":"success","is_error":false,"result":"[REPORT %s]\\n%s\\nDiff-Summary:\\n- added an entry\\nValidation:\\n- 1 check passed, 0 failed\\nRisks:\\n- None\\nNext:\\n- None\\n","session_id":"5f0c1a52-0000-4000-8000-%012d","total_cost_usd":0.12,"usage":{"input_tokens":1200,"output_tokens":300},"modelUsage":{"claude-sonnet-4-5":{"inputTokens":1200,"outputTokens":300,"costUSD":0.12}}}\n' \
  "$ORCH_ITEM_ID" "$body" 1
AGENT
chmod 755 agents/claude
export PATH="$demo/agents:$PATH"
cat >orch.json <<'SETTINGS'
{"workers": {"writer": {"adapter": "claude"}}, "routes": [{"worker": "writer"}], "review": {"run_checks": true},
 "tz": "Europe/Berlin"}
SETTINGS
chmod 644 orch.json
at 18:00
orch init --quiet
orch trust --yes >/dev/null
orch add --id page --priority P0 --task 'Add a page' --success-criteria 'file: CHANGES.md' --label docs
orch add --id colour --priority P1 --task 'Choose the colour' --success-criteria 'file: CHANGES.md'
orch add --id look --priority P1 --task 'Show it' --success-criteria 'a person likes it'
orch add --id later --priority P2 --task 'Publish' --success-criteria 'file: CHANGES.md' --after look
person 's/a person likes it/-/'
at 18:01
orch tick --parallel 3
ended
at 18:10
orch answer colour 'put it on blue'
orch approve look
orch tick
ended
keep agents

case $version in 0.8.*) exit ;; esac

# A plan under way, and approvals: of a content that changed since, and of ones that did not.
begin
cat >plan.json <<'PLAN'
{"plan": "login", "parent": "goal", "tasks": [
  {"id": "schema", "task": "Add the table", "criteria": ["a table of users"]},
  {"id": "page", "task": "Add the page", "criteria": ["a form"], "after": ["schema"], "approval": "start"}]}
PLAN
at 18:00
orch init --quiet
orch add --id goal --priority P0 --task 'People log in' --success-criteria 'they do'
orch plan apply plan.json
orch add --id kept --priority P1 --task 'Send the letter' --success-criteria 'it was sent' \
  --approval start --key nightly
orch add --id moved --priority P1 --task 'Send ten letters' --success-criteria 'they were sent' \
  --approval start
at 18:05
orch approve kept moved
person 's/Send ten letters/Send a thousand letters/'
at 18:10
orch pick --id login.schema --owner-session worker-a
orch done login.schema --owner-session worker-a --notes 'users has four columns'
orch approve login.page
keep plans
