/// What kind of caller makes a change: the rules say by it what the caller may decide.
public enum CallerKind: Equatable, Sendable {
  case person
  case session
  /// A worker that orch started, and all that it starts; `row` is its row's id, `nil` where that is
  /// unknown.
  case worker(row: String?)
  /// A program with a token for a server; `mayDecide` says whether it has the scope `decide`.
  case token(mayDecide: Bool)

  /// Whether it answers, approves and rejects.
  var mayReply: Bool {
    switch self {
    case .person, .session, .token(mayDecide: true): true
    case .worker, .token(mayDecide: false): false
    }
  }

  /// Whether it takes back that a person approves a row.
  var mayWaiveApproval: Bool {
    switch self {
    case .person, .token(mayDecide: true): true
    case .session, .worker, .token(mayDecide: false): false
    }
  }
}
