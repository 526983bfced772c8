/// What a program wrote to one stream: all of it, or its beginning and its end.
public struct KeptOutput: Equatable, Sendable {
  /// All bytes, or where some were dropped the first half of what is kept.
  public private(set) var beginning: [UInt8] = []
  /// The last bytes, where some were dropped before them.
  public private(set) var end: [UInt8] = []
  /// How many bytes between both are gone.
  public private(set) var dropped = 0

  private let half: Int

  /// - Parameter limit: how many bytes are kept.
  public init(limit: Int) { half = limit / 2 }

  /// The bytes as text, with a line that tells of what was dropped.
  public var text: String {
    let kept = dropped == 0 ? beginning + end : beginning + Array(note.utf8) + end
    return String(decoding: kept, as: UTF8.self)
  }

  private var note: String { "\n[… \(dropped) bytes left out …]\n" }

  mutating func append(_ bytes: ArraySlice<UInt8>) {
    let first = bytes.prefix(half - beginning.count)
    beginning += first
    end += bytes[first.endIndex...]
    // Not each time: moving the bytes down costs as much as there are.
    if end.count > half * 2 { trim() }
  }

  /// Drops what is over, once nothing more comes.
  mutating func trim() {
    let over = end.count - half
    guard over > 0 else { return }
    end.removeFirst(over)
    dropped += over
  }
}
