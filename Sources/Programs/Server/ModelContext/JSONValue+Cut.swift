public import Text

extension JSONValue {
  /// The size of the value as compact JSON, in bytes.
  public var byteCount: Int {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes.count
  }

  /// The value, with long texts cut, and then long lists, until it has at most `limit` bytes as
  /// JSON.
  ///
  /// A cut text says that it is cut, and a cut list has its length beside it, as `KEY_total`.
  public func cut(toBytes limit: Int) -> JSONValue {
    let size = byteCount
    if size <= limit { return self }
    for longest in [2000, 1000, 500, 250, 120, 60] {
      let shorter = cut(texts: longest, lists: .max)
      if shorter.byteCount <= limit { return shorter }
    }
    for count in [50, 20, 10, 5, 2, 0] {
      let shorter = cut(texts: 60, lists: count)
      if shorter.byteCount <= limit { return shorter }
    }
    return ["cut": .string("\(size) bytes")]
  }

  fileprivate func cut(texts longest: Int, lists count: Int) -> JSONValue {
    switch self {
    case .null, .bool, .integer, .number: self
    case .string(let text): .string(text.cut(toBytes: longest))
    case .array(let elements):
      .array(elements.prefix(count).map { $0.cut(texts: longest, lists: count) })
    case .object(let object): .object(object.cut(texts: longest, lists: count))
    }
  }
}

extension JSONObject {
  fileprivate func cut(texts longest: Int, lists count: Int) -> JSONObject {
    var cut = JSONObject()
    for (key, value) in members {
      let key = key.cut(toBytes: longest)
      cut[key] = value.cut(texts: longest, lists: count)
      if let length = value.arrayValue?.count, length > count {
        cut["\(key)_total"] = .integer(length)
      }
    }
    return cut
  }
}

extension String {
  /// The text, cut to at most `limit` bytes as a JSON string without its quotes. A cut text has the
  /// beginning and the end, and between them a word that says so.
  ///
  /// - Parameters:
  ///   - limit: the size in bytes.
  ///   - end: how many bytes of the end are kept.
  public func cut(toBytes limit: Int, keepingEnd end: Int = 0) -> String {
    guard utf8.count > limit || byteCountInJSON > limit else { return self }
    let mark = " (cut: \(utf8.count) bytes) "
    var kept = Swift.max(0, limit - mark.utf8.count)
    while true {
      let tail = Swift.min(end, kept / 2)
      let text =
        prefix(bytes: kept - tail) + (tail == 0 ? String(mark.dropLast()) : mark)
        + suffix(bytes: tail)
      if kept == 0 || text.byteCountInJSON <= limit { return text }
      kept -= Swift.max(1, kept / 8)
    }
  }

  private var byteCountInJSON: Int { JSONValue.string(self).byteCount - 2 }

  /// The beginning in at most this many bytes, without a cut scalar.
  private func prefix(bytes count: Int) -> String {
    var end = utf8.index(startIndex, offsetBy: count, limitedBy: utf8.endIndex) ?? utf8.endIndex
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }

  private func suffix(bytes count: Int) -> String {
    var start = utf8.index(endIndex, offsetBy: -count, limitedBy: startIndex) ?? startIndex
    while start.samePosition(in: unicodeScalars) == nil { start = utf8.index(after: start) }
    return String(self[start...])
  }
}
