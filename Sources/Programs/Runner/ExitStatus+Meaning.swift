public import Door
public import Text

extension ExitStatus {
  /// When a command of `orch` or `ops` ends with this status; code is in backticks.
  public var meaning: InlineText {
    switch self {
    case .success:
      """
      done; also `pick` and `dispatch` with nothing to do, `guard`, `review` and `report` \
      whatever they decide, and a repeated command whose row already has the requested state
      """
    case .refused:
      """
      refused: there is no such row, or the id is taken or ill-formed; the row's state, owner, \
      lease, claim or attempts do not allow the change, or the row waits; the row changed \
      meanwhile; the queue is read-only; a report was refused; one of several rows was refused, \
      and the others are changed; `ops resume` while `ops drain` waits. Or a check found \
      something: `lint`, `fmt --check`, `check`, `ops verify`, `ops doctor`, `ui-check`, \
      `merge-driver`, `ops kpi --fail-on`
      """
    case .alert: "an alert of `ops kpi`, only with `--fail-on-alert`"
    case .nothingToDo: "nothing to pick or to dispatch, only with `--exit-code`"
    case .waiting:
      """
      `orch daemon --until-idle`: rows wait for the end of a worker's pause or for the next day's \
      budget; `orch wait`: rows wait for a person
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
      the queue file, the database or an input file is malformed in a way that stops this command \
      (the error names the place); the name of a folder is not UTF-8
      """
    case .missingInput:
      "a queue, database, input file or git repository that this command needs is missing (says where it looked)"
    case .cannotCreate: "cannot create a file; `init` and `ops backup` if the file already exists"
    case .inputOutput: "input or output error, with the system's reason"
    case .temporaryFailure:
      """
      the lock was not free in time (names the holder's process and command); a file keeps \
      changing; a database server does not answer; the queue already has a daemon; another process \
      judges the report; `ops drain` or `orch wait` timed out or was interrupted while rows were running
      """
    case .noPermission:
      """
      no permission to read or write (even root respects a queue of mode 0444); `orch.json` \
      or its folder is not safe to trust
      """
    case .badConfiguration:
      """
      the worker of the rows that wait can't start, and no row is claimed: the program that \
      `orch.json` names, its interpreter or its sandbox is missing or not executable, its version \
      is too old, its prompt is missing, or the worker is paused
      """
    }
  }
}
