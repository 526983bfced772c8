#!/bin/sh
# The hooks of the plugin: orch.sh start|edit|stop, with the event as JSON on standard input.
# Status 2 shows standard error to the model. What can't be found out is no news.

# A worker that orch started reports by its last message, and orch itself gave it its task.
[ -z "$ORCH_LABEL" ] || exit 0
event=$(cat)
if ! command -v orch > /dev/null; then
  [ "$1" != start ] || echo 'The plugin orch needs the program orch, which is not on the PATH.'
  exit 0
fi
# The name that orch mcp gives the session.
session=mcp-$(printf '%.8s' "$CLAUDE_CODE_SESSION_ID")
cd "${CLAUDE_PROJECT_DIR:-.}" || exit 0

case $1 in
  start)
    state=$(orch prime --state --owner-session "$session" 2> /dev/null) || exit 0
    printf '%s\n' "$state" 'The skill orch says how to work a row; the tools are orch_ready, orch_claim, orch_report.'
    ;;
  edit)
    file=$(printf '%s' "$event" | sed -n 's/.*"file_path":"\([^"\\]*QUEUE\.md\)".*/\1/p')
    [ -f "$file" ] || exit 0
    if found=$(orch lint --queue "$file" 2> /dev/null); then exit 0; fi
    [ -n "$found" ] || exit 0
    printf 'orch lint finds in %s:\n%s\n' "$file" "$found" >&2
    exit 2
    ;;
  stop)
    # While something runs in the background, the session goes on by itself.
    case $event in
      *'"stop_hook_active":true'* | *'"background_tasks":[{'*) exit 0 ;;
    esac
    reminded=${CLAUDE_PLUGIN_DATA:-.}/reminded
    ids=
    for id in $(orch list --status IN_PROGRESS --owner "$session" 2> /dev/null | cut -f 1); do
      grep -qxF "$session $id" "$reminded" 2> /dev/null || ids="$ids $id"
    done
    [ -n "$ids" ] || exit 0
    mkdir -p "${CLAUDE_PLUGIN_DATA:-.}"
    for id in $ids; do echo "$session $id" >> "$reminded"; done
    echo "You still have$ids: report with orch_report, or hand back with orch_note and release." >&2
    exit 2
    ;;
esac
