import Host
import Model
import Text
import Workload

/// The queue of a soak, and the commands that work on it.
struct SoakQueue: Sendable {
  let orch: ProgramRunner
  let ops: ProgramRunner
  let folder: SoakFolder
  let store: SoakStore
  let clock: SoakClock
  private let program: String

  /// - Parameters:
  ///   - orch: the path of `orch`.
  ///   - ops: the path of `ops`.
  ///   - folder: the folder of the soak.
  ///   - store: the store of the queue.
  ///   - clock: the clock of the queue.
  init(
    orch: String, ops: String, folder: SoakFolder, store: SoakStore = .database, clock: SoakClock
  ) {
    (self.folder, self.store, self.clock, program) = (folder, store, clock, orch)
    let environment = Self.environment(folder, clock)
    func runner(_ program: String) -> ProgramRunner {
      ProgramRunner(
        program, in: folder.home, environment: environment,
        options: store.options(in: folder) + ["--quiet"],
        limits: .init(time: .milliseconds(120_000), output: 512 << 20))
    }
    (self.orch, self.ops) = (runner(orch), runner(ops))
  }

  private static func environment(_ folder: SoakFolder, _ clock: SoakClock) -> [String: String] {
    var variables = [
      "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8",
      "LOGNAME": "soak", "XDG_CONFIG_HOME": folder.configuration,
    ]
    variables["ORCH_NOW"] = clock.variable
    return variables
  }

  // MARK: Processes

  /// The command that runs the daemon. Its output goes to a file, because it has no end.
  func daemon(_ work: SoakProfile.Work) -> Subprocess {
    let script = #"exec "$0" "$@" >> ../daemon.log 2>&1 < /dev/null"#
    let words =
      [program, "daemon"] + store.options(in: folder) + [
        "--interval", "\(work.intervalMinutes)m",
        "--max-workers", "\(work.maxWorkers)", "--parallel", "\(work.maxWorkers)",
      ]
    return Subprocess(
      "/bin/sh", ["-c", script] + words, in: folder.home,
      environment: Self.environment(folder, clock), limits: .init(time: .zero))
  }

  /// Asks the supervisors to give back the rows at work, and waits until all supervisors have
  /// ended, also those that are sending a report.
  ///
  /// - Returns: how many have not ended within a minute; each of them may have to wait for the
  ///   database's lock.
  func endWorkers() -> Int {
    // Only processes of this soak have this home.
    let supervisors = ProcessTable.processes(with: ["HOME": folder.path])
      .filter { ProcessTable.commandLine(of: $0)?.dropFirst().first == "supervise" }
    for supervisor in supervisors { supervisor.signal(.terminate) }
    let deadline = Clock.system.monotonic() + .seconds(60)
    return supervisors.count {
      !$0.hasEnded(within: max(.zero, deadline - Clock.system.monotonic()))
    }
  }

  // MARK: The observations at the end

  func history(_ seen: SoakLog.Entries, isCutShort: Bool) throws -> SoakHistory {
    let ledger = try ledger()
    return SoakHistory(
      submissions: seen.submissions, ledger: ledger.lines, rows: try rows(),
      changes: try changes(), commands: seen.commands, illegibleLines: ledger.illegible,
      isCutShort: isCutShort)
  }

  func ledger() throws -> (lines: [LedgerLine], illegible: Int) {
    let bytes = try FileDescriptor(opening: folder.ledger, for: .reading).readWhole()
    // The last piece is empty, or a line that is being written.
    let pieces = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .dropLast()
    let lines = pieces.compactMap { LedgerLine(parsing: $0) }
    return (lines, pieces.count - lines.count)
  }

  private func rows() throws -> [String: Status] {
    let rows = try entries(["list", "--json"], "items").compactMap { row -> (String, Status)? in
      guard let id = row["id"]?.stringValue, let status = Self.status(row) else { return nil }
      return (id, status)
    }
    return Dictionary(rows) { first, _ in first }
  }

  private func changes() throws -> [SoakHistory.Change] {
    try entries(["history", "--json"], "entries").compactMap { entry in
      guard let id = entry["id"]?.stringValue, let after = entry["after"]?.objectValue,
        let to = Self.status(after), let text = entry["ts"]?.stringValue,
        let time = QueueTime(iso8601: text)
      else { return nil }
      let notes = after["notes"]?.stringValue ?? ""
      return SoakHistory.Change(
        id: id, from: (entry["before"]?.objectValue).flatMap(Self.status), to: to,
        time: time.epochSeconds,
        isSkip: to == .done && notes.hasSuffix("Skipped duplicate by idempotency_key"))
    }
  }

  private static func status(_ cells: JSONObject) -> Status? {
    cells["status"]?.stringValue.flatMap(Status.init)
  }

  private func entries(_ words: [String], _ member: String) throws -> [JSONObject] {
    let result = orch.run(words)
    guard result.status == 0, let list = result.json?[member]?.arrayValue else {
      throw SoakError.command("orch \(words.joined(separator: " "))", result.errors)
    }
    return list.compactMap(\.objectValue)
  }
}

extension CommandResult {
  /// Whether the command ended because this program is being ended, according to the status that a
  /// shell gives for SIGHUP, SIGINT, SIGQUIT and SIGTERM.
  var isInterrupted: Bool { [129, 130, 131, 143].contains(status) }

  /// The one JSON document that the command printed; `nil` for any other output.
  var json: JSONObject? { (try? JSONValue(parsing: Array(output.utf8)))?.objectValue }
}
