/// The position of a secret that was found in a text.
public struct FoundSecret: Equatable, Sendable {
  /// The line, counted from 1.
  public let line: Int
  /// The kind as a mark names it, such as `github-token`.
  public let kind: String

  public init(line: Int, kind: String) { (self.line, self.kind) = (line, kind) }
}

extension Redactor {
  /// The first secret in a text that is recognizable by its own form: a token with a known
  /// beginning, a web token or a private key.
  ///
  /// A value that only its name shows to be a secret, such as `password: …`, does not count, and
  /// neither does a password in an address: both are common in sources and documents. A value that
  /// contains `EXAMPLE` does not count, either.
  public static func firstSecret(in bytes: [UInt8]) -> FoundSecret? {
    var search = SecretSearch()
    search.add(bytes[...])
    return search.finish()
  }
}

/// Looks for the first secret in a stream of bytes: a secret that is recognizable by its own form,
/// or a known value. The result does not depend on how the bytes were divided, and the memory does
/// not grow with the stream.
public struct SecretSearch: Sendable {
  private let values: SecretValues
  /// The bytes to be searched. They follow already searched bytes, which a decision may look back
  /// at.
  private var buffer: [UInt8] = []
  /// The bytes before this index have been searched.
  private var place = 0
  /// The number of lines that ended before the buffer.
  private var lines = 0
  private var found: FoundSecret?

  /// - Parameter values: known secrets, which are found whatever their form is.
  public init(for values: SecretValues = SecretValues([])) { self.values = values }

  /// Searches the next bytes of the stream.
  public mutating func add(_ bytes: ArraySlice<UInt8>) {
    if found != nil { return }
    buffer += bytes
    if buffer.count - place >= Self.window { search(isLast: false) }
  }

  /// Ends the stream, and returns the first secret; `nil` if there is none. After this call another
  /// stream may begin.
  public mutating func finish() -> FoundSecret? {
    if found == nil { search(isLast: true) }
    defer { self = SecretSearch(for: values) }
    return found
  }

  /// The number of bytes that are searched in one step.
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
  /// The first secret that is recognizable by its form and begins in a range.
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
    // For a secret key of AWS, its name is a part of the form.
    guard let assigned = assignment(at: place), assigned.kind == .awsSecret,
      assigned.range.count == 40
    else { return nil }
    return assigned
  }

  private func assignment(at place: Int) -> Secret? {
    ByteSet(":=").contains(self[place]) ? assignedSecret(at: place, 0) : nil
  }

  /// Whether the range is an example, such as `AKIAIOSFODNN7EXAMPLE` in the documentation of AWS.
  fileprivate func isExample(_ range: Range<Int>) -> Bool {
    range.contains { has(Self.example, at: $0) && $0 + Self.example.count <= range.upperBound }
  }

  private static let example = Array("EXAMPLE".utf8)
}
