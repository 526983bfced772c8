/// The exit status of a program. Source: `docs/cli.md`, "Exit status"; the numbers from 64 on are
/// from sysexits.h.
public enum ExitStatus: Int32, CaseIterable, Sendable {
  case success = 0
  /// The command was refused, or a check found a problem.
  case refused = 1
  /// With `--fail-on-alert`: a figure exceeds its limit.
  case alert = 2
  /// With `--exit-code`: there is nothing to do.
  case nothingToDo = 3
  /// The remaining rows wait for a time (`orch daemon --until-idle`) or for a person (`orch wait`).
  case waiting = 4
  /// An awaited row failed (`orch wait`).
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
