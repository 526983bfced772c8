public import Host
import Zip

extension AttemptPack {
  /// Attempts that are packed, and whose files are still in their folders.
  public struct Packed: Sendable {
    /// The number of attempts.
    public let count: Int
    /// The bytes of the disk that are saved when the files are removed.
    public let savedBytes: Int
    fileprivate let files: [PackableFile]
    /// The folders of the attempts, then that of the row.
    fileprivate let folders: [String]
  }

  /// Creates the folder of the packs, durably.
  public static func createFolder(in sidecar: String) throws(SystemError) {
    let folder = folder(in: sidecar)
    try Path.checkNoLink(from: sidecar, to: folder)
    if try AttemptFolder.create(folder, forWritersOf: sidecar) { try Directory.sync(sidecar) }
  }

  /// Makes the names of packs durable. Then `Packed.removeFiles` loses nothing.
  public static func syncFolder(in sidecar: String) throws(SystemError) {
    try Directory.sync(folder(in: sidecar))
  }

  /// Replaces the pack by one with the files of attempts, too, and reads it once to know that it is
  /// whole. The files replace members of their names. The caller holds the lock of the packs.
  ///
  /// - Parameters:
  ///   - attempts: attempts of this row that are packable.
  ///   - end: when the last of them ended, in seconds since 1970.
  /// - Throws: also if the present pack is damaged. Then it stays as it is.
  public func add(_ attempts: [AttemptFolder], endedAt end: Int) throws(SystemError) -> Packed {
    var files: [PackableFile] = []
    for attempt in attempts {
      guard let found = attempt.packableFiles else { throw .other(attempt.path, than: .ownFolder) }
      files += found
    }
    try Self.createFolder(in: sidecar)
    try Path.checkNoLink(from: sidecar, to: path)
    let old = status?.identity
    let modified = max(end * 1_000_000_000, old?.modified ?? 0)
    try NewFile.replace(path, asCompanionOf: FileStatus(of: Self.folder(in: sidecar))) {
      (file) throws(SystemError) in
      var writer = ZipWriter()
      let replaced = Set(files.map(\.member))
      _ = try read { (contents) throws(SystemError) in
        for member in contents.directory.members where !replaced.contains(member.name) {
          try writer.add(member, of: contents.directory, in: contents.file, to: file)
        }
      }
      for added in files {
        let source = try FileDescriptor(opening: added.path, for: .readingNoLink)
        try writer.add(added.member, from: source, upTo: AttemptFolder.longest, to: file)
      }
      try writer.finish(file)
      try ZipDirectory(of: file).verify(in: file)
      try file.setModified(modified)
    }
    let before = Self.bytesOnDisk(of: attempts) + DiskBlocks.bytes(of: old?.size ?? 0)
    return Packed(
      count: attempts.count, savedBytes: before - DiskBlocks.bytes(of: status?.identity.size ?? 0),
      files: files,
      folders: attempts.map(\.path) + (attempts.first.map { [Path.parent(of: $0.path)] } ?? []))
  }

  /// About how many bytes of the disk `add` saves. Texts of attempts shrink to less than a third.
  public static func estimatedSaving(by attempts: [AttemptFolder]) -> Int {
    let contents = attempts.reduce(0) { $0 + $1.size }
    return max(0, bytesOnDisk(of: attempts) - DiskBlocks.bytes(of: contents / 3))
  }

  /// The bytes of the disk that files and folders of attempts of one row take.
  private static func bytesOnDisk(of attempts: [AttemptFolder]) -> Int {
    attempts.reduce(DiskBlocks.size) { sum, attempt in
      (attempt.packableFiles ?? []).reduce(sum + DiskBlocks.size) {
        $0 + DiskBlocks.bytes(of: $1.identity.size)
      }
    }
  }
}

extension AttemptPack.Packed {
  /// Removes the files that are in the pack, except those that have changed since. They are packed
  /// the next time.
  ///
  /// - Returns: whether the folders of all attempts are gone.
  public func removeFiles() -> Bool {
    for file in files where (try? FileStatus(ofName: file.path))?.identity == file.identity {
      try? Directory.removeIfThere(file.path)
    }
    for folder in folders { try? Directory.removeFolder(folder) }
    return folders.dropLast().allSatisfy { (try? FileStatus(ofName: $0)) == nil }
  }
}

/// A file of an attempt that can be packed.
struct PackableFile: Equatable, Sendable {
  let path: String
  /// The name of the member in the pack.
  let member: String
  let identity: FileIdentity
}

extension AttemptFolder {
  /// Whether the folder has only what can be packed.
  public var isPackable: Bool { packableFiles != nil }

  /// The files of the folder, sorted by their names; `nil` if the folder has anything else than
  /// regular files of a size that orch writes. A worker can leave anything there.
  fileprivate var packableFiles: [PackableFile]? {
    guard hasFolder else { return nil }
    var files: [PackableFile] = []
    for name in fileNames.sorted() {
      let file = "\(path)/\(name)"
      guard let status = try? FileStatus(ofName: file), status.kind == .regular,
        status.identity.size <= Self.longest
      else { return nil }
      files.append(
        PackableFile(path: file, member: "\(self.name)/\(name)", identity: status.identity))
    }
    return files
  }
}

/// What files take on a disk whose blocks have the usual size.
private enum DiskBlocks {
  /// In bytes.
  static let size = 4096

  static func bytes(of size: Int) -> Int { (size + Self.size - 1) / Self.size * Self.size }
}
