extension String {
  /// Whether the UTF-8 of this text has this byte. The function searches contiguous bytes, which is
  /// faster than searching a view.
  public func hasByte(_ byte: UInt8) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.contains(byte) } ?? utf8.contains(byte)
  }
}
