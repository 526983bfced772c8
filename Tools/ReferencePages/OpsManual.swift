import Operator
import Programs
import Text

/// What the manual page of `ops` says besides the program's own tables. `ManualScriptTests` runs
/// the scripts.
extension ManualPage {
  static let ops = page(
    of: Ops.program,
    description: [
      .paragraph(
        """
        `ops` is for operators of a queue that `orch` works: it shows the state of the rows and \
        the sessions that work on them, and takes rows out of the work or back into it. `orch`(1) says \
        what a queue is.
        """),
      .paragraph(
        """
        It works on the same file, under the same lock, and with the same options. The argument \
        after an option that takes a value is its value, whatever it starts with; after `--` \
        nothing is an option. A command on one row takes the id without `--id` as well.
        """),
    ],
    scripting: [
      .paragraph(
        "One figure for a monitor, and an alarm when rows wait for what will not be done."),
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
        With `--json` each command prints one document on one line; an error is one on standard \
        error. Repeating a command on a row that is already so changes nothing and succeeds. \
        `--quiet` keeps warnings off standard error, `--no-log` writes no run log. `orch`(1) has \
        more on both programs.
        """),
    ],
    examples: [
      .paragraph("What is going on, and who does it:"),
      .code(
        """
        ops status
        ops workers
        """),
      .paragraph("A row whose work is to end, and one that is to be planned again:"),
      .code(
        """
        ops cancel ORCH-001
        ops replan ORCH-002 --notes 'split into two'
        """),
    ],
    seeAlso: "`orch`(1), `jq`(1)")
}
