import Host
import Text

/// The folder in which a soak keeps all of its files.
struct SoakFolder: Equatable, Sendable {
  let path: String

  init(_ path: String) { self.path = String(path.reversed().drop { $0 == "/" }.reversed()) }

  /// The home of the queue, and the root of the project.
  var home: String { Path.join(path, "queue") }
  var table: String { Path.join(home, "QUEUE.md") }
  var database: String { Path.join(home, "db/queue.db") }
  var profile: String { Path.join(path, "profile.json") }
  var epoch: String { Path.join(path, "epoch") }
  var ledger: String { Path.join(path, "ledger.jsonl") }
  /// The folder with a file for each row, which the row's worker locks.
  var rows: String { Path.join(path, "rows") }
  var configuration: String { Path.join(path, "config") }
  var runLog: String { Path.join(home, "logs/orch_runs.jsonl") }

  /// Creates the folder. Throws `SoakError.taken` if the path exists, even as an empty folder,
  /// because the soak removes its folder at the end.
  ///
  /// - Parameters:
  ///   - profile: the bytes of the profile's file.
  ///   - settings: the contents of the profile.
  ///   - worker: the command line that starts a worker.
  ///   - epoch: the epoch of the queue's clock.
  func create(
    _ profile: [UInt8], _ settings: SoakProfile, worker: [String], epoch: Int
  ) throws {
    try Directory.createWithParents(Path.parent(of: path))
    try createNew()
    for folder in [home, Path.join(home, "db"), Path.join(home, "out"), rows, configuration] {
      try Directory.createWithParents(folder)
    }
    try write(profile, to: self.profile)
    try write(Array("\(epoch)\n".utf8), to: self.epoch)
    try write([], to: ledger)
    let configuration = Self.configuration(settings, worker)
    try write(Array("\(configuration)\n".utf8), to: Path.join(home, "orch.json"))
  }

  private func createNew() throws {
    do {
      if try Directory.create(path, permissions: 0o777) { return }
    } catch {
      if !error.alreadyExists { throw error }
    }
    throw SoakError.taken(path)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
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
      // Rotation would remove runs that the report counts.
      "log_max_bytes": 0,
      "review": ["run_checks": true],
    ]
  }
}

/// The queue's clock, which may run faster than the machine's. Source: `ORCH_NOW` in `docs/cli.md`.
struct SoakClock: Equatable, Sendable {
  let speed: Int
  /// Seconds since 1970 at which both clocks agree.
  let epoch: Int

  /// The value of `ORCH_NOW`; `nil` if both clocks are the same.
  var variable: String? { speed == 1 ? nil : "x\(speed)@\(epoch)" }

  /// The seconds since 1970 by the queue's clock.
  func now(_ clock: Clock) -> Int {
    epoch + (clock.now() - epoch * 1_000_000_000) * speed / 1_000_000_000
  }

  /// The machine's time for a number of milliseconds of the queue's clock.
  func real(_ milliseconds: Int) -> Duration { .milliseconds(milliseconds) / speed }
}
