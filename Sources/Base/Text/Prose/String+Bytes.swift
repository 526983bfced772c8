extension String {
  /// Whether its UTF-8 has this byte. Contiguous bytes are searched faster than a view.
  public func hasByte(_ byte: UInt8) -> Bool {
    utf8.withContiguousStorageIfAvailable { $0.contains(byte) } ?? utf8.contains(byte)
  }
}
