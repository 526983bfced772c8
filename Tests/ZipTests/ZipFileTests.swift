import Glibc
import Host
import TestSupport
import Testing

@testable import Zip

/// Zip files as they are written and read, and files that only look like them.
@Suite struct ZipFileTests {
  private static let log = String(repeating: "[orch] the same line again\n", count: 40_000)

  /// Writes a zip file with these members, and returns its path.
  @discardableResult
  private static func zip(
    _ members: [(name: String, text: String)], in folder: String, as name: String = "a.zip"
  ) throws -> String {
    let path = "\(folder)/\(name)"
    let file = try FileDescriptor(opening: path, for: .creating(permissions: 0o600))
    var writer = ZipWriter()
    for (name, text) in members {
      let source = try FileDescriptor(
        opening: "\(folder)/source", for: .updatingOrCreating(permissions: 0o600))
      try source.truncate(to: 0)
      try source.write(text)
      try source.setModified(1_769_850_000 * 1_000_000_000)
      try writer.add(name, from: source, upTo: 64 << 20, to: file)
    }
    try writer.finish(file)
    return path
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    try FileDescriptor(opening: path, for: .reading).readWhole()
  }

  private static func replace(_ path: String, by bytes: [UInt8]) throws {
    let file = try FileDescriptor(opening: path, for: .updating)
    try file.truncate(to: 0)
    try file.write(bytes)
  }

  /// The names and contents of all members.
  private static func contents(of path: String) throws -> [String] {
    let file = try FileDescriptor(opening: path, for: .readingNoLink)
    let directory = try ZipDirectory(of: file)
    var contents: [String] = []
    for member in directory.members {
      let bytes = try directory.bytes(of: member, in: file, upTo: 2 << 20)
      contents.append("\(member.name): \(String(decoding: bytes, as: UTF8.self))")
    }
    return contents
  }

  @Test func `a small file has these bytes`() throws {
    try withTemporaryDirectory { folder in
      let bytes = try Self.bytes(of: Self.zip([("7/a.md", "aaaa")], in: folder))
      let time: [UInt8] = [0x55, 0x54, 5, 0, 1, 0x90, 0xc4, 0x7d, 0x69]
      let common: [UInt8] =
        [20, 0, 0, 8, 8, 0, 0, 0, 0x21, 0, 0x45, 0xe5, 0x98, 0xad]
        + [6, 0, 0, 0, 4, 0, 0, 0, 6, 0, 9, 0]
      let name = Array("7/a.md".utf8)
      let local =
        Array("PK\u{3}\u{4}".utf8) + common + name + time + [0x4b, 0x4c, 0x4c, 0x4c, 4, 0]
      let entry =
        Array("PK\u{1}\u{2}".utf8) + [20, 3] + common + [0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x81]
        + [0, 0, 0, 0] + name + time
      let end =
        Array("PK\u{5}\u{6}".utf8) + [0, 0, 0, 0, 1, 0, 1, 0]
        + [UInt8(entry.count), 0, 0, 0, UInt8(local.count), 0, 0, 0, 0, 0]
      #expect(bytes == local + entry + end)
    }
  }

  @Test func `members are read back, and copied without being restored`() throws {
    try withTemporaryDirectory { folder in
      let members = [("1/empty", ""), ("1/output.log", Self.log), ("2/한글.md", "한글\n")]
      let path = try Self.zip(members, in: folder)
      #expect(try Self.contents(of: path) == members.map { "\($0.0): \($0.1)" })
      #expect(try Self.bytes(of: path).count < 10_000)

      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let directory = try ZipDirectory(of: file)
      try directory.verify(in: file)
      #expect(directory["2/한글.md"]?.modified == 1_769_850_000 && directory["3/x"] == nil)
      let copy = try FileDescriptor(
        opening: "\(folder)/b.zip", for: .creating(permissions: 0o600))
      var writer = ZipWriter()
      for member in directory.members {
        try writer.add(member, of: directory, in: file, to: copy)
      }
      try writer.finish(copy)
      #expect(try Self.bytes(of: "\(folder)/b.zip") == Self.bytes(of: path))
    }
  }

  @Test func `one member is read although another is damaged`() throws {
    try withTemporaryDirectory { folder in
      let path = try Self.zip([("1/a", Self.log), ("2/b", "b")], in: folder)
      var bytes = try Self.bytes(of: path)
      for index in 60..<80 { bytes[index] ^= 0xff }
      try Self.replace(path, by: bytes)
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let directory = try ZipDirectory(of: file)
      let (first, second) = (try #require(directory["1/a"]), try #require(directory["2/b"]))
      #expect(try directory.bytes(of: second, in: file, upTo: 1) == Array("b".utf8))
      #expect(throws: SystemError.other(path, than: .zipFile)) {
        try directory.read(first, in: file) { (_) throws(SystemError) in }
      }
      #expect(throws: SystemError.other(path, than: .zipFile)) { try directory.verify(in: file) }
    }
  }

  @Test func `nothing is restored beyond the limit`() throws {
    try withTemporaryDirectory { folder in
      let path = try Self.zip([("1/a", Self.log)], in: folder)
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let directory = try ZipDirectory(of: file)
      let size = Self.log.utf8.count
      #expect(throws: SystemError.tooLarge(path, size, limit: size - 1)) {
        try directory.bytes(of: directory.members[0], in: file, upTo: size - 1)
      }
      let source = try FileDescriptor(opening: "\(folder)/source", for: .reading)
      let other = try FileDescriptor(
        opening: "\(folder)/b.zip", for: .creating(permissions: 0o600))
      #expect(throws: SystemError.tooLarge("\(folder)/source", size, limit: size - 1)) {
        var writer = ZipWriter()
        try writer.add("1/a", from: source, upTo: size - 1, to: other)
      }
    }
  }

  /// A change of a file with the members `1/a` and `1/b`.
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let change: @Sendable (inout [UInt8]) -> Void

    init(_ description: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void) {
      (testDescription, self.change) = (description, change)
    }

    /// A change of the directory's entry of a member: its bytes from `place` on.
    static func entry(
      _ index: Int, at place: Int, _ bytes: [UInt8], _ description: String
    ) -> Damage {
      Damage(description) { file in
        let start = file.count - 22 - (2 - index) * 58 + place
        file.replaceSubrange(start..<start + bytes.count, with: bytes)
      }
    }
  }

  @Test(arguments: [
    Damage("empty") { $0 = [] },
    Damage("text") { $0 = Array(String(repeating: "no zip file\n", count: 10).utf8) },
    Damage("cut") { $0.removeLast() },
    Damage("a beginning that is missing") { $0.removeFirst() },
    Damage("a comment") {
      $0[$0.count - 2] = 1
      $0.append(0)
    },
    Damage("more members than the directory has") {
      $0[$0.count - 14] = 3
      $0[$0.count - 12] = 3
    },
    Damage("fewer members than the directory has") {
      $0[$0.count - 14] = 1
      $0[$0.count - 12] = 1
    },
    Damage("a directory of 4 GB") {
      $0.replaceSubrange(($0.count - 10)..<($0.count - 6), with: [255, 255, 255, 255])
    },
    .entry(1, at: 42, [0, 0, 0, 0], "two members at one place"),
    .entry(1, at: 42, [10, 0, 0, 0], "members that overlap"),
    .entry(1, at: 42, [255, 255, 255, 255], "a member beyond the end"),
    .entry(1, at: 48, [UInt8(ascii: "a")], "two members of one name"),
    .entry(1, at: 47, [0xff], "a name that is not UTF-8"),
    .entry(0, at: 20, [255, 255, 255, 0], "a member of 16 MB in a small file"),
    .entry(0, at: 8, [1, 8], "a member that is encrypted"),
    .entry(0, at: 10, [12, 0], "another method"),
    .entry(0, at: 10, [0, 0], "a stored member of another size"),
    .entry(0, at: 28, [255, 255], "a name that is longer than the directory"),
    .entry(0, at: 30, [255, 255], "extra fields that are longer than the directory"),
    .entry(0, at: 34, [1, 0], "a member on another disk"),
  ])
  func `a file that is not whole is refused`(_ damage: Damage) throws {
    try withTemporaryDirectory { folder in
      let path = try Self.zip([("1/a", "aaaa"), ("1/b", "bbbb")], in: folder)
      var bytes = try Self.bytes(of: path)
      damage.change(&bytes)
      try Self.replace(path, by: bytes)
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let error = #expect(throws: SystemError.self) { _ = try ZipDirectory(of: file) }
      #expect(error?.description == "cannot use \(path): it is not a whole zip file")
    }
  }

  @Test(arguments: [
    Damage.entry(0, at: 24, [3, 0, 0, 0], "a member that is larger than the directory says"),
    .entry(0, at: 24, [255, 255, 255, 255], "a member of which the directory says 4 GB"),
    .entry(0, at: 16, [0, 0, 0, 0], "another checksum"),
    .entry(0, at: 20, [5, 0, 0, 0], "a stream without an end"),
    .entry(0, at: 46, [UInt8(ascii: "2")], "another name than in the local header"),
    .entry(0, at: 42, [1, 0, 0, 0], "no local header at the place"),
    Damage("a stream that is damaged") { $0[42] = 0xff },
    Damage("a local header whose extra fields end beyond the file") { $0[29] = 0xff },
  ])
  func `a member that is not what was written is refused`(_ damage: Damage) throws {
    try withTemporaryDirectory { folder in
      let path = try Self.zip([("1/a", "aaaa"), ("1/b", "bbbb")], in: folder)
      var bytes = try Self.bytes(of: path)
      damage.change(&bytes)
      try Self.replace(path, by: bytes)
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let directory = try ZipDirectory(of: file)
      #expect(throws: SystemError.other(path, than: .zipFile)) {
        try directory.read(directory.members[0], in: file) { (_) throws(SystemError) in }
      }
    }
  }

  @Test func `a file with more members than the format counts is not written`() throws {
    try withTemporaryDirectory { folder in
      let path = try Self.zip([("1/a", "")], in: folder)
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let directory = try ZipDirectory(of: file)
      let copy = try FileDescriptor(
        opening: "\(folder)/b.zip", for: .creating(permissions: 0o600))
      var writer = ZipWriter()
      for _ in 0..<65_534 {
        try writer.add(directory.members[0], of: directory, in: file, to: copy)
      }
      #expect(throws: SystemError.self) {
        try writer.add(directory.members[0], of: directory, in: file, to: copy)
      }
    }
  }
}
