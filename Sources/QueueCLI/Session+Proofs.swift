import Host
import QueueModel
import QueueStorage
public import TeamProtocol

extension Session {
  /// Where the project begins, for proofs: the nearest folder at or above home that holds
  /// `.git`, else home, or what `root` in `orch.json` says.
  ///
  /// A `root` that leads out of that folder may have come with a clone, to show what lies
  /// elsewhere: it takes the same trust as a program.
  public func projectRoot() throws(CommandError) -> String {
    let root = try namedRoot()
    if Path.isInside(root, try foundRoot()) { return root }
    if case .refused(let refusal) = try trustPermission() {
      throw error(
        "\(Path.join(try home(), "orch.json")): root '\(root.escaped)' is not used", refusal)
    }
    return root
  }

  /// The same without asking for trust.
  func namedRoot() throws(CommandError) -> String {
    guard let root = try fileSettings().root else { return try foundRoot() }
    let home = try home()
    let place = Path.resolved(Path.join(home, root))
    guard let place, (try? FileStatus(of: place))?.kind == .directory else {
      throw .setting(
        "\(Path.join(home, "orch.json")): root '\(root.escaped)' is no folder",
        hint: "it counts from \(home)")
    }
    return place
  }

  func foundRoot() throws(CommandError) -> String {
    let home = try home()
    return Path.nearest(from: home) { (try? FileStatus(of: Path.join($0, ".git"))) != nil } ?? home
  }

  /// What checks criteria that check themselves; `nil` where nobody wants that: neither
  /// `--run-checks` nor `review.run_checks`. Where programs may not start, their criteria fail
  /// with the reason: that trust ended must not let words pass for proofs.
  ///
  /// - Parameters:
  ///   - isAsked: whether `--run-checks` was given.
  ///   - claimedAt: when the row was claimed, in seconds since 1970, as far as it is known.
  ///   - startedAt: when it was first claimed since it was last DONE, in nanoseconds.
  public func proofRunner(
    isAsked: Bool, claimedAt: Int?, startedAt: Int? = nil
  ) throws(CommandError) -> ProofRunner? {
    let review = try reviewSettings()
    guard isAsked || review.runsChecks else { return nil }
    return ProofRunner(
      root: try projectRoot(), home: try home(), checks: review.checks,
      permission: try trustPermission(), protected: review.protected, claimedAt: claimedAt,
      startedAt: startedAt, timeLimit: review.checkSeconds, environment: environment)
  }

  /// What of the settings, or of the files that they start, changed since work on a row began, and
  /// may have turned checks and judge off; `nil` where nothing did, or a person trusts it.
  func settingsChange(since startedAt: Int?) throws(CommandError) -> String? {
    guard let startedAt else { return nil }
    let trust = try trust()
    let trusted = (try? trust.trustedFiles()) ?? nil
    let gone = (trusted?.files ?? []).map(\.path).filter {
      (try? FileStatus(ofName: Path.join(trust.home, $0))) == nil
    }
    if !gone.isEmpty { return "\(gone.joined(separator: ", ")) is gone" }
    switch try trustPermission() {
    case .allowed: return nil
    case .refused(.changed(_, let files)) where !files.contains("orch.json"): return nil
    case .refused: break
    }
    // A link, and what it leads to.
    let statuses = [try? FileStatus(ofName: trust.file), try? FileStatus(of: trust.file)]
    return statuses.contains { ($0?.changed ?? 0) > startedAt } ? "orch.json changed" : nil
  }

  /// The judge of a row's reports; `nil` where `review.judge` names none.
  func judge(of item: QueueItem) throws(CommandError) -> ReviewJudge? {
    let review = try reviewSettings()
    if review.judge.isEmpty { return nil }
    return ReviewJudge(
      review.judge, mayPass: review.judgeMayPass, task: item.task ?? "", root: try projectRoot(),
      permission: try trustPermission(), timeLimit: review.checkSeconds, environment: environment)
  }

  /// Where what was found about a row is kept; `nil` for an id that has not the form of one.
  public func evidenceFolder(of id: String) throws(CommandError) -> EvidenceFolder? {
    EvidenceFolder(sidecar: try sidecarFolder(), id: id)
  }

  /// The folder beside the queue for what belongs to it; that of a `QUEUE.md` where only a
  /// database is named.
  func sidecarFolder() throws(CommandError) -> String {
    if chosenDatabase != nil, namedQueuePath == nil { return Path.join(try home(), ".orch") }
    return Sidecar(forQueueAt: try queuePath()).folder
  }
}
