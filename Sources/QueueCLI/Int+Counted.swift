extension Int {
  /// `1 row`, `2 rows`.
  public func counted(_ thing: String) -> String { "\(self) \(thing)\(self == 1 ? "" : "s")" }
}
