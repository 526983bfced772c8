public import Engine
public import JSON
import QueueModel

// What became of a worker's report, as people and programs see it.

extension ReceiveReport.Outcome {
  /// `ORCH-001 -> DONE (PASS)`; or why nothing was changed.
  public var line: String {
    switch self {
    case .routed(let outcome): outcome.line
    case .refused(let id, let error, let path):
      "refused \(id?.escaped ?? "-"): \(Messages.english.text(of: error)) (kept in \(path))"
    }
  }

  /// - Parameter explains: whether each criterion is shown.
  public func json(explainer explains: Bool = false) -> JSONValue {
    switch self {
    case .routed(let outcome): outcome.json(explainer: explains)
    case .refused(let id, let error, let path):
      [
        "id": JSONValue(id),
        "refused": [
          "code": .string(CommandError(error).code),
          "message": .string(Messages.english.text(of: error)),
          "path": .string(path),
        ],
      ]
    }
  }
}
