public import Host

/// The output of a worker as a file: `output.log` of its attempt.
///
/// If it can no longer be written, it ends; the worker goes on.
public struct WorkerLog: ~Copyable {
  private let file: FileDescriptor
  private var rest: Int
  private var isFull = false

  /// Bytes; keeps endless output from filling the disk.
  public static let limit = 64 << 20

  /// Creates a log with the permissions of another file, of at most `limit` bytes.
  public init(
    at path: String, like model: FileStatus, limit: Int = WorkerLog.limit
  ) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .appendingOrCreating(permissions: 0o600))
    try file.share(permissions: model.companionPermissions, group: model.group)
    self.file = file
    rest = limit
  }

  public mutating func write(_ bytes: [UInt8]) {
    if isFull || bytes.isEmpty { return }
    let fitting = bytes.prefix(rest)
    rest -= fitting.count
    isFull = !append(Array(fitting)) || fitting.count < bytes.count
    if isFull { _ = append(Array("\n[orch] the log ends here: it is full\n".utf8)) }
  }

  /// Writes a line of orch itself.
  public mutating func note(_ text: String) { write(Array("[orch] \(text)\n".utf8)) }

  private func append(_ bytes: [UInt8]) -> Bool { (try? file.write(bytes)) != nil }
}
