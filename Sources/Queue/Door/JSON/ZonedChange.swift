public import Model
public import Text

/// What became of a row.
public struct ZonedChange: Shaped {
  private let id: String
  private let before: Status?
  private let after: QueueItem?
  private let zone: QueueZone?
  /// The digest of what a person decided by it.
  private let digest: String?

  /// - Parameters:
  ///   - change: the change.
  ///   - zone: the zone of the row's times, as in `ZonedItem`.
  public init(_ change: ItemChange, in zone: QueueZone?) {
    (id, before, after) = (change.id, change.before?.status, change.after)
    (self.zone, digest) = (zone, change.decidedDigest)
  }

  /// A row that was already as the change would make it.
  ///
  /// - Parameters:
  ///   - item: the row.
  ///   - zone: the zone of its times, as in `ZonedItem`.
  public init(unchanged item: QueueItem, in zone: QueueZone?) {
    (id, before, after) = (item.id, item.status, item)
    (self.zone, digest) = (zone, nil)
  }

  public static var shapeName: StaticString { "change" }
  public static func shape(_ fields: inout Fields<ZonedChange>) {
    fields.add("id", \.id)
    fields.add(
      "from", \.before?.rawValue, "its status before; null for a row that is new or was deleted")
    fields.add(
      "to", \.after?.status.rawValue,
      "its status now, the same if nothing changed; null for a row that is removed")
    fields.add(
      "item",
      { change in change.after.map { ZonedItem($0, in: change.zone) } }, "the row now")
    fields.addIfAny(
      "digest", \.digest, "of a decision: what stands for the content that was decided")
  }
}

extension Decision {
  /// What became of its rows; nothing when there was nothing to pick.
  ///
  /// - Parameter zone: the zone of their times, as in `ZonedItem`.
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

/// A row that stays as it is, of several that were to change.
public struct RefusedRow: Shaped {
  private let id: String
  private let problem: Problem

  public init(id: String, _ problem: Problem) { (self.id, self.problem) = (id, problem) }

  public static var shapeName: StaticString { "refused row" }
  public static func shape(_ fields: inout Fields<RefusedRow>) {
    fields.add("id", \.id)
    fields.add("code", \.problem.code, "as of an error")
    fields.add("message", \.problem.message, "why")
    fields.add("hint", \.problem.hint.english, "what would work")
  }
}
