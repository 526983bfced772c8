/// Bytes that take the place of others.
public struct Edit: Equatable, Sendable {
  /// What is replaced; empty for an insertion.
  public let range: Range<Int>
  public let replacement: [UInt8]
}
