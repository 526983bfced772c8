/// A revision of the Model Context Protocol, by the date that names it.
///
/// Source: https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning.
struct ProtocolVersion: Equatable {
  enum Era: Equatable {
    /// Each request names its version in `_meta`; there is neither a handshake nor a session.
    case modern
    /// `initialize` agrees on a version once.
    case older
  }

  let text: String
  let era: Era

  /// The versions, newest first.
  static let all: [ProtocolVersion] =
    [ProtocolVersion(text: "2026-07-28", era: .modern)]
    + ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"].map {
      ProtocolVersion(text: $0, era: .older)
    }

  private init(text: String, era: Era) { (self.text, self.era) = (text, era) }

  /// - Returns: `nil` for a version that is not supported.
  init?(_ text: String) {
    guard let known = Self.all.first(where: { $0.text == text }) else { return nil }
    self = known
  }

  /// The version that `initialize` agrees on: the requested one, or else the newest.
  ///
  /// - Parameter text: the client's version; `nil` if it names none.
  static func agreed(with text: String?) -> ProtocolVersion? {
    let older = all.filter { $0.era == .older }
    return older.first { $0.text == text } ?? older.first
  }
}
