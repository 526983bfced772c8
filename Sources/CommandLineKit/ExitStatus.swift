/// What a process tells its caller. Source: `docs/cli.md`, "Exit status"; the
/// numbers from 64 are those of sysexits.h.
public enum ExitStatus: Int32, CaseIterable, Sendable {
  case success = 0
  /// Refused: things are not so that this could be done.
  case refused = 1
  /// A figure beyond its limit, where the caller asked to be told.
  case alert = 2
  /// Nothing to do, where the caller asked to be told.
  case nothingToDo = 3
  /// Two copies of one thing differ.
  case unhealthy = 10
  /// All is there, but a figure is beyond its limit.
  case degraded = 20
  /// What was to be told of cannot be read.
  case undetermined = 30
  case usage = 64
  case malformedData = 65
  case missingInput = 66
  case cannotCreate = 73
  case inputOutput = 74
  case temporaryFailure = 75
  case noPermission = 77
  /// What the settings name cannot be used.
  case badConfiguration = 78
}
