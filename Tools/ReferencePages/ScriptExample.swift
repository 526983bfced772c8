import CommandLineKit

/// A piece of shell that the manual shows, and that `ManualScriptTests` runs as the pages show it.
struct ScriptExample: Sendable {
  /// What it shows; a whole sentence, code in backticks.
  let lesson: InlineText
  let script: String

  var blocks: [ManualPage.Block] { [.paragraph(lesson), .code(script)] }
}

extension ScriptExample {
  static let loop = ScriptExample(
    lesson: """
      A worker that takes rows until there are none. With `--exit-code` the status tells an empty \
      queue (3) from a failure; 75 is worth another try.
      """,
    script: #"""
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
      """#)

  static let query = ScriptExample(
    lesson: """
      With `--json` a command prints one document on one line. Its fields have the names of the \
      columns, what is absent is null, and later versions only add to it.
      """,
    script: """
      orch list --json | jq -r '.items[] | select(.owner_session == null) | .id'
      orch list --status PENDING --json | jq '.items | length'
      """)

  static let failure = ScriptExample(
    lesson: """
      With `--json` an error is a document too, on standard error. Its code stays the same when \
      its words change.
      """,
    script: """
      orch done NO-1 --notes x --json 2>&1 | jq -r .error.code
      """)

  static let repetition = ScriptExample(
    lesson: """
      A command that is repeated with the same words on a row that is already so changes nothing \
      and succeeds. Where a network or a timeout leaves you in doubt, run it again.
      """,
    script: """
      orch done ORCH-001 --notes 'all tests pass' && orch done ORCH-001 --notes 'all tests pass'
      """)

  static let quiet = ScriptExample(
    lesson: """
      `--quiet` keeps warnings and notices off standard error; errors are told all the same. \
      `--no-log` writes no run log, for what looks at the queue every few seconds.
      """,
    script: """
      orch list --status IN_PROGRESS --quiet --no-log | cut -f 1
      """)

  static let figures = ScriptExample(
    lesson: "One figure for a monitor, and an alarm when rows wait for what will not be done.",
    script: """
      ops status --json | jq .summary.FAILED
      ops status --json | jq -e '.stuck == []' > /dev/null || echo 'rows are stuck'
      """)

  static let takeBack = ScriptExample(
    lesson: "Every failed row is tried again.",
    script: """
      orch list --status FAILED --json | jq -r '.items[].id' | while read -r id; do
        ops retry "$id" --quiet
      done
      """)
}
