package import Door
package import Host
import QueueStore
package import Workers

/// Use case: books the cost of the attempt of an agent, or of a model behind an endpoint, in the
/// ledger of costs, once. The attempt's supervisor does this. If the supervisor was killed, the tick
/// or the command that ends the attempt does it. Source: `docs/workers.md`, "Costs".
package struct BookCosts: Sendable, UseCase {
  package let queue: Queue

  package init(queue: Queue) { self.queue = queue }
  private var ledger: CostLedger { workspace.costs }

  /// Books the usage that a program reported about its run. Other workers, and programs that never
  /// ran, cost nothing.
  ///
  /// - Parameters:
  ///   - record: the worker's record. It receives the booked cost, even if booking fails.
  ///   - transcript: the output of the worker's program; `nil` if it never ran.
  package func callAsFunction(of record: inout WorkerRecord, by transcript: AgentTranscript?) throws
  {
    guard record.adapter?.isBilled == true, let transcript else { return }
    try book(&record, transcript)
  }

  /// Books the attempt of a supervisor that was killed before it booked, from the attempt's log.
  /// Figures that the log does not have are unknown.
  func callAsFunction(of record: inout WorkerRecord) throws {
    guard let adapter = record.adapter, adapter.isBilled else { return }
    let token = record.claimToken
    // If the ledger can't be read, booking reports that.
    if let booked = try? ledger.entry(of: token) { return record.add(booked) }
    guard let folder = workspace.attempt(of: record.id, claimToken: token) else { return }
    let said = try AgentTranscript(log: folder.path(of: .log), of: adapter)
    let transcript = said ?? AgentTranscript()
    // The program may have run if it printed something, or if orch knows its process.
    guard record.worker != nil || transcript != AgentTranscript() else { return }
    // Some programs print another session than the session that orch chose.
    record.session = record.session ?? transcript.session
    record.model = transcript.model ?? record.model
    try book(&record, transcript)
  }

  private func book(_ record: inout WorkerRecord, _ transcript: AgentTranscript) throws {
    let folder = workspace.attempt(of: record.id, claimToken: record.claimToken)
    var entry = CostEntry(
      id: record.id, claimToken: record.claimToken, claimNumber: folder?.claimNumber ?? 0,
      worker: record.workerName, adapter: record.adapter?.rawValue ?? "", time: queue.clock.now)
    (entry.model, entry.session) = (record.model, record.session)
    let profiles = workspace.profiles
    let version = profiles[record.workerName].flatMap(rememberedVersion)
    let price = profiles.price(of: record.workerName, model: record.model)
    do {
      try ledger.book(&entry) { entry, last in
        entry.count(transcript, version: version, price: price, after: last)
      }
    } catch {
      // The record of the attempt has the usage in any case.
      if record.usage == nil {
        entry.count(transcript, version: version, price: price, after: .unknownTotal)
        record.add(entry)
      }
      throw Problem(error, of: ledger)
    }
    record.add(entry)
  }

  /// The version that the worker's program gave when it was last asked. It is not asked now.
  private func rememberedVersion(of profile: WorkerProfile) -> VersionNumber? {
    guard let program = profile.programName,
      let file = try? workspace.lookup(program, for: profile).files.first,
      case .version(let version) = ProgramVersions(sidecar: workspace.sidecar).remembered(of: file)
    else { return nil }
    return version
  }
}

extension WorkerRecord {
  fileprivate mutating func add(_ entry: CostEntry) {
    (usage, session, model) = (entry.usage, entry.session, entry.model)
  }
}

extension Problem {
  package init(_ failure: LockFile.Failure, of ledger: CostLedger) {
    switch failure {
    case .system(let error): self = .system(error)
    case .held(let holder): self = .store(.locked(path: ledger.path, holder: holder))
    }
  }

  /// Whether the ledger of costs can be written later, when the disk has space again or another
  /// process has ended.
  package var mayBookLater: Bool {
    if case .system(let error) = self { return error.isFullDisk }
    return if case .store(.locked) = self { true } else { false }
  }
}
