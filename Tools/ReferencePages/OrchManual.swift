import Commands
import Programs
import Text

/// The hand-written parts of the manual page of `orch`. `ManualScriptTests` runs the scripts.
extension ManualPage {
  static let orch = page(
    of: Orch.program,
    description: [
      .paragraph(
        """
        The queue is a Markdown table in a file, `QUEUE.md`. People edit it in any editor; agents, \
        cron jobs and scripts take rows from it and write results into it with `orch`. However \
        many of them work at once, each row is handed out only once. A crash at any moment leaves \
        either the whole old file or the whole new file.
        """),
      .paragraph(
        """
        A row is PENDING, IN_PROGRESS, DONE, FAILED or BLOCKED. `orch pick` claims the next \
        PENDING row; `orch done`, `orch fail` and `orch block` end the work on it; `ops retry` \
        makes the row PENDING again. A person's edit takes effect when it is saved.
        """),
      .paragraph(
        """
        A session names itself with `--owner-session` or ORCH_OWNER_SESSION, and may then change \
        only its own rows. A command without a session counts as a person's command; a person may
        change any row.
        """),
      .paragraph(
        """
        The argument after an option that takes a value is the value, whatever it starts with; \
        `--name=value` is understood, too. After `--` nothing is an option. A command on one row \
        also accepts the id without `--id`.
        """),
    ],
    scripting: [
      .paragraph(
        """
        A worker that takes rows until there are none. With `--exit-code` the status is 3 if there \
        is nothing to pick; after 75, try again.
        """),
      .code(
        #"""
        export ORCH_OWNER_SESSION=worker-a
        while true; do
          id=$(orch pick --exit-code --quiet)
          case $? in
            0) ;;
            3) break ;;
            75) continue ;;
            *) exit 1 ;;
          esac
          task=$(orch show "$id" --json | jq -r .item.task)
          if work "$task"; then
            orch done "$id" --notes 'all tests pass'
          else
            orch fail "$id" --notes 'see the log'
          fi
        done
        """#),
      .paragraph(
        """
        With `--json` a command prints one document on one line. Its fields have the names of the \
        columns, an absent value is null, and later versions only add fields.
        """),
      .code(
        """
        orch list --json | jq -r '.items[] | select(.owner_session == null) | .id'
        orch list --status PENDING --json | jq '.items | length'
        """),
      .paragraph(
        """
        With `--json` an error is a document, too, on standard error. Its code stays the same even \
        if the message changes.
        """),
      .code(
        """
        orch done NO-1 --notes x --json 2>&1 | jq -r .error.code
        """),
      .paragraph(
        """
        A command that is repeated with the same arguments on a row that is already in the \
        requested state changes nothing and succeeds. If a network error or a timeout leaves you \
        in doubt, run the command again.
        """),
      .code(
        """
        orch done ORCH-001 --notes 'all tests pass' && orch done ORCH-001 --notes 'all tests pass'
        """),
      .paragraph(
        """
        `--quiet` keeps warnings and notices off standard error; errors are always printed. \
        `--no-log` writes no run log, for a script that looks at the queue every few seconds.
        """),
      .code(
        """
        orch list --status IN_PROGRESS --quiet --no-log | cut -f 1
        """),
      .paragraph(
        """
        In cron and in services, name the queue with ORCH_QUEUE_MD or `--queue`: the current \
        folder is different there. A text is passed as the argument of an option, so that nothing \
        in it is read as an option. `orch list` prints tabs between id, status, priority and task \
        if its output is not a terminal; a tab within a cell becomes a space.
        """),
    ],
    examples: [
      .paragraph("A queue, a row, and the steps of the row:"),
      .code(
        """
        orch init
        orch add --priority P1 --task 'Update the README' --success-criteria 'it names the new flag'
        orch pick --owner-session me
        orch done ORCH-001 --owner-session me --notes 'README updated'
        """),
      .paragraph("A row that waits for another:"),
      .code(
        """
        orch add --id REL-1 --priority P0 --task Release --success-criteria 'tag pushed' --after ORCH-001
        """),
      .paragraph("A check before each commit, as `.git/hooks/pre-commit`:"),
      .code("orch lint"),
    ],
    seeAlso: "`ops`(1), `jq`(1), `crontab`(5)")
}
