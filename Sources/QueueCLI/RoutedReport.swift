public import JSON
import QueueModel

/// What became of a worker's report.
public enum RoutedReport {
  case routed(ReviewResult)
  /// It changed no row, and where it is kept.
  case refused(id: String?, CommandError, path: String)
}

extension RoutedReport {
  /// `ORCH-001 -> DONE (PASS)`; or why nothing was changed.
  public var line: String {
    switch self {
    case .routed(let result): result.line
    case .refused(let id, let error, let path):
      "refused \(id?.escaped ?? "-"): \(error.message) (kept in \(path))"
    }
  }

  /// - Parameter explains: whether all criteria are told one by one.
  public func json(explaining explains: Bool = false) -> JSONValue {
    switch self {
    case .routed(let result): result.json(explaining: explains)
    case .refused(let id, let error, let path):
      [
        "id": JSONValue(id),
        "refused": [
          "code": .string(error.code), "message": .string(error.message), "path": .string(path),
        ],
      ]
    }
  }
}
