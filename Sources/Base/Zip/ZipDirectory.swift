public import Host

/// The central directory of a zip file, which says what members the file has. Only the members that
/// are asked for are read.
///
/// The file may come from a stranger. So it is refused if its parts overlap or lie outside it, if
/// it has two members of one name, is encrypted, has a comment or is larger than 4 GB. No member is
/// restored beyond the size that the directory says and the caller allows. Source: the zip
/// specification 6.3.10 (APPNOTE.TXT).
public struct ZipDirectory: Sendable {
  /// The members, in the order of the directory.
  public let members: [ZipMember]
  private let places: [String: Int]
  /// Where the directory begins.
  private let start: Int

  /// The largest size of a directory, in bytes.
  private static let longest = 4 << 20

  /// - Throws: also if the file is not a zip file that is whole.
  public init(of file: borrowing FileDescriptor) throws(SystemError) {
    let status = try file.status()
    guard status.kind == .regular else { throw .notARegularFile(file.path, status.kind) }
    let size = status.identity.size
    let damaged = SystemError.other(file.path, than: .zipFile)
    guard size >= ZipMember.endRecord, size < UInt32.max else { throw damaged }
    let end = try file.read(ZipMember.endRecord, at: size - ZipMember.endRecord)
    guard end.count == ZipMember.endRecord, end.number(at: 0, size: 4) == ZipMember.endSignature,
      // One disk, as many members on it as in all, and no comment.
      end.number(at: 4, size: 4) == 0, end.number(at: 8, size: 2) == end.number(at: 10, size: 2),
      end.number(at: 20, size: 2) == 0
    else { throw damaged }
    let (count, length) = (end.number(at: 10, size: 2), end.number(at: 12, size: 4))
    start = end.number(at: 16, size: 4)
    guard length <= Self.longest, start + length == size - ZipMember.endRecord,
      let members = Self.members(
        in: try file.read(length, at: start), count: count, before: start)
    else { throw damaged }
    self.members = members
    places = Dictionary(
      zip(members.map(\.name), members.indices), uniquingKeysWith: { first, _ in first })
    guard places.count == members.count, !Self.overlap(members) else { throw damaged }
  }

  /// The member with this name; `nil` if there is none.
  public subscript(_ name: String) -> ZipMember? { places[name].map { members[$0] } }

  /// The members in the bytes of a directory; `nil` if these are not `count` members that end
  /// before `start`.
  private static func members(in bytes: [UInt8], count: Int, before start: Int) -> [ZipMember]? {
    var members: [ZipMember] = []
    var rest = bytes[...]
    for _ in 0..<count {
      guard rest.count >= ZipMember.directoryHeader,
        rest.number(at: 0, size: 4) == ZipMember.directorySignature,
        // No flag but that of UTF-8: none of these is encrypted or has its sizes elsewhere.
        rest.number(at: 8, size: 2) & ~ZipMember.utf8Flag == 0,
        let method = ZipMember.Method(rawValue: rest.number(at: 10, size: 2)),
        rest.number(at: 34, size: 2) == 0
      else { return nil }
      let (nameLength, extraLength) = (rest.number(at: 28, size: 2), rest.number(at: 30, size: 2))
      let (offset, compressed) = (rest.number(at: 42, size: 4), rest.number(at: 20, size: 4))
      let size = rest.number(at: 24, size: 4)
      let length =
        ZipMember.directoryHeader + nameLength + extraLength + rest.number(at: 32, size: 2)
      guard rest.count >= length,
        let name = String(
          validating: rest.dropFirst(ZipMember.directoryHeader).prefix(nameLength),
          as: UTF8.self),
        offset + ZipMember.localHeader + nameLength + compressed <= start,
        method == .deflated || size == compressed
      else { return nil }
      members.append(
        ZipMember(
          name: name, size: size, compressedSize: compressed,
          modified: ZipMember.modified(
            in: rest.dropFirst(ZipMember.directoryHeader + nameLength).prefix(extraLength)),
          checksum: UInt32(rest.number(at: 16, size: 4)), method: method, offset: offset))
      rest = rest.dropFirst(length)
    }
    return rest.isEmpty ? members : nil
  }

  /// Whether two members share bytes, as in a file that is small and holds far more.
  private static func overlap(_ members: [ZipMember]) -> Bool {
    let sorted = members.sorted { $0.offset < $1.offset }
    return zip(sorted, sorted.dropFirst()).contains { first, second in
      first.offset + ZipMember.localHeader + first.name.utf8.count + first.compressedSize
        > second.offset
    }
  }
}

// MARK: Reading members

extension ZipDirectory {
  /// The bytes of a member.
  ///
  /// - Parameters:
  ///   - file: the file of this directory.
  ///   - limit: the largest size in bytes.
  /// - Throws: also if the member is larger, or its bytes are not those that were written.
  public func bytes(
    of member: ZipMember, in file: borrowing FileDescriptor, upTo limit: Int
  ) throws(SystemError) -> [UInt8] {
    if member.size > limit { throw .tooLarge(file.path, member.size, limit: limit) }
    var bytes: [UInt8] = []
    try read(member, in: file) { (piece) throws(SystemError) in bytes += piece }
    return bytes
  }

  /// Reads a member to its end.
  ///
  /// - Parameter receive: called with the bytes, piece by piece. They are known to be those that
  ///   were written only after the last one.
  public func read(
    _ member: ZipMember, in file: borrowing FileDescriptor,
    _ receive: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    let damaged = SystemError.other(file.path, than: .zipFile)
    var (checksum, size) = (ZipChecksum(), 0)
    func take(_ piece: UnsafeRawBufferPointer) throws(SystemError) {
      size += piece.count
      if size > member.size { throw damaged }
      checksum.add(piece)
      try receive(piece)
    }
    let stream = member.method == .deflated ? InflateStream() : nil
    var hasEnded = member.method == .stored
    try readCompressed(member, in: file) { (piece) throws(SystemError) in
      guard let stream else { return try take(piece) }
      if hasEnded { throw damaged }
      switch try stream.add(piece, take) {
      case .needsMore: break
      case .ended(rest: 0): hasEnded = true
      case .ended, .damaged: throw damaged
      }
    }
    guard hasEnded, size == member.size, checksum.value == member.checksum else { throw damaged }
  }

  /// Reads the bytes of a member as the file has them.
  func readCompressed(
    _ member: ZipMember, in file: borrowing FileDescriptor,
    _ receive: (UnsafeRawBufferPointer) throws(SystemError) -> Void
  ) throws(SystemError) {
    let damaged = SystemError.other(file.path, than: .zipFile)
    let nameLength = member.name.utf8.count
    let header = try file.read(ZipMember.localHeader + nameLength, at: member.offset)
    guard header.count == ZipMember.localHeader + nameLength,
      header.number(at: 0, size: 4) == ZipMember.localSignature,
      header.number(at: 26, size: 2) == nameLength,
      header[ZipMember.localHeader...].elementsEqual(member.name.utf8)
    else { throw damaged }
    var offset = member.offset + header.count + header.number(at: 28, size: 2)
    let end = offset + member.compressedSize
    guard end <= start else { throw damaged }
    while offset < end {
      let piece = try file.read(min(Self.piece, end - offset), at: offset)
      if piece.isEmpty { throw damaged }
      offset += piece.count
      try piece.span.bytes.withUnsafeBytes { (bytes) throws(SystemError) in try receive(bytes) }
    }
  }

  /// Reads all members, to know that the file is whole.
  public func verify(in file: borrowing FileDescriptor) throws(SystemError) {
    for member in members { try read(member, in: file) { (_) throws(SystemError) in } }
  }

  /// The number of bytes that are read at once.
  static let piece = 1 << 18
}
