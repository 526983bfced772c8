public import Host

/// Writes a zip file, member by member, and at last its directory. The memory that it takes does
/// not grow with the members.
public struct ZipWriter {
  private var members: [ZipMember] = []
  /// Where the next member begins.
  private var offset = 0

  public init() {}

  /// What the format can count without its extension to 64 bits.
  private static let (mostMembers, mostBytes) = (Int(UInt16.max) - 1, Int(UInt32.max) - 1)

  /// Adds a file from its beginning to its end.
  ///
  /// - Parameters:
  ///   - name: the name of the member, which must be new.
  ///   - source: the file, which other processes may still write. It is read to the end that is
  ///     found.
  ///   - limit: the largest size in bytes.
  ///   - file: the zip file.
  public mutating func add(
    _ name: String, from source: borrowing FileDescriptor, upTo limit: Int,
    to file: borrowing FileDescriptor
  ) throws(SystemError) {
    let modified = try source.status().identity.modified / 1_000_000_000
    let start = offset + header(name, modified: modified).localBytes.count
    let stream = DeflateStream()
    var (end, size, checksum) = (start, 0, ZipChecksum())
    var isLast = false
    while !isLast {
      let piece = try source.read(ZipDirectory.piece, at: size)
      isLast = piece.count < ZipDirectory.piece
      size += piece.count
      if size > limit { throw .tooLarge(source.path, size, limit: limit) }
      try piece.span.bytes.withUnsafeBytes { (bytes) throws(SystemError) in
        checksum.add(bytes)
        try stream.add(bytes, isLast: isLast) { (packed) throws(SystemError) in
          try Self.checkSize(end + packed.count, of: file)
          try file.write(packed, at: end)
          end += packed.count
        }
      }
    }
    try finish(
      ZipMember(
        name: name, size: size, compressedSize: end - start, modified: modified,
        checksum: checksum.value, method: .deflated, offset: offset), to: file)
  }

  /// Adds a member of another zip file, as it is compressed there.
  public mutating func add(
    _ member: ZipMember, of directory: ZipDirectory, in source: borrowing FileDescriptor,
    to file: borrowing FileDescriptor
  ) throws(SystemError) {
    let copy = ZipMember(
      name: member.name, size: member.size, compressedSize: member.compressedSize,
      modified: member.modified, checksum: member.checksum, method: member.method, offset: offset)
    var end = offset + copy.localBytes.count
    try Self.checkSize(end + member.compressedSize, of: file)
    try directory.readCompressed(member, in: source) { (piece) throws(SystemError) in
      try file.write(piece, at: end)
      end += piece.count
    }
    try finish(copy, to: file)
  }

  private func header(_ name: String, modified: Int) -> ZipMember {
    ZipMember(
      name: name, size: 0, compressedSize: 0, modified: modified, checksum: 0, method: .deflated,
      offset: offset)
  }

  /// Writes the header of a member whose bytes are written.
  private mutating func finish(
    _ member: ZipMember, to file: borrowing FileDescriptor
  ) throws(SystemError) {
    guard members.count < Self.mostMembers else {
      throw .tooLarge(file.path, offset, limit: Self.mostBytes)
    }
    let header = member.localBytes
    try file.write(header, at: offset)
    offset += header.count + member.compressedSize
    members.append(member)
  }

  /// Writes the directory. After that nothing is added.
  public func finish(_ file: borrowing FileDescriptor) throws(SystemError) {
    var bytes = members.flatMap(\.directoryBytes)
    let size = bytes.count
    try Self.checkSize(offset + size + ZipMember.endRecord, of: file)
    bytes.append(ZipMember.endSignature, size: 4)
    bytes.append(0, size: 4)
    bytes.append(members.count, size: 2)
    bytes.append(members.count, size: 2)
    bytes.append(size, size: 4)
    bytes.append(offset, size: 4)
    bytes.append(0, size: 2)
    try file.write(bytes, at: offset)
  }

  private static func checkSize(
    _ size: Int, of file: borrowing FileDescriptor
  ) throws(SystemError) {
    if size > mostBytes { throw .tooLarge(file.path, size, limit: mostBytes) }
  }
}
