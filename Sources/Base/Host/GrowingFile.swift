/// A file that may still be written, read piece by piece from its beginning.
public struct GrowingFile: ~Copyable {
  private let file: FileDescriptor
  /// Where the next piece begins.
  private var offset = 0

  /// In bytes.
  private static let piece = 1 << 18

  /// - Throws: for a link as well, and for a device or a pipe, which may never end.
  public init(_ path: String) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    guard try file.status().kind == .regular else {
      throw .other(path, than: .regularFile)
    }
    self.file = file
  }

  /// Skips to the last lines of the file as it is now.
  ///
  /// - Parameter count: how many lines to keep; a last one without its line end counts.
  public mutating func skip(toLast count: Int) throws(SystemError) {
    let size = try file.status().identity.size
    offset = size
    var left = count
    while left > 0, offset > 0 {
      let start = max(0, offset - Self.piece)
      let bytes = try file.read(offset - start, at: start)
      for place in bytes.indices.reversed() where bytes[place] == 10 && start + place + 1 < size {
        left -= 1
        if left == 0 {
          offset = start + place + 1
          return
        }
      }
      offset = start
    }
  }

  /// The bytes that come next, at most 256 KB; empty at the present end of the file.
  public mutating func next() throws(SystemError) -> [UInt8] {
    let bytes = try file.read(Self.piece, at: offset)
    offset += bytes.count
    return bytes
  }
}
