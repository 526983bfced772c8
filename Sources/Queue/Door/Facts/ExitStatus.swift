/// The exit status of a program. Source: `docs/cli.md`, "Exit status"; the numbers from 64 on are
/// from sysexits.h.
public enum ExitStatus: Int32, CaseIterable, Sendable {
  case success = 0
  /// The command was refused, or a check found a problem.
  case refused = 1
  /// A figure exceeds its limit, with `--fail-on-alert`.
  case alert = 2
  /// There is nothing to do, with `--exit-code`.
  case nothingToDo = 3
  /// What is left waits for a time (`orch daemon --until-idle`), or for a person (`orch wait`).
  case waiting = 4
  /// A row that was waited for failed (`orch wait`).
  case rowsFailed = 5
  /// The table and the database differ (`ops health`).
  case unhealthy = 10
  /// A figure exceeds its limit (`ops health`).
  case degraded = 20
  /// The queue can't be read (`ops health`).
  case undetermined = 30
  case usage = 64
  case malformedData = 65
  case missingInput = 66
  case cannotCreate = 73
  case inputOutput = 74
  case temporaryFailure = 75
  case noPermission = 77
  /// A program that the settings name is missing or can't be run.
  case badConfiguration = 78
}
