/// A variable that is no setting: it counts for one run, and `orch.json` has no key for it.
public struct EnvironmentVariable: Sendable {
  public let name: String
  /// What it says, code in backticks.
  public let meaning: String

  /// All of them, in the order of the documents.
  public static let all = [
    EnvironmentVariable(name: "ORCH_QUEUE_MD", meaning: "the queue file, as `--queue` names it"),
    EnvironmentVariable(
      name: "ORCH_BASE_DIR",
      meaning: "a folder that holds `QUEUE.md`; counts where `ORCH_QUEUE_MD` is not set"),
    EnvironmentVariable(
      name: "ORCH_OWNER_SESSION", meaning: "who speaks, as `--owner-session` names it"),
    EnvironmentVariable(
      name: "ORCH_ATTEMPT", meaning: "the claim that the speaker works for, as `--attempt` names it"
    ),
    EnvironmentVariable(
      name: "ORCH_ITEM_ID", meaning: "the row that a worker was started for, as `prime` tells it"),
    EnvironmentVariable(
      name: "ORCH_LABEL",
      meaning: "set for a worker that `orch` started, which can start no workers itself"),
    EnvironmentVariable(
      name: "ORCH_TRUST",
      meaning: """
        the hash that `orch trust --hash` prints: what has it is trusted where nobody can say \
        `orch trust`, as in a container
        """),
    EnvironmentVariable(
      name: "ORCH_TRACE_ID",
      meaning: "the name of the run in the run log and the journal, as `--trace-id` gives it"),
    EnvironmentVariable(
      name: "ORCH_NOW",
      meaning: """
        freezes the clock for tests: epoch seconds, or `YYYY-MM-DD HH:MM` at the offset; \
        `xN@EPOCH` lets it run N times as fast as the machine's, which had the same time at EPOCH
        """),
    EnvironmentVariable(
      name: "NO_COLOR", meaning: "no colours, whatever it holds; `--color` comes before it"),
    EnvironmentVariable(
      name: "CLICOLOR_FORCE",
      meaning: "colours also where no terminal is, unless it holds `0`; `NO_COLOR` comes before it"),
    EnvironmentVariable(
      name: "TERM",
      meaning: "a terminal that is `dumb` has no colours, and no screen for `ops watch`"),
    EnvironmentVariable(
      name: "COLUMNS", meaning: "the width of a terminal that does not report it; 80 without it"),
    EnvironmentVariable(
      name: "LC_ALL",
      meaning: "the language of the rules that `orch init` writes, Korean for `ko…`"),
    EnvironmentVariable(name: "LC_MESSAGES", meaning: "the same where `LC_ALL` is not set"),
    EnvironmentVariable(name: "LANG", meaning: "the same where neither is set"),
    EnvironmentVariable(
      name: "HOME", meaning: "the folder at which the search for a queue ends"),
    EnvironmentVariable(
      name: "XDG_CONFIG_HOME",
      meaning: "where `orch trust` keeps what is trusted, in `orch`; `~/.config` without it"),
    EnvironmentVariable(
      name: "LOGNAME",
      meaning: "the name of a person in the history; else `USER`, else the user's number"),
  ]
}
