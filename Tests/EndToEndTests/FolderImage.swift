import Foundation
import Glibc
import TestSupport

/// A folder with all that is in it, kept in memory, to be written somewhere else as often as
/// one likes.
///
/// The journal tells files by their inode numbers, and a copy has others: where an image is
/// written, the numbers in the journal become those of the copy.
struct FolderImage: Hashable, Sendable {
  struct File: Hashable, Sendable {
    enum Kind: Sendable { case ordinary, folder, link }

    var kind = Kind.ordinary
    /// A link's target, or what an ordinary file holds.
    var bytes: [UInt8] = []
    var mode: mode_t = 0o600
    /// When it was modified: seconds and nanoseconds since 1970.
    var seconds = 0
    var nanoseconds = 0
  }

  /// The files by their inode numbers.
  var files: [UInt64: File] = [:]
  /// The inode numbers by path, seen from the folder, which itself is not among them.
  var names: [String: UInt64] = [:]

  init() {}

  init(of folder: String) throws {
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      var status = stat()
      try check(lstat(path, &status), "lstat", path)
      names[name] = UInt64(status.st_ino)
      files[UInt64(status.st_ino)] = try File(at: path, status)
    }
  }

  /// The inode of the file at a path.
  func inode(of name: String) -> UInt64? { names[name] }

  // MARK: Writing

  /// Writes everything into `folder`, which is there and empty.
  func write(to folder: String) throws {
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
    // Folders last: what is made in them changes their times.
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
    // Closed in a program that another test starts just now, too.
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

/// A call of the system that failed where no test lets one fail.
private struct FailedCall: Error { let name: String, path: String, code: Int32 }

private func check(_ result: some BinaryInteger, _ name: String, _ path: String) throws {
  if result < 0 { throw FailedCall(name: name, path: path, code: errno) }
}
