/// Makes keys of the bytes that a terminal sends, in whatever pieces they come.
public struct KeyDecoder: Sendable {
  private var pending: [UInt8] = []

  public init() {}

  /// Whether something began that may go on: an escape character alone is a key, too.
  public var isUndecided: Bool { !pending.isEmpty }

  /// The keys that are whole with these bytes. Sequences of other keys, and bytes that are no
  /// text, are none.
  public mutating func keys(_ bytes: [UInt8]) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while !pending.isEmpty {
      switch KeyBytes(pending).first {
      case .incomplete: return keys
      case .found(let key, let count):
        keys += [key].compactMap(\.self)
        pending.removeFirst(count)
      }
    }
    return keys
  }

  /// What is there when nothing more comes: an escape character was the key, and any other
  /// beginning is none.
  public mutating func rest() -> [Key] {
    defer { pending.removeAll() }
    return pending == [KeyBytes.escape] ? [.escape] : []
  }
}
