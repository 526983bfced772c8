extension Subprocess {
  /// Where a program says something.
  public enum Stream: Equatable, Sendable { case output, errors }

  /// Is given what a program says, a piece at a time, wherever it is cut.
  public typealias Sink = (Stream, ArraySlice<UInt8>) -> Void
}
