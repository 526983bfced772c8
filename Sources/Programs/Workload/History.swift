import Model

/// Everything that was done to a queue, unordered.
struct History: Equatable, Sendable {
  var operations: [Operation] = []
  var typed: [TypedText] = []
}

/// One command of a session, as the caller of its process saw it.
package struct Operation: Equatable, Sendable {
  package enum Kind: String, CaseIterable, Sendable { case add, pick, done, fail, release }

  /// What is known about the effect. Source: Jepsen's `ok`, `fail` and `info`.
  enum Outcome: Equatable, Sendable {
    /// The command reported success, so its effect must be there.
    case acknowledged
    /// The command reported that nothing was changed.
    case refused
    /// The change may have happened or not: the process was killed, or it failed after the change.
    case unknown
  }

  let kind: Kind
  /// A session runs one command after another.
  let session: String
  /// The row; `nil` for a pick whose row is not known.
  var id: String?
  /// The task that was added, or the notes of a result; `nil` if there is none.
  var text: String?
  /// When the process started and ended, by a clock that all sessions share.
  let began: Duration
  let ended: Duration
  var outcome = Outcome.acknowledged

  /// The row's state after this operation. Source: `docs/storage.md`, "Transitions".
  var state: RowState {
    switch kind {
    case .add, .release: RowState(status: .pending, owner: nil)
    case .pick: RowState(status: .inProgress, owner: session)
    case .done: RowState(status: .done, owner: session)
    case .fail: RowState(status: .failed, owner: session)
    }
  }

  /// Whether this operation ended before the other began. If the operations overlap, either may
  /// have come first.
  func isBefore(_ other: Operation) -> Bool { ended < other.began }
}

struct RowState: Equatable, Sendable, CustomStringConvertible {
  let status: Status
  let owner: String?

  var description: String { "\(status.rawValue) of \(owner ?? "nobody")" }
}

/// A text that was typed into the file with an editor and saved.
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
  /// Truncates the file and writes it.
  case inPlace = "in_place"
  /// Truncates the file and writes it with a pause after the first half.
  case inTwoPieces = "in_two_pieces"
  /// Writes another file and renames it.
  case renamed
  /// Renames the file to a backup and creates a new file.
  case backedUp = "backed_up"
  /// Appends to the file, whatever the file contains at that time.
  case appended
}
