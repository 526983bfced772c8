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
