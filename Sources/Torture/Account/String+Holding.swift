import Host

extension String {
  /// Whether the other text stands in it, by bytes: a combining mark behind it makes it no
  /// other text.
  func holds(_ other: String) -> Bool {
    Array(utf8).firstPlace(of: Array(other.utf8), from: 0) != nil
  }
}
