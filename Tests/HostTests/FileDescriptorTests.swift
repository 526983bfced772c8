import Glibc
import Host
import TestSupport
import Testing

@Suite struct FileDescriptorTests {
  struct Opening: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let mode: FileDescriptor.Mode
    /// What stands at the path before.
    var isThere = true
    var isFolder = false
    /// The system's error, or the text after `X` was written at the beginning.
    let result: String
  }

  @Test(arguments: [
    Opening(
      testDescription: "reading", mode: .reading, result: "cannot write PATH: Bad file descriptor"),
    Opening(
      testDescription: "reading what is not there", mode: .reading, isThere: false,
      result: "cannot read PATH: No such file or directory"),
    Opening(testDescription: "updating", mode: .updating, result: "Xbc"),
    Opening(
      testDescription: "updating what is not there", mode: .updating, isThere: false,
      result: "cannot write PATH: No such file or directory"),
    Opening(
      testDescription: "updating a folder", mode: .updating, isThere: false, isFolder: true,
      result: "cannot write PATH: Is a directory"),
    Opening(
      testDescription: "updating or creating what is there",
      mode: .updatingOrCreating(permissions: 0o600), result: "Xbc"),
    Opening(
      testDescription: "updating or creating what is not there",
      mode: .updatingOrCreating(permissions: 0o600), isThere: false, result: "X"),
    Opening(testDescription: "updating at the end", mode: .appending, result: "abcX"),
    Opening(
      testDescription: "updating at the end of what is not there", mode: .appending,
      isThere: false, result: "cannot write PATH: No such file or directory"),
    Opening(
      testDescription: "appending to what is there", mode: .appendingOrCreating(permissions: 0o600),
      result: "abcX"),
    Opening(
      testDescription: "appending to what is not there",
      mode: .appendingOrCreating(permissions: 0o600),
      isThere: false, result: "X"),
    Opening(
      testDescription: "creating what is there", mode: .creating(permissions: 0o600),
      result: "cannot create PATH: File exists"),
    Opening(
      testDescription: "creating what is not there", mode: .creating(permissions: 0o600),
      isThere: false, result: "X"),
    Opening(
      testDescription: "a file as a folder", mode: .directory,
      result: "cannot open PATH: Not a directory"),
  ])
  func `a mode says what may be there and what is done to it`(_ opening: Opening) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      if opening.isThere { try NewFile.create(path, text: "abc") }
      if opening.isFolder { try Directory.create(path, permissions: 0o700) }
      var result: String
      do throws(SystemError) {
        try FileDescriptor(opening: path, for: opening.mode).write("X")
        result = ""
      } catch {
        result = error.description
      }
      if result.isEmpty { result = try contents(of: path) }
      #expect(result == opening.result.split(separator: "PATH").joined(separator: path))
    }
  }

  @Test func `a new file has the permissions that were asked for`() throws {
    try withTemporaryDirectory { folder in
      let modes: [FileDescriptor.Mode] = [
        .updatingOrCreating(permissions: 0o600), .appendingOrCreating(permissions: 0o600),
        .creating(permissions: 0o600),
      ]
      for (number, mode) in modes.enumerated() {
        let descriptor = try FileDescriptor(opening: "\(folder)/\(number)", for: mode)
        #expect(try descriptor.status().permissions == 0o600)
      }
    }
  }

  @Test func `a descriptor is closed when it goes out of scope, and not inherited`() throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "")
      let number = try {
        let descriptor = try FileDescriptor(opening: "\(folder)/file", for: .reading)
        #expect(fcntl(descriptor.number, F_GETFD) & FD_CLOEXEC != 0)
        #expect(Path.linkTarget("/proc/self/fd/\(descriptor.number)") == "\(folder)/file")
        return descriptor.number
      }()
      // Another test may have the number by now, but not for this file.
      #expect(Path.linkTarget("/proc/self/fd/\(number)") != "\(folder)/file")
    }
  }

  @Test func `a pipe without a writer does not stop a reader`() throws {
    try withTemporaryDirectory { folder in
      #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
      let descriptor = try FileDescriptor(opening: "\(folder)/pipe", for: .reading)
      #expect(try descriptor.status().kind == .other)
    }
  }

  struct Piece: CustomTestStringConvertible {
    let testDescription: String
    let count, offset: Int
    let text: String
  }

  @Test(arguments: [
    Piece(testDescription: "from the beginning", count: 3, offset: 0, text: "abc"),
    Piece(testDescription: "from the middle", count: 3, offset: 2, text: "cde"),
    Piece(testDescription: "over the end", count: 9, offset: 4, text: "ef"),
    Piece(testDescription: "behind the end", count: 9, offset: 40, text: ""),
    Piece(testDescription: "nothing", count: 0, offset: 0, text: ""),
  ])
  func `reads a piece`(_ piece: Piece) throws {
    try withTemporaryDirectory { folder in
      try NewFile.create("\(folder)/file", text: "abcdef")
      let descriptor = try FileDescriptor(opening: "\(folder)/file", for: .reading)
      let bytes = try descriptor.read(piece.count, at: piece.offset)
      #expect(String(decoding: bytes, as: UTF8.self) == piece.text)
    }
  }

  @Test func `writes at a place, and truncates`() throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "abcdef")
      let descriptor = try FileDescriptor(opening: path, for: .updating)
      try descriptor.write(Array("XY".utf8), at: 2)
      try descriptor.write([], at: 0)
      #expect(try contents(of: path) == "abXYef")
      try descriptor.write(Array("Z".utf8), at: 8)
      #expect(try contents(of: path) == "abXYef\0\0Z")
      try descriptor.truncate(to: 3)
      #expect(try contents(of: path) == "abX")
      try descriptor.sync()
      try descriptor.syncData()
    }
  }

  @Test func `a file becomes a copy of another, also of a longer or shorter one`() throws {
    try withTemporaryDirectory { folder in
      let texts = ["short", "much longer", "", "again"]
      try NewFile.create("\(folder)/copy", text: "before")
      let copy = try FileDescriptor(opening: "\(folder)/copy", for: .updating)
      for (number, text) in texts.enumerated() {
        try NewFile.create("\(folder)/\(number)", text: text)
        let source = try FileDescriptor(opening: "\(folder)/\(number)", for: .reading)
        try copy.copy(from: source)
        #expect(try contents(of: "\(folder)/copy") == text)
      }
    }
  }

  @Test func `a full disk is an error of the write`() throws {
    let descriptor = try FileDescriptor(opening: "/dev/full", for: .updating)
    let error = SystemError(code: ENOSPC, action: .write, path: "/dev/full")
    #expect(error.description == "cannot write /dev/full: No space left on device")
    #expect(throws: error) { try descriptor.write("x") }
    #expect(throws: error) { try descriptor.write([1], at: 0) }
    #expect(throws: error) {
      try [UInt8](repeating: 1, count: 3).withUnsafeBytes {
        try descriptor.write(gathering: [$0])
      }
    }
  }
}

/// Pieces of memory that are written one behind the other.
@Suite struct GatheringTests {
  /// Writes `texts` as pieces, and says what the file holds then.
  private func written(_ texts: [String], behind start: String = "") throws -> String {
    try withTemporaryDirectory { folder in
      let descriptor = try FileDescriptor(
        opening: "\(folder)/file", for: .creating(permissions: 0o600))
      try descriptor.write(start)
      let bytes = Array(texts.joined().utf8)
      try bytes.withUnsafeBytes { buffer in
        var pieces: [UnsafeRawBufferPointer] = []
        var offset = 0
        for text in texts {
          let end = offset + text.utf8.count
          pieces.append(UnsafeRawBufferPointer(rebasing: buffer[offset..<end]))
          offset = end
        }
        try descriptor.write(gathering: pieces)
      }
      return try contents(of: "\(folder)/file")
    }
  }

  @Test func `pieces come in their order, behind what was written before`() throws {
    #expect(try written(["a", "bc", "def"], behind: "> ") == "> abcdef")
  }

  @Test func `empty pieces, or none, write nothing`() throws {
    #expect(try written([]) == "")
    #expect(try written(["", "a", "", "", "b", ""]) == "ab")
  }

  // The system takes 1024 pieces a call.
  @Test(arguments: [1023, 1024, 1025, 2048, 5000])
  func `many pieces are written in several calls`(_ count: Int) throws {
    let texts = (0..<count).map { "piece \($0)\n" }
    #expect(try written(texts) == texts.joined())
  }

  @Test func `pieces larger than a pipe are written whole`() throws {
    let texts = ["x", "y", "z"].map { String(repeating: $0, count: 700_000) }
    #expect(try written(texts) == texts.joined())
  }
}

@Suite struct WritabilityTests {
  struct Mode: CustomTestStringConvertible {
    let bits: UInt32
    let mayWrite: Bool
    var testDescription: String { String(bits, radix: 8) }
  }

  @Test(arguments: [
    Mode(bits: 0o644, mayWrite: true), Mode(bits: 0o200, mayWrite: true),
    Mode(bits: 0o444, mayWrite: false), Mode(bits: 0o555, mayWrite: false),
    Mode(bits: 0o000, mayWrite: false),
  ])
  func `a file without write permission is not written, even by root`(_ mode: Mode) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/file"
      try NewFile.create(path, text: "")
      chmod(path, mode.bits)
      #expect(CurrentProcess.mayWrite(path, try FileStatus(of: path)) == mode.mayWrite)
    }
  }
}
