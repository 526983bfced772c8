extension String {
  /// Whether its UTF-8 has this byte. Bytes in one piece are searched faster than those of a view.
  public func hasByte(_ byte: UInt8) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.contains(byte) } ?? utf8.contains(byte)
  }
}
