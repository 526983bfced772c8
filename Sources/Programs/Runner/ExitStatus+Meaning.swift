public import Door
public import Text

extension ExitStatus {
  /// When a command of `orch` or `ops` ends so, code in backticks.
  public var meaning: InlineText {
    switch self {
    case .success:
      """
      done; also `pick` and `dispatch` with nothing to do, `guard`, `review` and `report` \
      whatever they decide, and a command repeated with the same words on a row that is already so
      """
    case .refused:
      """
      refused: there is no such row, or the id is taken or ill-formed; the row's state, owner, \
      lease, claim or attempts do not allow it, or it waits; it changed meanwhile; the queue is \
      read-only; a report was refused; one of several rows was refused, and the others are \
      changed; `ops resume` while `ops drain` waits. Or a check found something: `lint`, \
      `fmt --check`, `check`, `ops verify`, `ops doctor`, `ui-check`, `merge-driver`
      """
    case .alert: "an alert of `ops kpi`, only with `--fail-on-alert`"
    case .nothingToDo: "nothing to pick or to dispatch, only with `--exit-code`"
    case .waiting:
      """
      rows wait for the end of a worker's pause or for the next day's budget, of \
      `orch daemon --until-idle`; they wait for a person, of `orch wait`
      """
    case .rowsFailed:
      "`orch wait`: a row failed, is blocked or was cancelled, or waits for such a row"
    case .unhealthy: "`ops health`: the table and the database differ"
    case .degraded:
      "`ops health`: an alert of `ops kpi`, rows that wait for a person for too long, a paused worker"
    case .undetermined: "`ops health`: the queue or the run log cannot be read"
    case .usage:
      """
      usage: unknown command or option, missing or malformed value (prints the nearest \
      spelling and the usage line); an unreadable setting
      """
    case .malformedData:
      """
      the queue file, the database or an input file is malformed in a way that stops this \
      command; names the place; a folder whose name is not UTF-8
      """
    case .missingInput:
      "no queue, database, input file or git repository where this command needs one (says where it looked)"
    case .cannotCreate: "cannot create a file; `init` and `ops backup` where there is one already"
    case .inputOutput: "input or output error, with the system's reason"
    case .temporaryFailure:
      """
      the lock was not to be had in time (names the holder's process and command), or a file \
      that does not come to rest; a database server that does not answer; a queue that has a daemon already; a report that another process \
      judges; `ops drain` and `orch wait` at their timeout or interrupted, with rows that go on
      """
    case .noPermission:
      """
      may not be written or read (a queue of mode 0444 is respected, also by root); `orch.json` \
      or its folder is not safe to trust
      """
    case .badConfiguration:
      """
      the worker of the rows that wait can't start, and no row is claimed: the program that \
      `orch.json` names, its interpreter or its sandbox is not there or not executable, its version \
      too old, its prompt missing, or the worker is paused
      """
    }
  }
}
