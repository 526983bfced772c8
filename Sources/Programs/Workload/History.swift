import Model

/// Everything that was done to a queue, in no order.
struct History: Equatable, Sendable {
  var operations: [Operation] = []
  var typed: [TypedText] = []
}

/// One command that a session gave, as the caller of its process saw it.
package struct Operation: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case add, pick, done, fail, release }

  /// What is known of the effect. Source: Jepsen's `ok`, `fail` and `info`.
  enum Outcome: Equatable, Sendable {
    /// The command reported success, and is held to it.
    case acknowledged
    /// The command reported that nothing was changed.
    case refused
    /// It may have happened or not: the process was ended, or failed after the change.
    case unknown
  }

  let kind: Kind
  /// A session gives one command after the other.
  let session: String
  /// The row; `nil` for a pick whose row is not known.
  var id: String?
  /// The task that was added, or the notes of a result; `nil` where there is none.
  var text: String?
  /// Start and end of the process, by one clock for all sessions.
  let began: Duration
  let ended: Duration
  var outcome = Outcome.acknowledged

  /// The row's state once this has happened. Source: `docs/storage.md`, "Transitions".
  var state: RowState {
    switch kind {
    case .add, .release: RowState(status: .pending, owner: nil)
    case .pick: RowState(status: .inProgress, owner: session)
    case .done: RowState(status: .done, owner: session)
    case .fail: RowState(status: .failed, owner: session)
    }
  }

  /// Whether it ended before the other began; of two that overlap either may have come first.
  func isBefore(_ other: Operation) -> Bool { ended < other.began }
}

struct RowState: Equatable, Sendable, CustomStringConvertible {
  let status: Status
  let owner: String?

  var description: String { "\(status.rawValue) of \(owner ?? "nobody")" }
}

/// A text that was typed into the file with an editor, and saved.
struct TypedText: Equatable, Sendable {
  enum Place: Equatable, Sendable {
    case cell(EditorBuffer.Cell)
    case belowTable
  }

  /// Unique in the file.
  let text: String
  let place: Place
  let method: SaveMethod
}

/// How an editor saves a file.
enum SaveMethod: String, CaseIterable, Sendable {
  /// Truncates the file, and writes it.
  case inPlace = "in_place"
  /// Truncates the file, and writes it with a pause after the first half.
  case inTwoPieces = "in_two_pieces"
  /// Writes another file, and renames it.
  case renamed
  /// Renames the file to a backup, and creates it anew.
  case backedUp = "backed_up"
  /// Adds to the end of the file, whatever the file holds by then.
  case appended
}
