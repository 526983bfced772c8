import CSystem

/// Computes a part of a CRC-32, as in zlib and PNG, by instructions of the processor.
public enum ProcessorChecksum {
  /// Continues a sum over the first bytes, as many as the processor takes at once.
  ///
  /// - Parameters:
  ///   - sum: the sum of the bytes before, not inverted.
  ///   - bytes: the bytes that follow.
  /// - Returns: how many of them `sum` has now; 0 if they are few, or the processor can't.
  public static func fold(_ sum: inout UInt32, _ bytes: UnsafeRawBufferPointer) -> Int {
    bytes.baseAddress.map { csystem_fold_crc32(&sum, $0, bytes.count) } ?? 0
  }
}
