import Text

/// A rule by which rows get a worker. All its conditions must hold; a route without conditions
/// matches every row.
public struct WorkerRoute: Equatable, Sendable {
  public var worker: String
  /// A pattern of ids, with `*` and `?`.
  public var id: String?
  public var priority: Priority?
  /// The role of the row, which `orch add` or a plan wrote into its notes: `owner_role:NAME`.
  public var role: String?
  /// Plain words, one of which must be in the row's task; case is ignored.
  public var words: [String] = []

  public init(worker: String) { self.worker = worker }
}

extension WorkerRoute {
  func fits(_ item: QueueItem) -> Bool {
    if let id, !Self.matches(item.id, id) { return false }
    if let priority, priority != item.priority { return false }
    if let role, !item.notes.segments.contains("owner_role:\(role)") { return false }
    if words.isEmpty { return true }
    var task = item.task ?? ""
    return task.withUTF8(hasWord)
  }

  /// Whether the route matches a row that has no item yet; `nil` if only the row's item can decide.
  @inline(__always)
  func fits(_ row: PlainRow) -> Bool? {
    if let id, !Self.matches(row.id, id) { return false }
    if let priority {
      guard let other = row.priority else { return nil }
      if priority != other { return false }
    }
    // Roles are in the notes.
    if role != nil { return nil }
    return words.isEmpty || hasWord(in: row.task)
  }

  /// Whether a task has one of the words; case is ignored.
  private func hasWord(in task: UnsafeBufferPointer<UInt8>) -> Bool {
    words.contains { Self.contains($0, in: task) }
  }

  /// Compares ASCII letters as bytes, because a large table has many texts.
  private static func contains(_ word: String, in text: UnsafeBufferPointer<UInt8>) -> Bool {
    var word = word
    return word.withUTF8 { word in
      if word.allSatisfy({ $0 < 0x80 }) { return contains(word, in: text) }
      if text.allSatisfy({ $0 < 0x80 }) { return false }
      // Some systems store a letter in decomposed form; equal characters still match.
      let characters = Array(String(decoding: text, as: UTF8.self).lowercased())
      let others = Array(String(decoding: word, as: UTF8.self).lowercased())
      return characters.indices.contains { characters[$0...].starts(with: others) }
    }
  }

  private static func contains(
    _ word: UnsafeBufferPointer<UInt8>, in text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard let first = word.first?.lowercased else { return true }
    // The bit by which an upper-case letter differs.
    let mask: UInt8 = (0x61...0x7A).contains(first) ? 0x20 : 0
    var start = 0
    while start + word.count <= text.count {
      if text[start] | mask == first,
        word.indices.allSatisfy({ text[start + $0].lowercased == word[$0].lowercased })
      {
        return true
      }
      start += 1
    }
    return false
  }

  /// Compares an id with a pattern; `*` matches any text, `?` one byte, because the ids of rows
  /// that start are ASCII.
  package static func matches(_ text: String, _ pattern: String) -> Bool {
    var text = text
    return text.withUTF8 { matches($0, pattern) }
  }

  private static func matches(_ text: UnsafeBufferPointer<UInt8>, _ pattern: String) -> Bool {
    var pattern = pattern
    return pattern.withUTF8 { matches(text, $0) }
  }

  private static func matches(
    _ text: UnsafeBufferPointer<UInt8>, _ pattern: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    var (at, next) = (0, 0)
    // The position after the last star, and the end of the text that it matches, which grows by one
    // byte whenever the rest does not match.
    var star: (pattern: Int, text: Int)?
    while at < text.count {
      if next < pattern.count, pattern[next] == UInt8(ascii: "*") {
        next += 1
        star = (next, at)
      } else if next < pattern.count,
        pattern[next] == UInt8(ascii: "?") || pattern[next] == text[at]
      {
        (at, next) = (at + 1, next + 1)
      } else if let (after, reach) = star {
        star = (after, reach + 1)
        (at, next) = (reach + 1, after)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == UInt8(ascii: "*") }
  }
}
