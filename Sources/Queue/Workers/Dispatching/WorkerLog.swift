public import Host

/// The output of a worker as a file: `output.log` of its attempt.
///
/// If the file can no longer be written, the log ends and the worker continues.
public struct WorkerLog: ~Copyable {
  private let file: FileDescriptor
  private var rest: Int
  private var isFull = false
  private let reader: ([UInt8]) -> Void

  /// The maximum size in bytes, so that endless output does not fill the disk.
  public static let limit = 64 << 20

  /// Creates a log with the permissions of another file.
  ///
  /// - Parameters:
  ///   - limit: the maximum size in bytes.
  ///   - reader: called with everything that is written, also when the log is full.
  public init(
    at path: String, like model: FileStatus, limit: Int = WorkerLog.limit,
    reader: @escaping ([UInt8]) -> Void = { _ in }
  ) throws(SystemError) {
    let file = try FileDescriptor(opening: path, for: .appendingOrCreating(permissions: 0o600))
    try file.share(permissions: model.companionPermissions, group: model.group)
    self.file = file
    self.reader = reader
    rest = limit
  }

  public mutating func write(_ bytes: [UInt8]) {
    reader(bytes)
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
