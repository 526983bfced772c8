public import CommandLineKit
public import CommandSupport

/// `ops doctor`: looks for what could go wrong, and says how to mend it.
public struct Doctor: QueueCommand {
  public static let name = "doctor"
  public static let summary = "Check the installation, the files and the settings"
  public static let discussion = """
    Each line says ok, warn or fail, with what to do in parentheses; then come the settings,
    each with where it came from. Locks, swaps and times are tried in a folder of their own,
    which is removed; nothing of the queue is changed. A failed check makes the status 1.
    """
  public static let json = """
    checks: list of check, several may have one name
    settings: list of setting

    check:
    name: text, what was checked
    state: text, `ok`, `warn` or `fail`
    message: text, what was found
    mend: text or null, what to do; null when it is ok

    setting:
    key: text, its name in `orch.json`
    variable: text or null, its variable; null for what only `orch.json` can say
    value: text, the text as it was given, also one that cannot be read
    source: text, `option`, `environment`, `orch.json` or `default`
    """
  public static let examples = [
    Example("ops doctor", "before the first run on a new machine, or when something is odd"),
    Example(
      "ops doctor --json | jq '.checks[] | select(.state != \"ok\")'",
      "what is not well, for a script"),
  ]
  public static let options: [Option<Doctor>] = []
  public static let result =
    "each check as `ok`, `warn` or `fail` with what to do, then each setting with where it "
    + "came from, and a line that counts; status 1 when a check fails"
  public static let isLogged = false
  public static let needsSettings = false

  public var shared = SharedOptions()

  public init() {}

  public func run(in context: CommandContext) throws(CommandError) -> ExitStatus {
    let report = DoctorReport(of: context)
    if context.shared.isJSON {
      try context.print(report.json)
    } else {
      for line in report.lines(context.paint) { try context.print(line) }
    }
    return report.count(of: .fail) == 0 ? .success : .refused
  }
}
