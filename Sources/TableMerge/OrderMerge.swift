import QueueDocument
import QueueModel

/// The columns of a merged table.
struct ColumnMerge {
  /// In their order.
  let names: [String]
  /// Whether they are those of `primary`, in its order.
  let isOfPrimary: Bool

  /// A column that one side removed stays where the other wrote into it since.
  init(base: TableVersion, primary: TableVersion, other: TableVersion) {
    if primary.names == other.names {
      (names, isOfPrimary) = (primary.names, true)
      return
    }
    names = OrderMerge.order(base: base.names, primary: primary.names, other: other.names) { name in
      switch (primary.names.contains(name), other.names.contains(name)) {
      case (true, true): true
      case (true, false): !base.names.contains(name) || primary.wrote(in: name, since: base)
      case (false, _): !base.names.contains(name) || other.wrote(in: name, since: base)
      }
    }
    isOfPrimary = names == primary.names
  }
}

extension TableVersion {
  fileprivate func wrote(in name: String, since base: TableVersion) -> Bool {
    keys.contains { key in
      guard !isSame(key, in: base), let text = cells(key)?[name] else { return false }
      return base.cells(key)?[name] != text
    }
  }
}

/// Merges the order of rows or columns.
enum OrderMerge {
  /// The keys that `isKept`, in the order of `primary`, or in that of `other` where only that one
  /// moved any. A key that only one side has follows the same key as there.
  static func order<Key: Hashable>(
    base: [Key], primary: [Key], other: [Key], isKept: (Key) -> Bool
  ) -> [Key] {
    let everywhere = Set(base).intersection(primary).intersection(other)
    let before = base.filter(everywhere.contains)
    let isOnlyOtherMoved =
      primary.filter(everywhere.contains) == before && other.filter(everywhere.contains) != before
    let (first, second) = isOnlyOtherMoved ? (other, primary) : (primary, other)
    return weave(first.filter(isKept), second.filter(isKept))
  }

  private static func weave<Key: Hashable>(_ first: [Key], _ second: [Key]) -> [Key] {
    let places = Set(first)
    var followers: [Key?: [Key]] = [:]
    var place: Key?
    for key in second {
      if places.contains(key) { place = key } else { followers[place, default: []].append(key) }
    }
    return followers[nil, default: []] + first.flatMap { [$0] + followers[$0, default: []] }
  }
}
