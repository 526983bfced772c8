import Host
import JSON

/// Where a soak keeps all that it makes.
public struct SoakFolder: Equatable, Sendable {
  public let path: String

  public init(_ path: String) {
    self.path = String(path.reversed().drop { $0 == "/" }.reversed())
  }

  /// The home of the queue, and the root of the project.
  public var home: String { Path.join(path, "queue") }
  public var database: String { Path.join(home, "db/queue.db") }
  var profile: String { Path.join(path, "profile.json") }
  var epoch: String { Path.join(path, "epoch") }
  var ledger: String { Path.join(path, "ledger.jsonl") }
  /// A file for each row, which its worker locks.
  var rows: String { Path.join(path, "rows") }
  var configuration: String { Path.join(path, "config") }
  var daemonOutput: String { Path.join(path, "daemon.log") }
  var runLog: String { Path.join(home, "logs/orch_runs.jsonl") }

  /// Makes it, for a queue that workers of this profile work on; throws `alreadyExists` where there
  /// is something, be it an empty folder: whoever made it may want to keep it.
  ///
  /// - Parameters:
  ///   - profile: what the file of the profile holds.
  ///   - worker: the words that start a worker.
  func create(
    _ profile: [UInt8], _ settings: SoakProfile, worker: [String], epoch: Int
  ) throws(SystemError) {
    try Directory.createWithParents(Path.parent(of: path))
    try createNew()
    for folder in [home, Path.join(home, "db"), Path.join(home, "out"), rows, configuration] {
      try Directory.createWithParents(folder)
    }
    try write(profile, to: self.profile)
    try write(Array("\(epoch)\n".utf8), to: self.epoch)
    try write([], to: ledger)
    try write(
      Array("\(Self.configuration(settings, worker))\n".utf8), to: Path.join(home, "orch.json"))
  }

  private func createNew() throws(SystemError) {
    do throws(SystemError) {
      if try Directory.create(path, permissions: 0o777) { return }
    } catch {
      if !error.alreadyExists { throw error }
    }
    throw .taken(path)
  }

  private func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    try FileDescriptor(opening: path, for: .creating(permissions: 0o644)).write(bytes)
  }

  private static func configuration(_ settings: SoakProfile, _ worker: [String]) -> JSONValue {
    [
      "spawn": [
        "kind": "worker", "argv": .array(worker.map { .string($0) }),
        "timeout_seconds": .integer(settings.work.timeoutRealSeconds), "grace_seconds": 2,
        "env": ["ORCH_NOW"],
      ],
      "max_workers": .integer(settings.work.maxWorkers),
      "lock_timeout": .integer(settings.faults.lockRealSeconds),
      // Nothing of what is counted may be rotated away.
      "log_max_bytes": 0,
      "review": ["run_checks": true],
    ]
  }
}
