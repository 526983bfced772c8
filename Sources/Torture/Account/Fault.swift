import QueueModel

/// Something that must not happen to a queue.
public enum Fault: Equatable, Sendable {
  /// What a command acknowledged is neither in the table nor superseded by a later
  /// acknowledged change; `nil` where the row is not there at all.
  case lost(Operation, found: RowState?)
  /// What was added or noted is not in the row, which stands as it should otherwise.
  case lostText(Operation)
  /// A row was given to the second session while the first had it, or after its end.
  case handedOutTwice(id: String, first: String, second: String)
  case standsTwice(id: String, lines: [Int])
  /// A row that nobody added.
  case unknownRow(id: String, line: Int)
  /// A state in which nobody put the row.
  case unwrittenState(id: String, RowState)
  /// What is wrong with the file, with its place.
  case malformed(String)
  case gone(TypedText)
}

extension Fault {
  /// The row that it is about; `nil` where it is about none.
  public var id: String? {
    switch self {
    case .lost(let operation, _), .lostText(let operation): operation.id
    case .handedOutTwice(let id, _, _), .standsTwice(let id, _), .unknownRow(let id, _),
      .unwrittenState(let id, _):
      id
    case .malformed: nil
    case .gone(let typed):
      switch typed.place {
      case .cell(let id, _): id
      case .belowTable: nil
      }
    }
  }

  /// One sentence for people.
  public var message: String {
    switch self {
    case .lost(let operation, let found):
      "\(operation.kind.rawValue) by \(operation.session) was acknowledged, the row "
        + (found.map { "is \($0.wording)" } ?? "is not there")
    case .lostText(let operation):
      "\(operation.kind.rawValue) by \(operation.session) was acknowledged, the row does not say "
        + "'\(operation.text ?? "")'"
    case .handedOutTwice(_, let first, let second):
      "picked by \(first), and by \(second) without a release in between"
    case .standsTwice(_, let lines):
      "stands in the lines \(lines.map(String.init).joined(separator: ", "))"
    case .unknownRow(_, let line): "stands in line \(line), nobody added it"
    case .unwrittenState(_, let state): "is \(state.wording), which nobody wrote"
    case .malformed(let finding): finding
    case .gone(let typed):
      "'\(typed.text)' typed \(typed.place.wording), saved \(typed.way.rawValue)"
    }
  }
}

extension RowState {
  fileprivate var wording: String { "\(status.rawValue) of \(owner ?? "nobody")" }
}

extension TypedText.Place {
  fileprivate var wording: String {
    switch self {
    case .cell(_, let column): "into \(column)"
    case .belowTable: "below the table"
    }
  }
}
