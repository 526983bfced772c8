/// The last part of a file that may be huge, or still be written.
public struct FileTail: Equatable, Sendable {
  public let bytes: [UInt8]
  /// The number of bytes before `bytes` that are left out.
  public let omitted: Int

  /// The bytes as text; invalid UTF-8 is replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads at most the last `limit` bytes. If they begin within a line, the rest of that line is
  /// left out.
  ///
  /// - Parameters:
  ///   - limit: the largest number of bytes.
  ///   - start: the offset before which nothing is read.
  /// - Throws: also if the path is a link, or a device or a pipe, because reading these may never
  ///   end.
  public init(of path: String, upTo limit: Int, from start: Int = 0) throws(SystemError) {
    try self.init(
      of: FileDescriptor(opening: path, for: .readingNoLink), upTo: limit, from: start)
  }

  /// Like the other initializer, of an open file.
  public init(
    of file: borrowing FileDescriptor, upTo limit: Int, from start: Int = 0
  ) throws(SystemError) {
    let status = try file.status()
    guard status.kind == .regular else { throw .notARegularFile(file.path, status.kind) }
    let size = status.identity.size
    let place = max(start, size - limit)
    let read = try file.read(max(0, size - place), at: place)
    // If the last line is longer than the limit, its end is returned.
    let cut = place == start ? 0 : read.firstIndex(of: 10).map { $0 + 1 } ?? 0
    bytes = cut < read.count ? Array(read[cut...]) : read
    omitted = place - start + (cut < read.count ? cut : 0)
  }
}
