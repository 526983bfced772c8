/// The columns of a merged table.
struct ColumnMerge {
  let names: [String]
  /// Whether the columns are the columns of `save`, in its order.
  let isOfSave: Bool

  /// A column that one side removed stays if the other side has written texts into it.
  init(base: TableVersion, save: TableVersion, queue: TableVersion) {
    if save.names == queue.names {
      (names, isOfSave) = (save.names, true)
      return
    }
    names = OrderMerge.order(base: base.names, save: save.names, queue: queue.names) { name in
      switch (save.names.contains(name), queue.names.contains(name)) {
      case (true, true): true
      case (true, false): !base.names.contains(name) || save.wrote(in: name, since: base)
      case (false, _): !base.names.contains(name) || queue.wrote(in: name, since: base)
      }
    }
    isOfSave = names == save.names
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
  /// The keys that `isIncluded` selects, in the order of `save`. If only `queue` moved keys, they
  /// are in the order of `queue`. A key that only one side has comes after the same key as on that
  /// side.
  static func order<Key: Hashable>(
    base: [Key], save: [Key], queue: [Key], isIncluded: (Key) -> Bool
  ) -> [Key] {
    let everywhere = Set(base).intersection(save).intersection(queue)
    let before = base.filter(everywhere.contains)
    let isOnlyQueueMoved =
      save.filter(everywhere.contains) == before && queue.filter(everywhere.contains) != before
    let (first, second) = isOnlyQueueMoved ? (queue, save) : (save, queue)
    return weave(first.filter(isIncluded), second.filter(isIncluded))
  }

  private static func weave<Key: Hashable>(_ first: [Key], _ second: [Key]) -> [Key] {
    let inFirst = Set(first)
    var followers: [Key?: [Key]] = [:]
    var last: Key?
    for key in second {
      if inFirst.contains(key) { last = key } else { followers[last, default: []].append(key) }
    }
    return followers[nil, default: []] + first.flatMap { [$0] + followers[$0, default: []] }
  }
}
