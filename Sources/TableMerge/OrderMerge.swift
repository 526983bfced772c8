import QueueDocument

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
