import CSystem

extension [UInt8] {
  /// The index of the first occurrence of `pattern` at or after `start`.
  public func firstOffset(of pattern: [UInt8], from start: Int) -> Int? {
    start < count ? withUnsafeBytes { $0.firstOffset(of: pattern, in: start..<count) } : nil
  }

  /// The index of the last `byte` in `range`.
  public func lastOffset(of byte: UInt8, in range: Range<Int>) -> Int? {
    withUnsafeBytes { bytes -> Int? in
      guard let memory = bytes.baseAddress,
        let found = csystem_find_last(memory + range.lowerBound, range.count, byte)
      else { return nil }
      return found - memory
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The index of the first occurrence of `pattern` in `range`.
  public func firstOffset(of pattern: [UInt8], in range: Range<Int>) -> Int? {
    guard let memory = baseAddress,
      let found = csystem_find(
        memory + range.lowerBound, range.count, pattern, pattern.count)
    else { return nil }
    return found - memory
  }

  /// Whether `pattern` occurs; takes time linear in both lengths.
  public func contains(_ pattern: [UInt8]) -> Bool {
    guard let memory = baseAddress else { return pattern.isEmpty }
    return csystem_find(memory, count, pattern, pattern.count) != nil
  }
}

extension FileContents {
  public func contains(_ pattern: [UInt8]) -> Bool { bytes.contains(pattern) }
}
