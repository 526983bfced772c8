/// The members of a JSON object, in the order in which their keys were first set.
///
/// Keys are compared by their bytes (RFC 8259, section 8.3), where `String` would take two
/// spellings of one accented letter as equal. Two objects are equal when their order is, too.
public struct JSONObject: Sendable {
  public typealias Member = (key: String, value: JSONValue)

  public private(set) var members: [Member] = []

  /// Where each key sits; empty while there are so few members that a scan is faster.
  private var positions: [ExactKey: Int] = [:]

  /// A line of a queue's journal has fewer.
  private static let mostScanned = 32

  public init() {}

  /// The keys, in order.
  public var keys: [String] { members.map(\.key) }

  /// The value under `key`; setting it keeps the place of a known key, and `nil` removes the member.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (.some(let position), .some(let value)): members[position].value = value
      case (.some(let position), .none): remove(at: position)
      case (.none, .some(let value)): append(key, value)
      case (.none, .none): break
      }
    }
  }

  func position(of key: String) -> Int? {
    if positions.isEmpty {
      members.firstIndex { ExactKey($0.key) == ExactKey(key) }
    } else {
      positions[ExactKey(key)]
    }
  }

  /// Adds a member whose key the caller knows to be new.
  mutating func append(_ key: String, _ value: JSONValue) {
    members.append((key, value))
    if !positions.isEmpty {
      positions[ExactKey(key)] = members.count - 1
    } else if members.count > Self.mostScanned {
      indexKeys()
    }
  }

  private mutating func remove(at position: Int) {
    members.remove(at: position)
    positions = [:]
    if members.count > Self.mostScanned { indexKeys() }
  }

  private mutating func indexKeys() {
    for (position, member) in members.enumerated() { positions[ExactKey(member.key)] = position }
  }
}

extension JSONObject: Equatable {
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members.elementsEqual(right.members) {
      ExactKey($0.key) == ExactKey($1.key) && $0.value == $1.value
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Makes an object of `members`; a key given twice is a programmer's mistake and traps.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    self.init(uniqueMembers: members)
  }

  init(uniqueMembers: [(String, JSONValue)]) {
    for (key, value) in uniqueMembers {
      precondition(position(of: key) == nil, "a JSON object literal repeats the key '\(key)'")
      append(key, value)
    }
  }
}

extension JSONObject {
  /// A key that equals another when their bytes do.
  private struct ExactKey: Hashable {
    private let text: String

    init(_ text: String) { self.text = text }

    static func == (left: ExactKey, right: ExactKey) -> Bool {
      // The length is at hand, and differs for most keys.
      left.text.utf8.count == right.text.utf8.count
        && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
      var text = text
      text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
  }
}
