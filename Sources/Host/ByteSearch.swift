import CSystem

extension [UInt8] {
  /// Where `pattern` first stands, at `start` or behind it.
  public func firstPlace(of pattern: [UInt8], from start: Int) -> Int? {
    withUnsafeBytes { bytes -> Int? in
      guard let memory = bytes.baseAddress, start < count,
        let found = csystem_find(memory + start, count - start, pattern, pattern.count)
      else { return nil }
      return found - memory
    }
  }
}

extension [UInt8] {
  /// Where `byte` last stands in `range`.
  public func lastPlace(of byte: UInt8, in range: Range<Int>) -> Int? {
    withUnsafeBytes { bytes -> Int? in
      guard let memory = bytes.baseAddress,
        let found = csystem_find_last(memory + range.lowerBound, range.count, byte)
      else { return nil }
      return found - memory
    }
  }
}

extension FileContents {
  /// Whether `pattern` stands in the file; takes time in proportion to both.
  public func contains(_ pattern: [UInt8]) -> Bool {
    guard let memory = bytes.baseAddress else { return pattern.isEmpty }
    return csystem_find(memory, bytes.count, pattern, pattern.count) != nil
  }
}
