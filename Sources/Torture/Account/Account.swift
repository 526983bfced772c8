/// What became of all that was acknowledged and typed, as Jepsen counts a queue.
///
/// It is just: two commands at the same time may have come in either order, and one of unknown
/// outcome may have happened or not. Only what no order explains is a fault.
public struct Account: Equatable, Sendable {
  /// How many commands of each kind were acknowledged.
  public let acknowledged: [Operation.Kind: Int]
  public let refused: Int
  public let unknown: Int
  /// How many texts were typed and saved.
  public let typed: Int
  public let lost: [Fault]
  public let duplicated: [Fault]
  public let unexpected: [Fault]
  public let gone: [Fault]

  /// Whether nothing happened that must not.
  public var isClean: Bool { (lost + duplicated + unexpected + gone).isEmpty }

  public init(of history: History, found: FoundQueue) {
    let operations = history.operations
    acknowledged = Dictionary(
      grouping: operations.lazy.filter { $0.outcome == .acknowledged }, by: \.kind
    ).mapValues(\.count)
    refused = operations.count { $0.outcome == .refused }
    unknown = operations.count { $0.outcome == .unknown }
    typed = history.typed.count
    let rows = RowHistory.rows(of: operations, found: found)
    lost = rows.flatMap(\.losses)
    duplicated = rows.flatMap(\.repetitions)
    unexpected = rows.flatMap(\.surprises) + found.problems.map(Fault.malformed)
    gone = Self.gone(history.typed, from: found.text)
  }

  /// A text may have moved: a merge keeps it where both sides can be read.
  private static func gone(_ typed: [TypedText], from text: String) -> [Fault] {
    typed.filter { !text.holds($0.text) }.map(Fault.gone)
  }
}
