import CommandLineKit
import OrchCLI

/// The manual page of `orch`: what its tables do not say.
enum OrchManual {
  static let page = ManualPage(
    name: Orch.program.name, version: Orch.program.version,
    sections: [
      Orch.program.manualName, Orch.program.manualSynopsis, description,
      Orch.program.manualCommands, Orch.program.manualOptions, ManualTopic.environment,
      ManualTopic.files, ManualTopic.exitStatus, scripting, examples, seeAlso,
    ])

  private static let description = ManualPage.Section(
    "DESCRIPTION",
    [
      .paragraph(
        """
        The queue is a Markdown table in a file, `QUEUE.md`. People edit it in any editor; agents, \
        cron jobs and scripts take rows from it and write results into it with `orch`. However \
        many of them work at once, each row is handed out once, and a crash at any moment leaves \
        the old file or the new one, whole.
        """),
      .paragraph(
        """
        A row is PENDING, IN_PROGRESS, DONE, FAILED or BLOCKED. `orch pick` claims the next one; \
        `orch done`, `orch fail` and `orch block` end the work on it; `ops retry` takes it back. \
        What a person saves by hand simply counts.
        """),
      .paragraph(
        """
        Whoever speaks names itself with `--owner-session` or ORCH_OWNER_SESSION, and is then \
        held to its own rows. Without a session a person speaks, who may change any row.
        """),
      .paragraph(
        """
        The argument after an option that takes a value is its value, whatever it starts with; \
        `--name=value` is understood too. After `--` nothing is an option. A command on one row \
        takes the id without `--id` as well.
        """),
    ])

  private static let scripting = ManualPage.Section(
    "SCRIPTING",
    [
      ScriptExample.loop, .query, .failure, .repetition, .quiet,
    ].flatMap(\.blocks) + [
      .paragraph(
        """
        In cron and in services, name the queue with ORCH_QUEUE_MD or `--queue`: the current \
        folder is another one there. Texts are given as arguments, so that nothing in them is \
        read as an option. `orch list` prints tabs between id, status, priority and task when its \
        output is no terminal; a tab within a cell becomes a space.
        """)
    ])

  private static let examples = ManualPage.Section(
    "EXAMPLES",
    [
      .paragraph("A queue, a row, and the way of that row:"),
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
    ])

  private static let seeAlso = ManualPage.Section(
    "SEE ALSO", [.paragraph("`ops`(1), `jq`(1), `crontab`(5)")])
}
