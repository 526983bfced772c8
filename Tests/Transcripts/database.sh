# With ORCH_TEST_DB the queue of a transcript is in that database, and each command works on it.
# ORCH_TEST_SCHEMA is its schema on the server ORCH_TEST_SERVER.

queue() {
  local words
  head_of_queue >.rows.md
  for words; do eval "row $words"; done >>.rows.md
  touch -d '1 minute ago' .rows.md
  rm -f "$ORCH_TEST_DB"*
  if [ -n "${ORCH_TEST_SCHEMA:-}" ]; then
    psql "$ORCH_TEST_SERVER" -qX -c "DROP SCHEMA $ORCH_TEST_SCHEMA CASCADE" \
      -c "CREATE SCHEMA $ORCH_TEST_SCHEMA" 2>/dev/null
  fi
  command orch migrate --queue .rows.md --to "$ORCH_TEST_DB" --no-log >/dev/null
  rm -rf .rows.md ..rows.md.orch
}

rows() { command orch list --json --db "$ORCH_TEST_DB" --no-log; }
orch() { command orch "$@" --db "$ORCH_TEST_DB"; }
ops() { command ops "$@" --db "$ORCH_TEST_DB"; }
