public import Host

/// The folder of the worker records: `workers` in the sidecar of a queue.
public struct WorkerFolder: Sendable {
  private let sidecar: String
  public let path: String

  /// - Parameter sidecar: the folder beside the queue.
  public init(sidecar: String) {
    self.sidecar = sidecar
    path = "\(sidecar)/workers"
  }

  /// Writes a record durably, which replaces the claim's earlier record.
  ///
  /// - Parameters:
  ///   - record: the new record.
  ///   - mayBeLost: whether a power loss may bring the earlier record back. This does no harm if a
  ///     power loss also ends the worker and the next step is durable by itself.
  public func save(_ record: WorkerRecord, mayBeLost: Bool = false) throws(SystemError) {
    try create()
    try NewFile.replace(
      file(of: record), text: record.text, permissions: 0o600, syncsFolder: !mayBeLost)
  }

  public func remove(_ record: WorkerRecord) throws(SystemError) {
    try checkIsNoLink()
    do throws(SystemError) {
      try Directory.remove(file(of: record))
    } catch {
      if !error.isMissing { throw error }
    }
    try Directory.removeIfThere(stopFile(of: record))
    try Directory.removeIfThere(waitFile(of: record.claimToken))
  }

  // MARK: Reports that wait

  /// Why the report of a claim waits; `nil` if unknown.
  public func reportWait(ofClaim token: String) -> ReportWait? {
    guard let file = try? FileDescriptor(opening: waitFile(of: token), for: .readingNoLink),
      (try? file.status())?.kind == .regular, let bytes = try? file.read(Self.longestWait, at: 0)
    else { return nil }
    return ReportWait(parsing: bytes)
  }

  /// Records why the report of a worker waits; `nil` if the report no longer waits.
  public func save(reportWait wait: ReportWait?, of record: WorkerRecord) throws(SystemError) {
    let path = waitFile(of: record.claimToken)
    guard let wait else { return try Directory.removeIfThere(path) }
    try create()
    try NewFile.replace(path, text: wait.text, permissions: 0o600)
  }

  private func waitFile(of token: String) -> String { "\(path)/\(token).waits" }

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longestWait = 1 << 16

  // MARK: Stopped supervisors

  /// The information about a supervisor that was found stopped; `nil` if there is none. It is in a
  /// separate file, because only the supervisor writes its own record.
  public func stop(of record: WorkerRecord) -> SupervisorStop? {
    guard let file = try? FileDescriptor(opening: stopFile(of: record), for: .readingNoLink),
      let bytes = try? file.read(Self.longestStop, at: 0)
    else { return nil }
    return SupervisorStop(parsing: bytes)
  }

  /// Records that the supervisor of a record was found stopped; If the supervisor runs again, pass
  /// `nil`, which removes the earlier information.
  public func save(_ stop: SupervisorStop?, of record: WorkerRecord) throws(SystemError) {
    try create()
    let path = stopFile(of: record)
    guard let stop else { return try Directory.removeIfThere(path) }
    try NewFile.replace(path, text: stop.text, permissions: 0o600)
  }

  private func stopFile(of record: WorkerRecord) -> String {
    "\(path)/\(record.claimToken).stopped"
  }

  /// The maximum length in bytes; orch never writes a longer file.
  private static let longestStop = 1 << 10

  // MARK: Records

  /// The records, in any order. Records of other users are left out, because a record names
  /// processes that may be killed.
  ///
  /// - Throws: if a record can't be read: its worker may run.
  public func records() throws(SystemError) -> [WorkerRecord] {
    guard (try? checkIsNoLink()) != nil, try FileStatus.ifExists(path) != nil else { return [] }
    var records: [WorkerRecord] = []
    for name in try Directory.names(in: path) where name.hasSuffix(Self.ending) {
      if let record = try read("\(path)/\(name)") { records.append(record) }
    }
    return records
  }

  /// The tokens of the claims whose records belong to other users. These records are not read: they
  /// name processes that may be killed, and their users may have forged them.
  public func claimsOfOtherUsers() throws(SystemError) -> Set<String> {
    guard (try? checkIsNoLink()) != nil, try FileStatus.ifExists(path) != nil else { return [] }
    var tokens: Set<String> = []
    for name in try Directory.names(in: path) where name.hasSuffix(Self.ending) {
      guard let status = try status(ofName: "\(path)/\(name)"), status.kind == .regular,
        status.owner != CurrentProcess.effectiveUser
      else { continue }
      tokens.insert(String(name.dropLast(Self.ending.utf8.count)))
    }
    return tokens
  }

  /// `nil` if another process removed the file meanwhile.
  private func status(ofName file: String) throws(SystemError) -> FileStatus? {
    do throws(SystemError) { return try FileStatus(ofName: file) } catch {
      if error.isMissing { return nil }
      throw error
    }
  }

  /// Removes files of supervisors that were killed while they wrote a record.
  public func removeAbandoned() {
    guard (try? checkIsNoLink()) != nil else { return }
    NewFile.removeAbandoned(in: path)
  }

  private func read(_ file: String) throws(SystemError) -> WorkerRecord? {
    do throws(SystemError) {
      guard Self.mayBeRecord(try FileStatus(ofName: file)) else { return nil }
      let descriptor = try FileDescriptor(opening: file, for: .readingNoLink)
      guard Self.mayBeRecord(try descriptor.status()),
        let record = WorkerRecord(parsing: try descriptor.readWhole()),
        self.file(of: record) == file, !isOfAnotherQueue(record.supervisor, record)
      else { return nil }
      return record
    } catch {
      // Another process may have removed the record meanwhile.
      if error.isMissing { return nil }
      throw error
    }
  }

  private static func mayBeRecord(_ status: FileStatus) -> Bool {
    status.kind == .regular && status.owner == CurrentProcess.effectiveUser
      && status.identity.size <= longest
  }

  /// Kills the processes that a worker of this queue left behind when its supervisor was killed.
  public func killRemains(of record: WorkerRecord) {
    record.killRemains { !isOfAnotherQueue($0, record) }
  }

  /// Whether a process of a record works for another queue, because the folder was copied, or the
  /// record is forged. Such a process gets no signal.
  private func isOfAnotherQueue(_ process: ProcessIdentity, _ record: WorkerRecord) -> Bool {
    guard let queue = ProcessTable.variable("ORCH_QUEUE", of: process),
      let there = Path.resolved(queue)
    else { return false }
    let here = Path.join(Path.parent(of: sidecar), record.storeName)
    return there != (Path.resolved(here) ?? here)
  }

  /// The maximum length in bytes; orch never writes a longer record.
  private static let longest = 1 << 20

  private func file(of record: WorkerRecord) -> String {
    "\(path)/\(record.claimToken)\(Self.ending)"
  }

  private static let ending = ".json"

  private func checkIsNoLink() throws(SystemError) {
    try Path.checkNoLink(from: sidecar, to: path)
  }

  private func create() throws(SystemError) {
    try checkIsNoLink()
    // The sidecar of a database is created for its first file.
    try Directory.create(sidecar, permissions: 0o700)
    _ = try Directory.create(path, asIn: sidecar)
  }
}
