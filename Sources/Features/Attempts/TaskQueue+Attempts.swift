public import Door
import Host
package import Model
import QueueStore
import Stores
import Workers

extension TaskQueue {
  /// The attempts at a row, oldest first, including those that were archived with the row.
  ///
  /// - Throws: also if the packed attempts can't be read.
  public func keptAttempts(ofRow id: String) throws(Problem) -> [KeptAttempt] {
    let workspace = try workspace()
    let archive = archive(of: workspace)
    do throws(SystemError) {
      for sidecar in Set([workspace.sidecar, archive]) {
        _ = try AttemptPack(sidecar: sidecar, id: id)?.read { (_) throws(SystemError) in }
      }
    } catch { throw .system(error) }
    return workspace.keptAttempts(of: id, archive: archive)
  }

  /// The attempts at a row, oldest first, each with its end, or with what it has used so far.
  ///
  /// - Throws: if there is no such row.
  public func attempts(ofRow id: String) throws(Problem) -> [RowAttempt] {
    try asking {
      let profiles = try workspace().profiles
      return try attempts(at: read { try $0.existing(id) }).map { attempt in
        var attempt = attempt
        if attempt.isRunning { attempt.usageSoFar = Self.usageSoFar(of: attempt, by: profiles) }
        return attempt
      }
    }
  }

  /// The usage in the log of a running attempt, at the prices of its worker.
  private static func usageSoFar(
    of attempt: RowAttempt, by profiles: WorkerProfiles
  ) -> AgentUsage? {
    guard let worker = attempt.worker, let profile = profiles[worker],
      let said = (try? AgentTranscript(log: attempt.kept.log, of: profile.adapter)) ?? nil,
      let usage = said.usageSoFar
    else { return nil }
    return profiles.price(of: worker, model: said.model)?.applied(to: usage) ?? usage
  }

  package func attempts(at item: QueueItem) throws -> [RowAttempt] {
    let (workspace, now) = (try workspace(), try now())
    return try keptAttempts(ofRow: item.id).map { attempt in
      RowAttempt(
        attempt, of: item, isRunning: try workspace.isRunning(attempt, of: item), at: now)
    }
  }

  /// The sidecar with the files that were archived with rows.
  package func archive(of workspace: Workspace) -> String {
    Sidecar(forQueueAt: workspace.storePath).folder
  }

  /// Whether the worker of an attempt runs or is about to start, or another system has the work.
  public func isRunning(_ attempt: KeptAttempt, ofRow id: String) throws(Problem) -> Bool {
    if attempt.hasEnded { return false }
    return try asking {
      let item = try read { table in try table.item(id) }
      return try workspace().isRunning(attempt, of: item)
    }
  }

  /// The last report of a row, or of one of its claims.
  public func lastReport(ofRow id: String, claim: Int? = nil) throws(Problem) -> KeptReport? {
    let workspace = try workspace()
    return workspace.lastReport(of: id, claim: claim, archive: archive(of: workspace))
  }

  /// The folders with a row's reports, for a stamp of them.
  public func reportFolders(ofRow id: String) throws(Problem) -> [String] {
    try workspace().reportFolders(of: id)
  }

  /// The folders with a row's attempts and their files, for a stamp of them.
  public func attemptFolders(ofRow id: String) throws(Problem) -> [String] {
    try workspace().attemptFolders(of: id)
  }

  /// The files that proofs of a row left, relative to home, oldest first. Of a packed file it is
  /// the pack, a space, and the file's name in the pack.
  public func proofFiles(ofRow id: String) throws(Problem) -> [String] {
    let workspace = try workspace()
    let evidence = workspace.evidence(of: id)?.path
    let names = evidence.map { (try? Directory.names(in: $0)) ?? [] } ?? []
    let older = names.sorted().map { Path.join(evidence ?? "", $0) }
    let files = workspace.attempts(of: id).flatMap { attempt in
      attempt.names.compactMap(attempt.shownPlace)
    }
    return (older + files).filter { $0.hasSuffix(".txt") }
      .map { Path.relative($0, to: workspace.home) }
  }

  /// The part of a row's brief that its worker does not get; `nil` if the worker gets all of it, or
  /// if there is no brief.
  public func briefWarning(ofRow id: String) throws(Problem) -> Notice? {
    try workspace().briefWarning(of: id)
  }

  /// The last attempt at a row that satisfies `predicate`.
  ///
  /// - Parameters:
  ///   - id: the row's id.
  ///   - claim: the number of the attempt's claim; `nil` for any.
  ///   - lack: what is missing if no attempt satisfies `predicate`.
  ///   - predicate: decides whether an attempt is a suitable one.
  /// - Throws: if there is no such row, no attempt at it, or no attempt of this claim.
  public func attempt(
    ofRow id: String, claim: Int?, lacking lack: AttemptProblem.Lack,
    where predicate: (KeptAttempt) -> Bool
  ) throws(Problem) -> KeptAttempt {
    let attempts = try keptAttempts(ofRow: id)
    if let problem = try attemptElsewhere(ofRow: id, claim: claim, beside: attempts) {
      throw .attempt(problem, id: id)
    }
    guard let last = attempts.last else {
      _ = try row(id)
      throw Problem.attempt(.none, id: id)
    }
    let fitting = attempts.filter { claim == nil || $0.claimNumber == claim }
    if let found = fitting.last(where: predicate) { return found }
    if let claim, fitting.isEmpty {
      throw Problem.attempt(.noClaim(claim, last: last.claimNumber), id: id)
    }
    // A message was sent if a worker has run.
    let isLost = lack == .message && fitting.last.map { $0.hasLog || $0.worker != nil } ?? false
    throw Problem.attempt(
      .lacks(isLost ? .keptMessage : lack, claim: claim ?? last.claimNumber), id: id)
  }

  /// A notice that the attempt of a claim, or the last attempt, was made on another machine; `nil`
  /// if it was made here.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - claim: the number of the attempt's claim; `nil` for the last attempt.
  ///   - attempts: the attempts that were made here.
  public func attemptElsewhere(
    ofRow id: String, claim: Int?, beside attempts: [KeptAttempt]
  ) throws(Problem) -> AttemptProblem? {
    let last = attempts.last { claim == nil || $0.claimNumber == claim }
    guard isOnServer, claim == nil || last == nil else { return nil }
    let places = try asking { try serverStore().claimPlaces(ofRow: id) }
    guard let place = places.last(where: { claim == nil || $0.number == claim }), !place.isHere,
      place.number > last?.claimNumber ?? 0
    else { return nil }
    let machine = Machine(place.machine)
    return .elsewhere(claim: place.number, host: machine.host, folder: machine.home)
  }
}
