import Host
public import Model

/// Who calls: a person, a session, a worker, or a program with a token.
public struct Caller: Equatable, Sendable {
  /// What the caller may decide.
  public let kind: CallerKind
  /// The session; `nil` for a person.
  public let session: String?
  /// The token of the claim for which the session works.
  public let claimToken: String?
  /// The person's name, `ann@board`; `nil` for the user of this process.
  private let person: String?

  /// The session, in the form of a table's cell; without one, the user of this process. Calls from
  /// a worker's process always count as the worker's calls.
  public init(session: String? = nil, claimToken: String? = nil) {
    let session = session.flatMap(CellText.value)
    self.init(session == nil ? .person : .session, session, claimToken, nil)
  }

  private init(_ kind: CallerKind, _ session: String?, _ claimToken: String?, _ person: String?) {
    (self.kind, self.session, self.claimToken, self.person) = (kind, session, claimToken, person)
  }

  public static func session(_ name: String, claimToken: String? = nil) -> Caller {
    Caller(session: name, claimToken: claimToken)
  }

  /// A program with a token, which is a session.
  ///
  /// - Parameters:
  ///   - name: the session's name.
  ///   - mayDecide: whether the token has the scope `decide`.
  public static func token(_ name: String, mayDecide: Bool) -> Caller {
    Caller(.token(mayDecide: mayDecide), name, nil, nil)
  }

  /// A person, who is `ann@board` in the history: without the `@`, the history would count the
  /// person's changes as a session's work.
  ///
  /// - Returns: `nil` for a name that is empty, or has an `@`, a blank, a pipe or a control
  ///   character.
  public static func person(_ name: String, at place: String) -> Caller? {
    let isName = !name.isEmpty && name.escaped == name && !name.contains { " @|".contains($0) }
    return isName ? Caller(.person, nil, nil, "\(name)@\(place)") : nil
  }

  /// The name in the history: the session, else `user@host`.
  public var actor: String { session ?? person ?? CurrentProcess.actor }

  /// The same session, for a claim; a person has none.
  public func claiming(_ claimToken: String) -> Caller {
    session == nil ? self : Caller(kind, session, claimToken, person)
  }

  /// The same caller in a session; a person becomes a session.
  func with(session: String) -> Caller {
    Caller(kind == .person ? .session : kind, session, claimToken, person)
  }

  /// The same caller in the process of a worker, which is not a person.
  ///
  /// - Parameters:
  ///   - row: the worker's row; `nil` if unknown.
  ///   - label: the session of a caller that names none.
  func asWorker(ofRow row: String?, label: String) -> Caller {
    Caller(.worker(row: row), session ?? label, claimToken, nil)
  }
}
