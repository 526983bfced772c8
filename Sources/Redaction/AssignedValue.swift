/// A value behind a separator, without the quotation marks around it.
struct AssignedValue {
  /// The value, or the first `glance` bytes of one without quotation marks.
  var range: Range<Int>
  var form: Form
  /// A word such as `Bearer` stood in front of it.
  var hasScheme = false

  enum Form: Equatable {
    case quoted
    /// Right behind `=`, as shells and forms write it.
    case close
    /// `close`, and the name is that of a variable: only a blank or a quotation mark ends it.
    case environment
    /// Behind a colon, or with blanks.
    case loose
  }

  /// By how much of it a value without quotation marks is judged.
  static let glance = 128
  private static let longestQuoted = 1024

  /// The value behind the separator at `separator`; `nil` when there is none in the line.
  init?(at separator: Int, for name: SecretName, in bytes: [UInt8]) {
    let sign = bytes.end(of: ByteSet("=>:"), from: separator + 1, atMost: 2)
    // `Type::member` is no assignment.
    if bytes[separator] == UInt8(ascii: ":"), sign > separator + 1,
      bytes[separator + 1] != UInt8(ascii: "=")
    {
      return nil
    }
    let start = bytes.end(of: Self.between, from: sign, atMost: 32)
    let isClose = name.isClose && start == separator + 1 && bytes[separator] == UInt8(ascii: "=")
    self.init(from: start, isClose ? (name.isUppercase ? .environment : .close) : .loose, bytes)
  }

  /// The value that begins at `start`, perhaps with a quotation mark.
  init?(from start: Int, _ form: Form, _ bytes: [UInt8]) {
    range = start..<start
    self.form = form
    if let quoted = Self.quoted(from: start, bytes) {
      range = quoted
      self.form = .quoted
    } else {
      let start = bytes.end(of: Self.quotes, from: start, atMost: 2)
      range = start..<bytes.end(of: body, from: start, atMost: Self.glance)
    }
    dropScheme(bytes)
    guard !range.isEmpty else { return nil }
  }

  /// What it is made of when no quotation marks end it.
  var body: ByteSet { form == .environment ? Self.ofEnvironment : Self.loose }

  private static let between = ByteSet(" \t*")
  private static let quotes = ByteSet("\"'`\\")
  private static let ofEnvironment = ByteSet.blank.union(quotes).inverted
  private static let loose = ByteSet.blank.union(quotes).union(ByteSet(",;&)}]<>|")).inverted

  /// `"…"`, `'…'`, `` `…` ``, `b'…'`, and `\"…\"` as it stands in a text in a text.
  private static func quoted(from start: Int, _ bytes: [UInt8]) -> Range<Int>? {
    var open = bytes.end(of: ByteSet("bBrRfFuU@"), from: start, atMost: 2)
    let isEscaped = open < bytes.count && bytes[open] == UInt8(ascii: "\\")
    if isEscaped { open += 1 }
    guard open < bytes.count, ByteSet("\"'`").contains(bytes[open]) else { return nil }
    var place = open + 1
    let bound = min(bytes.count, place + longestQuoted)
    while place < bound, !bytes[place].isLineBreak {
      // The mark may have taken the end of the quotation with it.
      if let mark = bytes.endOfMark(at: place) { return open + 1..<mark }
      if bytes[place] == bytes[open] { return open + 1..<place }
      if bytes[place] == UInt8(ascii: "\\") {
        if isEscaped { return open + 1..<place }
        place += 1
      }
      place += 1
    }
    return nil
  }

  private mutating func dropScheme(_ bytes: [UInt8]) {
    let word = bytes.end(of: .letters, from: range.lowerBound, atMost: 12)
    guard word < bytes.count, bytes[word] == UInt8(ascii: " "),
      Self.schemes.contains(bytes[range.lowerBound..<word].map(\.lowercased))
    else { return }
    let start = bytes.end(of: ByteSet(" "), from: word, atMost: 4)
    let end =
      form == .quoted ? range.upperBound : bytes.end(of: body, from: start, atMost: Self.glance)
    guard start < end else { return }
    range = start..<end
    hasScheme = true
  }

  private static let schemes = Set(["bearer", "basic", "token", "apikey"].map { Array($0.utf8) })
}
