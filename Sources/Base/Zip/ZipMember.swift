import Host

/// A file in a zip file. The name is text that nothing makes a path of.
public struct ZipMember: Equatable, Sendable {
  public let name: String
  /// The number of its bytes.
  public let size: Int
  /// The number of bytes that it takes in the zip file.
  public let compressedSize: Int
  /// When the file was modified, in seconds since 1970; 0 if that is unknown.
  public let modified: Int
  let checksum: UInt32
  let method: Method
  /// Where its local header begins.
  let offset: Int

  /// How the bytes are kept. Source: the zip specification 6.3.10 (APPNOTE.TXT), 4.4.5.
  enum Method: Int, Sendable {
    case stored = 0
    case deflated = 8
  }

  /// The sizes of the parts of a header that come before the name, in bytes.
  static let localHeader = 30
  static let directoryHeader = 46
  static let endRecord = 22

  static let localSignature = 0x0403_4b50
  static let directorySignature = 0x0201_4b50
  static let endSignature = 0x0605_4b50
}

extension ZipMember {
  /// The local header, which comes before the member's bytes.
  var localBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(Self.localSignature, size: 4)
    appendCommon(to: &bytes)
    bytes += Array(name.utf8) + timeField
    return bytes
  }

  /// The entry of the central directory.
  var directoryBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(Self.directorySignature, size: 4)
    // Made on Unix, which decides what the attributes mean.
    bytes.append(3 << 8 | 20, size: 2)
    appendCommon(to: &bytes)
    // No comment, the first disk, no internal attributes.
    bytes.append(0, size: 6)
    // A regular file that its owner may read and write.
    bytes.append(0o100600 << 16, size: 4)
    bytes.append(offset, size: 4)
    bytes += Array(name.utf8) + timeField
    return bytes
  }

  /// The fields that both headers have.
  private func appendCommon(to bytes: inout [UInt8]) {
    // The version that a reader needs, and a name in UTF-8.
    bytes.append(20, size: 2)
    bytes.append(Self.utf8Flag, size: 2)
    bytes.append(method.rawValue, size: 2)
    // 1980-01-01 0:00, the first time that these fields can have: they have no zone. `timeField`
    // has the time.
    bytes.append(0, size: 2)
    bytes.append(0x21, size: 2)
    bytes.append(Int(checksum), size: 4)
    bytes.append(compressedSize, size: 4)
    bytes.append(size, size: 4)
    bytes.append(name.utf8.count, size: 2)
    bytes.append(Self.timeFieldSize, size: 2)
  }

  static let utf8Flag = 1 << 11

  /// The extra field of Info-ZIP with the time of modification.
  private var timeField: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(Self.timeFieldID, size: 2)
    bytes.append(5, size: 2)
    bytes.append(1, size: 1)
    bytes.append(modified, size: 4)
    return bytes
  }

  private static let timeFieldID = 0x5455
  private static let timeFieldSize = 9

  /// The time in a header's extra fields; 0 if there is none.
  static func modified(in extra: ArraySlice<UInt8>) -> Int {
    var rest = extra
    while rest.count >= 4 {
      let (id, size) = (rest.number(at: 0, size: 2), rest.number(at: 2, size: 2))
      rest = rest.dropFirst(4)
      if id == timeFieldID, size >= 5, rest.count >= 5, rest.number(at: 0, size: 1) & 1 != 0 {
        return rest.number(at: 1, size: 4)
      }
      rest = rest.dropFirst(size)
    }
    return 0
  }
}

extension [UInt8] {
  /// Appends the low `size` bytes of a number, the lowest first.
  mutating func append(_ number: Int, size: Int) {
    for index in 0..<size { append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }
}

extension Collection<UInt8> where Index == Int {
  /// The number in `size` bytes from `place` on, counted from the first byte; the lowest byte comes
  /// first. The bytes must exist.
  func number(at place: Int, size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(self[startIndex + place + $1]) << (8 * $1) }
  }
}
