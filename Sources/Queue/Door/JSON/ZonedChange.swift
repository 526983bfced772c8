public import Model
public import Text

/// The outcome of a change of a row.
public struct ZonedChange: Shaped {
  private let id: String
  private let before: Status?
  private let after: QueueItem?
  private let zone: QueueZone?
  /// The digest of the content that a person decided about with the change.
  private let digest: String?

  /// - Parameters:
  ///   - change: the change.
  ///   - zone: the zone of the row's times, as in `ZonedItem`.
  public init(_ change: ItemChange, in zone: QueueZone?) {
    (id, before, after) = (change.id, change.before?.status, change.after)
    (self.zone, digest) = (zone, change.decidedDigest)
  }

  /// A row that already had the result of the change.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - zone: the zone of its times, as in `ZonedItem`.
  public init(unchanged item: QueueItem, in zone: QueueZone?) {
    self.init(item, from: item.status, in: zone)
  }

  /// - Parameters:
  ///   - item: the row now.
  ///   - before: its status before.
  ///   - zone: the zone of its times, as in `ZonedItem`.
  public init(_ item: QueueItem, from before: Status?, in zone: QueueZone?) {
    (id, self.before, after) = (item.id, before, item)
    (self.zone, digest) = (zone, nil)
  }

  public static var shapeName: StaticString { "change" }
  public static func shape(_ fields: inout Fields<ZonedChange>) {
    fields.add("id", \.id)
    fields.add(
      "from", \.before?.rawValue,
      "the row's status before; null for a row that is new or was deleted")
    fields.add(
      "to", \.after?.status.rawValue,
      "the row's status now, the same if nothing changed; null for a removed row")
    fields.add(
      "item",
      { change in change.after.map { ZonedItem($0, in: change.zone) } }, "the row now")
    fields.addIfAny(
      "digest", \.digest, "of a decision: the digest of the decided content")
  }
}

extension Decision {
  /// The outcomes of the decision's rows; empty if there was no row to pick.
  ///
  /// - Parameter zone: the zone of the rows' times, as in `ZonedItem`.
  public func answers(in zone: QueueZone?) -> [ZonedChange] {
    switch self {
    case .unchanged, .addedBefore: []
    case .alreadySo(let item): [ZonedChange(unchanged: item, in: zone)]
    case .change(let change): [ZonedChange(change, in: zone)]
    case .changes(let changes), .noted(_, let changes):
      changes.map { ZonedChange($0, in: zone) }
    }
  }
}

/// A row that does not change, because its change among several was refused.
public struct RefusedRow: Shaped {
  private let id: String
  private let problem: Problem

  public init(id: String, _ problem: Problem) { (self.id, self.problem) = (id, problem) }

  public static var shapeName: StaticString { "refused row" }
  public static func shape(_ fields: inout Fields<RefusedRow>) {
    fields.add("id", \.id)
    fields.add("code", \.problem.code, "the code, as in an error")
    fields.add("message", \.problem.message, "the reason, in words")
    fields.add("hint", \.problem.hint.english, "what to do")
  }
}
