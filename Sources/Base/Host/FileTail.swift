/// The last part of a file that may be huge, or still be written.
public struct FileTail: Equatable, Sendable {
  public let bytes: [UInt8]
  /// How many bytes before them are left out.
  public let omitted: Int

  /// Invalid UTF-8 is replaced.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads at most the last `limit` bytes, without a first line that is cut.
  ///
  /// - Parameters:
  ///   - limit: in bytes.
  ///   - start: the offset before which nothing is read.
  /// - Throws: for a link as well, and for a device or a pipe, which may never end.
  public init(of path: String, upTo limit: Int, from start: Int = 0) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    let status = try file.status()
    guard status.kind == .regular else { throw .notARegularFile(path, status.kind) }
    let size = status.identity.size
    let place = max(start, size - limit)
    let read = try file.read(max(0, size - place), at: place)
    // A line that is longer than the limit stays cut.
    let cut = place == start ? 0 : read.firstIndex(of: 10).map { $0 + 1 } ?? 0
    bytes = cut < read.count ? Array(read[cut...]) : read
    omitted = place - start + (cut < read.count ? cut : 0)
  }
}
