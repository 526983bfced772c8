import CSystem

/// Computes a part of a CRC-32, the checksum of zlib and PNG, with special instructions of the
/// processor.
public enum ProcessorChecksum {
  /// Continues a checksum over the first bytes: as many as the instructions can process in whole
  /// blocks.
  ///
  /// - Parameters:
  ///   - sum: the checksum of the preceding bytes, not inverted.
  ///   - bytes: the bytes that follow.
  /// - Returns: the number of bytes that `sum` now includes. 0 if there are too few bytes, or the
  ///   processor lacks the instructions.
  public static func fold(_ sum: inout UInt32, _ bytes: UnsafeRawBufferPointer) -> Int {
    bytes.baseAddress.map { csystem_fold_crc32(&sum, $0, bytes.count) } ?? 0
  }
}
