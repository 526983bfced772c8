public import Host

/// The output of a worker as a file: `logs/workers/ID-CLAIM.log` in home.
///
/// Where it can't be written any more it ends; the worker goes on.
public struct WorkerLog: ~Copyable {
  private let file: FileDescriptor
  private var rest: Int
  private var isFull = false

  /// Bytes; keeps an endless output from filling the disk.
  public static let limit = 64 << 20

  /// Creates a log with the permissions of another file, and its folder, with a `.gitignore`, if
  /// needed. It takes at most `limit` bytes.
  public init(
    in folder: String, name: String, like model: FileStatus, limit: Int = WorkerLog.limit
  ) throws(SystemError) {
    file = try Self.file("\(folder)/\(name)", like: model)
    rest = limit
  }

  public mutating func write(_ bytes: [UInt8]) {
    if isFull || bytes.isEmpty { return }
    let fitting = bytes.prefix(rest)
    rest -= fitting.count
    isFull = fitting.count < bytes.count || !append(Array(fitting))
    if isFull { _ = append(Array("\n[orch] the log ends here: it is full\n".utf8)) }
  }

  /// Writes a line of orch's own.
  public mutating func note(_ text: String) { write(Array("[orch] \(text)\n".utf8)) }

  private func append(_ bytes: [UInt8]) -> Bool { (try? file.write(bytes)) != nil }

  private static func file(
    _ path: String, like model: FileStatus
  ) throws(SystemError) -> FileDescriptor {
    try create(Path.parent(of: path), like: model)
    let file = try FileDescriptor(opening: path, for: .appendingOrCreating(permissions: 0o600))
    try file.share(permissions: model.companionPermissions, group: model.group)
    return file
  }

  private static func create(_ folder: String, like model: FileStatus) throws(SystemError) {
    try Path.checkNoLink(from: Path.parent(of: folder), to: folder)
    for folder in [Path.parent(of: folder), folder] {
      guard try Directory.create(folder, permissions: 0o700) else {
        try FileDescriptor.restrictPermissions(of: folder, to: model.companionFolderPermissions)
        continue
      }
      try FileDescriptor(opening: folder, for: .directory)
        .share(permissions: model.companionFolderPermissions, group: model.group)
      try NewFile.create(Path.join(folder, ".gitignore"), text: "*\n")
    }
  }
}
