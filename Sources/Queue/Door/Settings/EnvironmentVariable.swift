/// A variable that is not a setting: it affects one run, and `orch.json` has no key for it.
public struct EnvironmentVariable: Sendable {
  public let name: String
  /// The meaning of the variable, with code in backticks.
  public let meaning: String

  private init(_ name: String, _ meaning: String) { (self.name, self.meaning) = (name, meaning) }

  /// All such variables, in the order of the documents.
  public static let all: [EnvironmentVariable] = [
    .init("ORCH_QUEUE_MD", "the queue file, like `--queue`"),
    .init(
      "ORCH_BASE_DIR", "a folder that holds `QUEUE.md`; used if `ORCH_QUEUE_MD` is not set"),
    .init("ORCH_OWNER_SESSION", "the session that you act as, like `--owner-session`"),
    .init(
      "ORCH_ATTEMPT", "the claim for which the caller works, like `--attempt`"
    ),
    .init("ORCH_ITEM_ID", "the row for which a worker was started; `prime` prints it"),
    .init("ORCH_LABEL", "set for a worker that `orch` started, which can't start workers itself"),
    .init(
      "ORCH_TRUST",
      """
      the hash that `orch trust --hash` prints: a folder with this hash is trusted where `orch trust` \
      can't be run, as in a container; `orch mcp` and `orch lsp` ignore it
      """),
    .init(
      "ORCH_TRACE_ID",
      "the name of the run in the run log and the journal, like `--trace-id`"),
    .init(
      "ORCH_NOW",
      """
      freezes the clock for tests: epoch seconds, or `YYYY-MM-DD HH:MM` at the offset; \
      `xN@EPOCH` lets it run N times as fast as the machine's, which had the same time at EPOCH
      """),
    .init(
      "ORCH_WEBHOOK_SECRET",
      "the secret with which a forge signs the webhooks that it sends to `orch serve`"),
    .init(
      "ORCH_DISPATCHER_INTERVAL",
      "the interval of `orch daemon` without `--interval`: seconds, or a time such as `30m`"),
    .init(
      "ORCH_WATCHDOG_INTERVAL",
      "like `ORCH_DISPATCHER_INTERVAL`; the shorter of the two counts, as one tick serves both"),
    .init("NO_COLOR", "if set to any value, no colours; `--color` takes precedence"),
    .init(
      "CLICOLOR_FORCE",
      "colours even without a terminal, unless it is `0`; `NO_COLOR` takes precedence"),
    .init("TERM", "a terminal that is `dumb` has no colours, and no screen for `ops watch`"),
    .init("COLUMNS", "the width of a terminal that does not report it; 80 by default"),
    .init(
      "LC_ALL",
      "the language of a terminal, and of the rules that `orch init` writes: Korean for `ko…`"),
    .init("LC_MESSAGES", "the same if `LC_ALL` is not set"),
    .init("LANG", "the same if neither is set"),
    .init("TZ", "the machine's time zone, which `orch init` gives a queue"),
    .init("HOME", "the folder at which the search for a queue ends"),
    .init(
      "XDG_CONFIG_HOME",
      """
      where `orch trust` keeps what is trusted, and `orch token` and `orch open` who may call, in \
      `orch`; `~/.config` without it
      """),
    .init(
      "XDG_STATE_HOME",
      "the folder whose `orch/worktrees` has the worktrees of rows; `~/.local/state` by default"),
    .init("CLAUDE_CODE_SESSION_ID", "names the session of `orch mcp` that Claude Code starts"),
    .init("LOGNAME", "the name of a person in the history; else `USER`, else the user's number"),
  ]
}
