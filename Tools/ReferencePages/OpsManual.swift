import CommandLineKit
import OpsCLI

/// The manual page of `ops`: what its tables do not say.
enum OpsManual {
  static let page = ManualPage(
    name: Ops.program.name, version: Ops.program.version,
    sections: [
      Ops.program.manualName, Ops.program.manualSynopsis, description, Ops.program.manualCommands,
      Ops.program.manualOptions, ManualTopic.environment, ManualTopic.files,
      ManualTopic.exitStatus, scripting, examples, seeAlso,
    ])

  private static let description = ManualPage.Section(
    "DESCRIPTION",
    [
      .paragraph(
        """
        `ops` is for whoever looks after a queue that `orch` works: it tells how the rows stand \
        and who works on what, and takes rows out of the work or back into it. `orch`(1) says \
        what a queue is.
        """),
      .paragraph(
        """
        It works on the same file, under the same lock, and with the same options. The argument \
        after an option that takes a value is its value, whatever it starts with; after `--` \
        nothing is an option. A command on one row takes the id without `--id` as well.
        """),
    ])

  private static let scripting = ManualPage.Section(
    "SCRIPTING",
    [ScriptExample.figures, .takeBack].flatMap(\.blocks) + [
      .paragraph(
        """
        With `--json` each command prints one document on one line; an error is one on standard \
        error. Repeating a command on a row that is already so changes nothing and succeeds. \
        `--quiet` keeps warnings off standard error, `--no-log` writes no run log. `orch`(1) has \
        more on both programs.
        """)
    ])

  private static let examples = ManualPage.Section(
    "EXAMPLES",
    [
      .paragraph("What is going on, and who does it:"),
      .code(
        """
        ops status
        ops workers
        """),
      .paragraph("A row that nobody should go on with, and one that is to be thought over:"),
      .code(
        """
        ops cancel ORCH-001
        ops replan ORCH-002 --notes 'split into two'
        """),
    ])

  private static let seeAlso = ManualPage.Section(
    "SEE ALSO", [.paragraph("`orch`(1), `jq`(1)")])
}
