/// All that was done to a queue, in no order.
public struct History: Equatable, Sendable {
  public var operations: [Operation]
  public var typed: [TypedText]

  public init(operations: [Operation] = [], typed: [TypedText] = []) {
    self.operations = operations
    self.typed = typed
  }
}

/// What a person typed, and saved.
public struct TypedText: Equatable, Sendable {
  /// Stands nowhere else.
  public let text: String
  public let place: Place
  public let way: SavingWay

  public enum Place: Equatable, Sendable {
    case cell(id: String, column: String)
    case belowTable
  }

  public init(_ text: String, in place: Place, saved way: SavingWay) {
    self.text = text
    self.place = place
    self.way = way
  }
}

/// How an editor saves.
public enum SavingWay: String, CaseIterable, Sendable {
  /// Truncates the file, and writes it.
  case inPlace = "in_place"
  /// The same, with a pause when half of it is written.
  case inTwoPieces = "in_two_pieces"
  /// Writes another file, and renames it.
  case renamed
  /// Renames the file to a backup, and creates it anew.
  case backedUp = "backed_up"
  /// Adds to the end of the file, whatever it holds by now.
  case appended
}
