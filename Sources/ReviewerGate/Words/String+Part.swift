extension String {
  /// Whether `part` stands in it. The `contains` for texts is in the library for regular
  /// expressions, which the executables are built without.
  func has(_ part: String) -> Bool { indices.contains { self[$0...].hasPrefix(part) } }
}
