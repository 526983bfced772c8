/// The kind of caller that makes a change. It decides what the rules allow the caller to decide.
public enum CallerKind: Equatable, Sendable {
  case person
  case session
  /// A worker that orch started, and every process below it; `row` is its row's id, `nil` if
  /// unknown.
  case worker(row: String?)
  /// A program with a token for a server; `mayDecide` is whether the token has the scope `decide`.
  case token(mayDecide: Bool)

  /// Whether the caller may answer, approve and reject.
  var mayReply: Bool {
    switch self {
    case .person, .session, .token(mayDecide: true): true
    case .worker, .token(mayDecide: false): false
    }
  }

  /// Whether the caller may remove the requirement that a person approves a row.
  var mayWaiveApproval: Bool {
    switch self {
    case .person, .token(mayDecide: true): true
    case .session, .worker, .token(mayDecide: false): false
    }
  }
}
