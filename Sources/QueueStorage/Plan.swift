import QueueDocument
import QueueModel

/// What is to be answered, and what is to be written first; nothing, for `nil`.
struct Plan<Answer> {
  let answer: Answer
  let rewrite: Rewrite?
  /// Who has rows from now on.
  var claims: [ClaimChange] = []

  /// Whether it says nothing of the row's claim itself.
  func isSilent(on change: ClaimChange) -> Bool { !claims.contains { $0.id == change.id } }
}

/// A new version of the file.
enum Rewrite {
  case changes([ItemChange])
  /// The same table, written otherwise.
  case layout([Edit])
}

extension Rewrite {
  /// Whether a file already is what this makes of it. A layout is never taken for
  /// granted: it costs nothing to look again.
  fileprivate func stands(in file: QueueFile) -> Bool {
    switch self {
    case .changes(let changes): changes.allSatisfy(file.shows)
    case .layout: false
    }
  }
}

extension Array {
  /// The answer of a plan that was carried out already, where its author went on
  /// from the file that it made; nothing is left to be written.
  func standing<Answer>(in file: QueueFile) -> Plan<Answer>? where Element == Plan<Answer> {
    first { $0.rewrite?.stands(in: file) ?? false }.map {
      Plan(answer: $0.answer, rewrite: nil, claims: $0.claims)
    }
  }
}
