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
