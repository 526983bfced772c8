import Host
import QueueModel

/// What a page shows, as text.
struct UISnapshot {
  let text: String

  /// Those texts that do not appear in it, whatever their case. Any white space is as good
  /// as another: a browser shows it so.
  func missing(of terms: [String]) -> [String] {
    let shown = Array(text.comparable.utf8)
    return terms.filter { shown.firstPlace(of: Array($0.comparable.utf8), from: 0) == nil }
  }

  /// The first characters, a line each for what stands apart.
  var excerpt: String {
    String(text.prefix(Self.excerptLength)).split(separator: "\n")
      .map { String($0).trimmed.escaped }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static let excerptLength = 400
}

extension String {
  /// Without white space at its ends.
  var trimmed: String {
    let scalars = unicodeScalars
    guard
      let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }

  /// In lower case, with one space for each run of white space.
  fileprivate var comparable: String { singleSpaced.lowercased() }

  /// With one space for each run of white space, and none at the ends.
  var singleSpaced: String {
    unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
      .joined(separator: " ")
  }
}
