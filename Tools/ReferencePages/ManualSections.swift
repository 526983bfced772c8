import Door
import Runner
import Text

extension ManualPage {
  /// The manual page of a program: the parts from the program's own tables, and hand-written parts.
  static func page(
    of program: Program<SharedOptions>, description: [Block], scripting: [Block],
    examples: [Block], seeAlso: InlineText
  ) -> ManualPage {
    ManualPage(
      name: program.name, version: program.version,
      sections: [
        program.manualName, program.manualSynopsis, Section("DESCRIPTION", description),
        program.manualCommands, program.manualOptions, environment, files, exitStatus,
        Section("SCRIPTING", scripting), Section("EXAMPLES", examples),
        Section("SEE ALSO", [.paragraph(seeAlso)]),
        Section(
          "LICENSE",
          [
            .paragraph(
              "The MIT License. The linked libraries have their own licenses: see `NOTICE`.")
          ]),
      ])
  }

  private static let environment = Section(
    "ENVIRONMENT",
    [
      .paragraph(
        """
        An option overrides its variable, a variable overrides the file `orch.json` beside the \
        queue, and the file overrides the default. In `orch.json` a setting's key is its \
        variable's name in lower case without `ORCH_`: {"tz_offset": 9}. An empty variable counts \
        as not set. A value that cannot be read is an error, never a silent default.
        """)
    ] + Settings.descriptions.map { .entry($0.variable, text(of: $0)) }
      + EnvironmentVariable.all.map { .entry($0.name, .sentence($0.meaning)) })

  private static func text(of setting: SettingDescription) -> InlineText {
    InlineText(
      "\(InlineText.sentence(setting.meaning).markdown) It must be \(setting.form.english). Default: "
        + "`\(setting.fallback)`.")
  }

  private static let exitStatus = Section(
    "EXIT STATUS",
    ExitStatus.allCases.map { .entry("\($0.rawValue)", .sentence($0.meaning.markdown)) } + [
      .paragraph(
        """
        A negative result, such as nothing to pick, is on standard output. An error is one line \
        on standard error: `ERROR: what (what to do)`; on a terminal the advice is on the line below
        it.
        """)
    ])

  private static let files = Section(
    "FILES",
    [
      .entry(
        "QUEUE.md",
        """
        The queue: the first table with its nine columns. If neither `--queue` nor the environment \
        names a queue, `QUEUE.md` and then `automation/orchestrator/QUEUE.md` are searched for, \
        from the current folder upwards to the first folder that contains `.git`.
        """),
      .entry("orch.json", "Settings, beside the queue."),
      .entry(
        ".orch/",
        """
        The sidecar, beside the queue: its lock, its journal, and the files that rewrites \
        displaced. For a file called NAME it is `.NAME.orch/`. Do not remove it while commands run.
        """),
      .entry(
        ".orch/found/",
        "Saves of an editor that came too late. You can compare them, and copy from them."),
      .entry(
        ".orch/attempts/",
        """
        The task, output and outcome of each attempt, with the evidence for and against the \
        criteria that orch checks itself: a folder for each claim of each row.
        """),
      .entry(
        "~/.config/orch/trust.json",
        "The homes whose `orch.json` may start programs, each with the SHA-256 of the file."),
      .entry(
        "logs/orch_runs.jsonl",
        "The run log, beside the queue: two lines of JSON for each run that may change something."),
      .entry(
        "logs/orch_runs.1.jsonl",
        """
        The former run log, which had grown to ORCH_LOG_MAX_BYTES; `orch_runs.2.jsonl` is older. \
        ORCH_LOG_KEEP of these files are kept.
        """),
      .entry(
        "PREFIX/share/doc/orch/",
        "If they are installed: the guides in `docs`, and the templates that messages name."),
    ])
}
