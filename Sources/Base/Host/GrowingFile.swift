/// A file that may still be written, read piece by piece from its beginning.
public struct GrowingFile: ~Copyable {
  private let file: FileDescriptor
  /// The offset at which the next piece begins.
  private var offset = 0

  /// The largest number of bytes in a piece.
  private static let piece = 1 << 18

  /// - Throws: also if the path is a link, or a device or a pipe, because reading these may never
  ///   end.
  public init(_ path: String) throws(SystemError) {
    try self.init(FileDescriptor(opening: path, for: .readingNoLink))
  }

  /// Like the other initializer, of an open file.
  public init(_ file: consuming FileDescriptor) throws(SystemError) {
    guard try file.status().kind == .regular else {
      throw .other(file.path, than: .regularFile)
    }
    self.file = file
  }

  /// Skips to the last lines that the file has now.
  ///
  /// - Parameter count: how many lines to keep; a last line without a line end counts as one.
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

  /// The next bytes, at most 256 KB; empty at the current end of the file.
  public mutating func next() throws(SystemError) -> [UInt8] {
    let bytes = try file.read(Self.piece, at: offset)
    offset += bytes.count
    return bytes
  }
}
