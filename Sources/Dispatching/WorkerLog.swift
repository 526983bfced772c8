public import Host

/// What a worker says, as it says it: `logs/workers/ID-CLAIM.log` in home.
///
/// A log that can't be written stops no work: it ends there.
public struct WorkerLog: ~Copyable {
  private let file: FileDescriptor
  private var rest: Int
  private var isFull = false

  /// Bytes; a worker that writes without end fills no disk.
  public static let limit = 64 << 20

  /// - Parameters:
  ///   - folder: where logs are; it is made where it is missing, and keeps itself out of git.
  ///   - name: the file's.
  ///   - model: who may read and write this may the log.
  ///   - limit: how many bytes it takes.
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

  /// A line of orch's own.
  public mutating func note(_ text: String) { write(Array("[orch] \(text)\n".utf8)) }

  private func append(_ bytes: [UInt8]) -> Bool { (try? file.write(bytes)) != nil }

  private static func file(
    _ path: String, like model: FileStatus
  ) throws(SystemError) -> FileDescriptor {
    try create(Path.parent(of: path), like: model)
    let file = try FileDescriptor(opening: path, for: .appending(permissions: 0o600))
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
