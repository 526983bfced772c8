import Foundation
package import Glibc

/// A folder with all of its contents in memory, which can be written to other places any number of
/// times.
///
/// The journal identifies files by their inode numbers, and a copy has other inode numbers. When an
/// image is written, the numbers in the journal are replaced by those of the copy.
package struct FolderImage: Hashable, Sendable {
  package struct File: Hashable, Sendable {
    package enum Kind: Sendable { case ordinary, folder, link }

    package var kind = Kind.ordinary
    /// A link's target, or the contents of an ordinary file.
    package var bytes: [UInt8] = []
    package var mode: mode_t = 0o600
    /// The modification time: seconds since 1970, and nanoseconds.
    package var seconds = 0
    package var nanoseconds = 0

    package init(kind: Kind = .ordinary, bytes: [UInt8] = [], mode: mode_t = 0o600) {
      (self.kind, self.bytes, self.mode) = (kind, bytes, mode)
    }
  }

  /// The files by their inode numbers.
  package var files: [UInt64: File] = [:]
  /// The inode numbers by path, relative to the folder and without the folder itself.
  package var names: [String: UInt64] = [:]

  package init() {}

  package init(of folder: String) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      var status = stat()
      try check(lstat(path, &status), "lstat", path)
      names[name] = UInt64(status.st_ino)
      files[UInt64(status.st_ino)] = try File(at: path, status)
    }
  }

  /// The contents of `QUEUE.md`.
  package var text: [UInt8]? { names["QUEUE.md"].flatMap { files[$0]?.bytes } }

  // MARK: Writing

  /// Writes everything into `folder`, which exists and is empty.
  package func write(to folder: String) throws {
    var copies: [UInt64: UInt64] = [:]
    var first: [UInt64: String] = [:]
    for (name, inode) in names.sorted(by: { $0.key < $1.key }) {
      guard let file = files[inode] else { continue }
      let path = "\(folder)/\(name)"
      if let other = first[inode] {
        try check(link(other, path), "link", path)
        continue
      }
      first[inode] = path
      try file.create(at: path)
      var status = stat()
      try check(lstat(path, &status), "lstat", path)
      copies[inode] = UInt64(status.st_ino)
    }
    for (inode, path) in first {
      guard let file = files[inode] else { continue }
      if path.hasSuffix("/journal.jsonl") {
        try file.replacing(JournalInodes(copies).replaced(in: file.bytes)).fill(at: path)
      }
    }
    // The times of folders are set last, because new files in them change these times.
    for (inode, path) in first.sorted(by: { $0.value > $1.value }) {
      try files[inode]?.finish(at: path)
    }
  }
}

extension FolderImage.File {
  fileprivate init(at path: String, _ status: stat) throws {
    mode = status.st_mode & 0o7777
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    switch status.st_mode & S_IFMT {
    case S_IFDIR: kind = .folder
    case S_IFLNK:
      kind = .link
      bytes = Array(try FileManager.default.destinationOfSymbolicLink(atPath: path).utf8)
    default: bytes = Array(try Data(contentsOf: URL(filePath: path)))
    }
  }

  fileprivate func replacing(_ bytes: [UInt8]) -> Self {
    var file = self
    file.bytes = bytes
    return file
  }

  fileprivate func create(at path: String) throws {
    switch kind {
    case .folder: try check(mkdir(path, 0o700), "mkdir", path)
    case .link:
      try check(symlink(String(decoding: bytes, as: UTF8.self), path), "symlink", path)
    case .ordinary: try fill(at: path)
    }
  }

  fileprivate func fill(at path: String) throws {
    // `O_CLOEXEC` also closes it in a program that another test starts at this moment.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    try check(descriptor, "open", path)
    defer { close(descriptor) }
    try check(Glibc.write(descriptor, bytes, bytes.count), "write", path)
  }

  fileprivate func finish(at path: String) throws {
    if kind != .link { try check(chmod(path, mode), "chmod", path) }
    let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
    let result = [time, time].withUnsafeBufferPointer {
      utimensat(AT_FDCWD, path, $0.baseAddress, AT_SYMLINK_NOFOLLOW)
    }
    try check(result, "utimensat", path)
  }
}

/// A system call that failed although no test made it fail.
private struct FailedCall: Error { let name: String, path: String, code: Int32 }

private func check(_ result: some BinaryInteger, _ name: String, _ path: String) throws {
  if result < 0 { throw FailedCall(name: name, path: path, code: errno) }
}

/// The inode numbers in a journal, replaced by those of a copy.
package struct JournalInodes {
  private let copies: [UInt64: UInt64]

  package init(_ copies: [UInt64: UInt64]) { self.copies = copies }

  /// The lines with the numbers of the copy, and with new checksums. A line that is torn or had a
  /// wrong checksum stays so.
  package func replaced(in journal: [UInt8]) -> [UInt8] {
    let lines = journal.split(separator: 10, omittingEmptySubsequences: false)
    return Array(lines.map(replaced(inLine:)).joined(separator: [10]))
  }

  private func replaced(inLine line: ArraySlice<UInt8>) -> [UInt8] {
    let text = String(decoding: line, as: UTF8.self)
      .replacing(/"ino":"([0-9]+)"/) { "\"ino\":\"\(copy(of: UInt64($0.1) ?? 0))\"" }
    let sealed = line.suffix(Self.sealLength)
    guard sealed.elementsEqual(Self.seal(of: line.dropLast(Self.sealLength))) else {
      return Array(text.utf8)
    }
    let bytes = Array(text.utf8.dropLast(Self.sealLength))
    return bytes + Self.seal(of: bytes)
  }

  /// A file that no longer exists gets a number that no other file has.
  private func copy(of inode: UInt64) -> UInt64 { copies[inode] ?? inode | 1 << 60 }

  private static let sealLength = 18

  /// The end of a line, with a CRC-32 as in zlib. Source: `docs/queue-file.md`, "An entry of the
  /// journal".
  private static func seal(of bytes: some Sequence<UInt8>) -> [UInt8] {
    var crc = ~UInt32(0)
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB8_8320 }
    }
    let digits = String(~crc, radix: 16)
    let zeros = String(repeating: "0", count: 8 - digits.count)
    return Array(",\"crc\":\"\(zeros)\(digits)\"}".utf8)
  }
}
