/// The place in a text of a secret of a known shape.
public struct FoundSecret: Equatable, Sendable {
  /// Counting from 1.
  public let line: Int
  /// As a mark names it: `github-token`.
  public let kind: String

  public init(line: Int, kind: String) { (self.line, self.kind) = (line, kind) }
}

extension Redactor {
  /// The first secret in a text that its own form shows: a token with a known beginning, a web
  /// token, a private key.
  ///
  /// A value that only the name before it makes a secret, such as `password: …`, and a password in
  /// an address do not count: sources and documents are full of them. A value that calls itself an
  /// example does not count either.
  public static func firstSecret(in bytes: [UInt8]) -> FoundSecret? {
    var search = SecretSearch()
    search.add(bytes[...])
    return search.finish()
  }
}

/// Looks for the first secret in a stream of bytes: one that its own form shows, or a known value.
/// What is found does not depend on how the bytes were divided, and long streams need no memory.
public struct SecretSearch: Sendable {
  private let values: SecretValues
  /// The bytes to be searched, after as many bytes as a decision looks back at.
  private var buffer: [UInt8] = []
  /// The bytes before this index have been searched.
  private var place = 0
  /// How many lines ended before the buffer.
  private var lines = 0
  private var found: FoundSecret?

  /// - Parameter values: secrets that are found, too, whatever their form.
  public init(for values: SecretValues = SecretValues([])) { self.values = values }

  /// Looks through the next bytes of the stream.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    if found != nil { return }
    buffer += bytes
    if buffer.count - place >= Self.window { search(isLast: false) }
  }

  /// The first secret, at the end of the stream; `nil` for none. Then another stream may begin.
  public mutating func finish() -> FoundSecret? {
    if found == nil { search(isLast: true) }
    defer { self = SecretSearch(for: values) }
    return found
  }

  /// How many bytes are looked through at once.
  private static let window = 1 << 18
  /// The lookahead of a decision, including the lookahead into a private key.
  private static let reach = 2 * SecretScanner.reach

  private mutating func search(isLast: Bool) {
    var limit = isLast ? buffer.count : buffer.count - Self.reach
    let shaped = buffer.shapedSecret(from: place, to: limit)
    if !values.isEmpty {
      search: for start in place..<(shaped?.place ?? limit) {
        switch values.look(at: start, in: buffer, isLast: isLast) {
        case .none: continue
        case .secret: return note(.variable, at: start)
        case .undecided:
          limit = start
          break search
        }
      }
    }
    if let shaped, shaped.place < limit { return note(shaped.kind, at: shaped.place) }
    let dropped = max(0, limit - SecretScanner.memory)
    lines += buffer[..<dropped].count { $0 == UInt8(ascii: "\n") }
    buffer.removeFirst(dropped)
    place = limit - dropped
  }

  private mutating func note(_ kind: SecretKind, at place: Int) {
    let line = lines + buffer[..<place].count { $0 == UInt8(ascii: "\n") } + 1
    found = FoundSecret(line: line, kind: kind.rawValue)
    buffer = []
  }
}

extension [UInt8] {
  /// The first secret whose form shows it, if it begins in a range.
  fileprivate func shapedSecret(from start: Int, to limit: Int) -> (place: Int, kind: SecretKind)? {
    var place = start
    while true {
      place = TokenFilter.shared.next(in: self, from: place, to: limit)
      if place >= limit { return nil }
      if let secret = shapedSecret(at: place), !isExample(secret.range) {
        return (place, secret.kind)
      }
      place += 1
    }
  }

  fileprivate func shapedSecret(at place: Int) -> Secret? {
    if let block = PrivateKeyBlock(at: place, in: self) {
      return block.hasBody(in: self) ? Secret(.privateKey, place..<block.end) : nil
    }
    if let token = token(at: place, 0) ?? telegramToken(at: place, 0) { return token }
    // Its name is a part of the shape.
    guard let assigned = assignment(at: place), assigned.kind == .awsSecret,
      assigned.range.count == 40
    else { return nil }
    return assigned
  }

  private func assignment(at place: Int) -> Secret? {
    ByteSet(":=").contains(self[place]) ? assignedSecret(at: place, 0) : nil
  }

  /// `AKIAIOSFODNN7EXAMPLE`, as the documents of AWS have it.
  fileprivate func isExample(_ range: Range<Int>) -> Bool {
    range.contains { has(Self.example, at: $0) && $0 + Self.example.count <= range.upperBound }
  }

  private static let example = Array("EXAMPLE".utf8)
}
