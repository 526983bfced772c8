import Operator
import Programs
import Text

/// The hand-written parts of the manual page of `ops`. `ManualScriptTests` runs the scripts.
extension ManualPage {
  static let ops = page(
    of: Ops.program,
    description: [
      .paragraph(
        """
        `ops` is for operators of a queue that is worked with `orch`. It shows the state of the \
        rows and the sessions that work on them, stops rows, and makes them PENDING again. \
        `orch`(1) explains what a queue is.
        """),
      .paragraph(
        """
        `ops` works on the same file as `orch`, under the same lock, and with the same options. \
        The argument after an option that takes a value is the value, whatever it starts with; \
        after `--` nothing is an option. A command on one row also accepts the id without `--id`.
        """),
    ],
    scripting: [
      .paragraph(
        "One figure for a monitor, and an alarm when rows wait for rows that will not be done."),
      .code(
        """
        ops status --json | jq .summary.FAILED
        ops status --json | jq -e '.stuck == []' > /dev/null || echo 'rows are stuck'
        """),
      .paragraph("Every failed row is tried again."),
      .code(
        """
        orch list --status FAILED --json | jq -r '.items[].id' | while read -r id; do
          ops retry "$id" --quiet
        done
        """),
      .paragraph(
        """
        With `--json` each command prints one document on one line; an error is a document on \
        standard error. A command that is repeated on a row that is already in the requested state \
        changes nothing and succeeds. `--quiet` keeps warnings off standard error, `--no-log` \
        writes no run log. `orch`(1) has more on both programs.
        """),
    ],
    examples: [
      .paragraph("What is going on, and who does it:"),
      .code(
        """
        ops status
        ops workers
        """),
      .paragraph("Stop the work on a row, and have another row planned again:"),
      .code(
        """
        ops cancel ORCH-001
        ops replan ORCH-002 --notes 'split into two'
        """),
    ],
    seeAlso: "`orch`(1), `jq`(1)")
}
