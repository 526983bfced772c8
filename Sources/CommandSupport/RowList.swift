public import CommandLineKit
import QueueModel

/// Which rows a command works on, for whoever helps to type an id.
public enum RowList: String, CaseIterable, Sendable {
  case all = "rows"
  case pending = "rows to pick"
  case inProgress = "rows in progress"
  case unfinished = "unfinished rows"
  case stopped = "failed and blocked rows"

  func holds(_ status: Status) -> Bool {
    switch self {
    case .all: true
    case .pending: status == .pending
    case .inProgress: status == .inProgress
    case .unfinished: !status.isFinished
    case .stopped: status.isStopped
    }
  }
}

extension ValueKind {
  /// The id of a row on a list.
  public static func row(_ list: RowList) -> ValueKind { .listed(list.rawValue) }

  /// The id of a row that was deleted, and may be brought back.
  public static let deletedRow = ValueKind.listed("deleted rows")

  /// A session that works on a row now.
  public static let session = ValueKind.listed("sessions")
}
