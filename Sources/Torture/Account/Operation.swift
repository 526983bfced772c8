public import QueueModel

/// One command that a process gave, as whoever started the process saw it.
public struct Operation: Equatable, Sendable {
  public enum Kind: String, CaseIterable, Sendable { case add, pick, done, fail, release }

  /// What is known of it. Source: Jepsen's `ok`, `fail` and `info`.
  public enum Outcome: String, Equatable, Sendable {
    /// The command said that it is done, and is held to it.
    case acknowledged
    /// The command said that nothing was changed.
    case refused
    /// It may have happened or not: the process was ended, or could not tell.
    case unknown
  }

  public let kind: Kind
  /// Who gave it; gives one command after the other.
  public let session: String
  /// The row; `nil` for a pick that did not say which.
  public let id: String?
  /// The task that was added, the notes of a result; `nil` where it says nothing.
  public let text: String?
  /// When it was given and when it had ended, on one clock for all.
  public let began: Int
  public let ended: Int
  public let outcome: Outcome

  public init(
    _ kind: Kind, of id: String?, by session: String, saying text: String? = nil, began: Int,
    ended: Int, outcome: Outcome = .acknowledged
  ) {
    self.kind = kind
    self.session = session
    self.id = id
    self.text = text
    self.began = began
    self.ended = ended
    self.outcome = outcome
  }

  /// What the row says of itself once this happened. Source: `docs/storage.md`, "Transitions".
  var state: RowState {
    switch kind {
    case .add, .release: RowState(status: .pending, owner: nil)
    case .pick: RowState(status: .inProgress, owner: session)
    case .done: RowState(status: .done, owner: session)
    case .fail: RowState(status: .failed, owner: session)
    }
  }

  /// Whether it may have happened.
  var mayHaveHappened: Bool { outcome != .refused }

  /// Whether it was over before the other was given; two at the same time came in either order.
  func isBefore(_ other: Operation) -> Bool { ended < other.began }
}

/// Where a row stands, and whose it is.
public struct RowState: Equatable, Sendable {
  public let status: Status
  public let owner: String?

  public init(status: Status, owner: String?) {
    self.status = status
    self.owner = owner
  }
}
