# For the transcripts.
umask 022

# Prints a row as a command writes it: row ID [STATUS] [PRIORITY] [COLUMN=TEXT]...
row() {
  local id=$1 status=PENDING priority=P1 task=work criteria='it works' owner=- started=- due=- notes=
  local word
  for word in "${@:2}"; do
    case $word in
      *=*) local "$word" ;;
      P[0-9]) priority=$word ;;
      *) status=$word ;;
    esac
  done
  echo "| $id | $status | $priority | $task | $criteria | $owner | $started | $due |${notes:+ $notes} |"
}

# Prints what stands above the rows.
head_of_queue() {
  printf '%s\n' '# Queue' '' \
    '| id | status | priority | task | success_criteria | owner_session | started_at_kst | due_at_kst | notes |' \
    '|---|---|---|---|---|---|---|---|---|'
}

# Writes a QUEUE.md with these rows, each the arguments of `row`. It was saved a minute ago: commands
# wait for the end of a younger save.
queue() {
  local words
  head_of_queue >QUEUE.md
  for words; do eval "row $words"; done >>QUEUE.md
  touch -d '1 minute ago' QUEUE.md
}

# Prints the rows of QUEUE.md, or all of it where what stands above them is not as it was written.
rows() {
  if [ "$(head -n 4 QUEUE.md)" = "$(head_of_queue)" ]; then tail -n +5 QUEUE.md; else cat QUEUE.md; fi
}

# Where a queue is in a database, what is above works there.
[ -z "${ORCH_TEST_DB:-}" ] || . "${BASH_ENV%/*}/database.sh"
