import Testing

/// What looks like a secret and is none. No scanner of this repository is to take it for one,
/// so that nothing here stands in one piece.
enum Fake {
  /// As many letters and digits, mixed up.
  static func mixed(_ count: Int) -> String { String(repeated("Fa7Ke", count)) }

  static func upper(_ count: Int) -> String { String(repeated("FAKE7", count)) }

  static func hex(_ count: Int) -> String { String(repeated("fa7ed", count)) }

  static func digits(_ count: Int) -> String { String(repeated("70123", count)) }

  static let github = "gh" + "p_" + mixed(36)
  static let webToken = "ey" + "J" + mixed(17) + ".ey" + "J" + mixed(30) + "." + mixed(43)

  /// A block as `openssl` writes it, with as many lines.
  static func key(_ title: String = "RSA PRIVATE KEY", lines: Int = 3, break: String = "\n")
    -> String
  {
    let body = [String](repeating: mixed(64), count: lines) + [mixed(20) + "=="]
    return (["-----" + "BEGIN \(title)-----"] + body + ["-----" + "END \(title)-----"])
      .joined(separator: `break`)
  }

  private static func repeated(_ text: String, _ count: Int) -> [Character] {
    let characters = Array(text)
    return (0..<count).map { characters[$0 % characters.count] }
  }
}

/// A text, and what becomes of it.
struct RedactionCase: CustomTestStringConvertible, Sendable {
  let name: String
  let input: String
  let output: String

  init(_ name: String, _ input: String, _ output: String) {
    (self.name, self.input, self.output) = (name, input, output)
  }

  /// One that stays as it is.
  init(_ name: String, stays input: String) { self.init(name, input, input) }

  var testDescription: String { name }
}
