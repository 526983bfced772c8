import QueueDocument
import QueueModel

/// The columns of a merged table.
struct ColumnMerge {
  /// In their order.
  let names: [String]
  /// Whether they are the page's, in its order.
  let isOfPage: Bool

  /// A column that one side removed is gone, unless the other one wrote in it since.
  init(origin: TableVersion, page: TableVersion, other: TableVersion) {
    if page.names == other.names {
      (names, isOfPage) = (page.names, true)
      return
    }
    names = OrderMerge.order(origin: origin.names, page: page.names, other: other.names) { name in
      switch (page.names.contains(name), other.names.contains(name)) {
      case (true, true): true
      case (true, false): !origin.names.contains(name) || page.wrote(in: name, since: origin)
      case (false, _): !origin.names.contains(name) || other.wrote(in: name, since: origin)
      }
    }
    isOfPage = names == page.names
  }
}

extension TableVersion {
  fileprivate func wrote(in name: String, since origin: TableVersion) -> Bool {
    keys.contains { key in
      guard !isSame(key, in: origin), let text = cells(key)?[name] else { return false }
      return origin.cells(key)?[name] != text
    }
  }
}

/// The order of things of which two versions have different ones, in different orders.
enum OrderMerge {
  /// The keys that `isKept`, in the order of `page`; in that of `other` where only that one
  /// moved any. What only one of them has stands behind the one that it stands behind there.
  static func order<Key: Hashable>(
    origin: [Key], page: [Key], other: [Key], isKept: (Key) -> Bool
  ) -> [Key] {
    let everywhere = Set(origin).intersection(page).intersection(other)
    let before = origin.filter(everywhere.contains)
    let isOnlyOtherMoved =
      page.filter(everywhere.contains) == before && other.filter(everywhere.contains) != before
    let (first, second) = isOnlyOtherMoved ? (other, page) : (page, other)
    return weave(first.filter(isKept), second.filter(isKept))
  }

  private static func weave<Key: Hashable>(_ first: [Key], _ second: [Key]) -> [Key] {
    let places = Set(first)
    var behind: [Key?: [Key]] = [:]
    var place: Key?
    for key in second {
      if places.contains(key) { place = key } else { behind[place, default: []].append(key) }
    }
    return behind[nil, default: []] + first.flatMap { [$0] + behind[$0, default: []] }
  }
}
