public import Gate
public import Host
public import Model
import Text

/// Checks the criteria that are proofs: `file:`, `grep:`, `json:`, `cmd:`, `ci:`, `only:`, `exit:`.
///
/// The texts of proofs come from a table that many people write. A text can only choose a file
/// below the root to read, or an entry of `checks` to run. It can never name a program.
public struct ProofRunner: Sendable {
  /// The project root, with links followed. Files outside the root do not count.
  public var root: String
  /// The reason why no check runs; `nil` if checks run.
  public let whyNoChecks: String?
  /// Programs and their arguments by name: `review.checks` of `orch.json`.
  public let checks: [String: [String]]
  /// The program and arguments before each check.
  public let sandbox: [String]
  /// Whether the stored command of a check includes the sandbox.
  public var showsSandbox = true
  /// Whether programs may be started.
  public let permission: TrustPermission
  /// The files and folders, relative to the root, that the work must not change if a program checks
  /// it. A folder includes all its contents. `nil` for the default.
  public let protected: [String]?
  /// When the row was claimed, in seconds since 1970. If this is `nil` for unknown, a file need not
  /// have changed.
  public let claimedAt: Int?
  /// When the row was first claimed since it was last DONE, in nanoseconds since 1970; changes of
  /// `protected` count from this time. If this is `nil` for unknown, no file counts as changed.
  public let startedAt: Int?
  /// The changes of the work according to git. If this is `nil`, because the work was not done in a
  /// worktree, the times of files decide.
  public var work: Work?
  /// The protected files that were there when a worker first started without a worktree, which has
  /// no git to show what was removed.
  public var filesAtStart: @Sendable () -> Set<String> = { [] }
  /// The folder to which the names of programs are relative; `nil` for the root.
  public var programRoot: String?
  /// Whether the work becomes a pull request, whose checks decide the criteria that name them.
  public var becomesPullRequest = false
  /// The checks of which only one instance runs at a time on this machine.
  public var exclusive: Set<String> = []
  /// The folder of the locks of exclusive checks; `nil` if no lock can be taken.
  public var lockFolder: String?
  /// What the end of the worker's program shows.
  public var exit = ProofResult.needsApproval("no program that orch started shows it")
  /// The classes of exit statuses that mean that the check itself failed and not the work, by
  /// check.
  public var exitClasses: [String: [Int: FailureClass]] = [:]
  /// Checks a failed proof again, because the folder may lack files that the proof needs; `nil` if
  /// the first finding counts.
  public var reconsider: (@Sendable (Proof, Finding) -> Finding)?
  /// Called with the time that each program ran, and waited for another one.
  public var receiveTime: @Sendable (Duration) -> Void = { _ in }
  /// The time limit of a program, in seconds.
  public let timeLimit: Int
  /// The source of the programs' variables.
  public let environment: Environment

  public init(
    root: String, whyNoChecks: String? = nil, checks: [String: [String]], sandbox: [String] = [],
    permission: TrustPermission, protected: [String]? = nil, claimedAt: Int?, startedAt: Int? = nil,
    timeLimit: Int,
    environment: Environment
  ) {
    self.root = Path.resolved(root) ?? root
    self.whyNoChecks = whyNoChecks
    self.checks = checks
    self.sandbox = sandbox
    self.permission = permission
    self.protected = protected
    self.claimedAt = claimedAt
    self.startedAt = startedAt
    self.timeLimit = timeLimit
    self.environment = environment
  }

  /// The work in a worktree. The changed files come from git, because in a new worktree every file
  /// has a new modification time.
  public struct Work: Sendable {
    /// The paths of the changed files, from the root.
    public let changed: Set<String>
    /// The files whose bytes the work itself changed. A changed mode does not count, and neither
    /// does merged work of others.
    public let own: Set<String>
    /// The files of which the work itself changed the bytes or the mode.
    public let touched: Set<String>
    /// A trusted file that has other bytes in the worktree; `nil` if there is none.
    public let untrusted: String?
    /// Whether merged work of others added a text to a file.
    public var isMerged: @Sendable (_ text: String, _ path: String) -> Bool = { _, _ in false }
    /// The name of the branch that a changed file came from; `nil` if the work itself changed it.
    public var origin: @Sendable (_ path: String) -> String? = { _ in nil }

    /// `own` is `nil` if it is the same as `changed`, and `touched` if it is the same as `own`.
    public init(
      changed: Set<String>, own: Set<String>? = nil, touched: Set<String>? = nil,
      untrusted: String? = nil
    ) {
      (self.changed, self.own, self.untrusted) = (changed, own ?? changed, untrusted)
      self.touched = touched ?? self.own
    }
  }

  /// Checks the criteria that are proofs, in their order. Proofs that start a program are only
  /// checked if `runsPrograms` is `true`.
  public func check(_ checklist: [String], runsPrograms: Bool = true) -> [CheckedCriterion] {
    checklist.enumerated().compactMap { index, criterion in
      guard let proof = Proof.parse(criterion), runsPrograms || !proof.isProgram else { return nil }
      if proof.isOfPullRequest, !becomesPullRequest { return nil }
      let found = check(proof)
      return CheckedCriterion(
        index: index, criterion: criterion, proof: proof, result: found.result,
        output: found.output, obstacle: found.obstacle)
    }
  }

  public func check(_ proof: Proof) -> Finding {
    let found = look(proof)
    guard case .failed = found.result, found.obstacle == nil else { return found }
    return reconsider?(proof, found) ?? found
  }

  private func look(_ proof: Proof) -> Finding {
    switch proof {
    case .file(let path): Finding(checkFile(path))
    case .grep(let text, let file): Finding(check(text, in: file))
    case .json(let file, let schema): Finding(checkJSON(in: file, by: schema))
    case .command(let name): run(name)
    case .pullRequestCheck:
      Finding(whyApprovalOfPullRequestChecks.map { .needsApproval($0) } ?? .leftToPullRequest)
    case .only(let paths): Finding(checkOnly(paths))
    case .exit: Finding(exit)
    }
  }

  /// The result of checking a proof.
  public struct Finding: Sendable {
    public let result: ProofResult
    /// The output of a program; empty if no program ran.
    public let output: String
    /// The class of the problem that kept a program from checking the work; `nil` if there was
    /// none.
    public let obstacle: FailureClass?

    public init(_ result: ProofResult, output: String = "", obstacle: FailureClass? = nil) {
      (self.result, self.output, self.obstacle) = (result, output, obstacle)
    }
  }
}

/// A criterion with a proof, and the proof's result.
public struct CheckedCriterion: Equatable, Sendable {
  /// The index in the checklist, from 0.
  public let index: Int
  public let criterion: String
  public let proof: Proof
  public let result: ProofResult
  /// The output of a program, to be stored; empty for the other proofs.
  public let output: String
  /// The class of the problem that kept a program from checking the work; `nil` if there was none.
  public let obstacle: FailureClass?

  /// The name of the file that stores the evidence: `02-cmd`.
  public var name: String {
    let number = index + 1
    return "\(number < 10 ? "0" : "")\(number)-\(proof.kind)"
  }

  /// The text with everything that a person needs to judge the result again.
  public var evidence: String {
    let state =
      switch result {
      case .proved: "proved"
      case .leftToPullRequest: "left to the pull request"
      case .failed: "failed"
      case .needsApproval: "undecided"
      }
    return "criterion: \(criterion)\nresult: \(state): \(result.detail)\n"
      + (output.isEmpty ? "" : "\n\(output)")
  }
}

extension Proof {
  /// The word at the start of a proof of this kind.
  fileprivate var kind: String {
    switch self {
    case .file: "file"
    case .grep: "grep"
    case .json: "json"
    case .command: "cmd"
    case .pullRequestCheck: "ci"
    case .only: "only"
    case .exit: "exit"
    }
  }
}

extension ProofResult {
  public var isProved: Bool {
    switch self {
    case .proved: true
    case .leftToPullRequest, .failed, .needsApproval: false
    }
  }

  /// The finding, or the reason why there is none.
  public var detail: String {
    switch self {
    case .proved(let detail), .failed(let detail), .needsApproval(let detail): detail
    case .leftToPullRequest: Proof.isLeftToPullRequest
    }
  }
}

extension ProofRunner {
  func run(_ name: String) -> Finding {
    guard let check = checks[name], !check.isEmpty else {
      let known = checks.keys.sorted().joined(separator: ", ")
      return Finding(
        .needsApproval(
          "\(name): not in review.checks, which has \(known.isEmpty ? "no entries" : known)"))
    }
    if let whyNoChecks { return Finding(.needsApproval("\(name) was not run: \(whyNoChecks)")) }
    if let why = whyApproval(of: check) { return Finding(.needsApproval(why)) }
    if case .refused(let refusal) = permission {
      return Finding(.needsApproval("\(name) was not run: \(refusal.reason) (orch trust)"))
    }
    let clock = Clock.system
    let begin = clock.monotonic()
    defer { receiveTime(clock.monotonic() - begin) }
    guard exclusive.contains(name) else { return start(name, check) }
    do throws(LockFile.Failure) {
      let lock = try lock(of: name)
      defer { withExtendedLifetime(lock) {} }
      return start(name, check)
    } catch {
      let why =
        switch error {
        case .held(let holder): "another one runs: \(holder)"
        case .system(let error): "\(error)"
        }
      return Finding(.failed("\(name) was not run: \(why)"), obstacle: .interrupted)
    }
  }

  /// The lock of an exclusive check of the project. It is in the user's own folder, because in a
  /// shared folder any user could hold the lock.
  private func lock(of name: String) throws(LockFile.Failure) -> LockFile {
    guard let lockFolder else {
      throw .system(.other("XDG_STATE_HOME", than: .ownFolder))
    }
    do throws(SystemError) { try Directory.createWithParents(lockFolder) } catch {
      throw .system(error)
    }
    let project = SHA256.hexDigest(of: Array((programRoot ?? root).utf8)).prefix(16)
    return try LockFile(
      at: Path.join(lockFolder, "check-\(project)-\(name).lock"), permissions: 0o600,
      timeout: .seconds(Self.turns * timeLimit), holder: "orch: check \(name)", clock: .system)
  }

  /// The maximum number of other checks that may run before this check.
  private static let turns = 4

  private func start(_ name: String, _ check: [String]) -> Finding {
    let words = programs(sandbox) + programs(check)
    let run = Subprocess(
      words[0], Array(words.dropFirst()), in: root,
      environment: ChildEnvironment.variables(
        from: environment,
        // The check may run code of the worker, and this code must not be allowed more decisions
        // than the worker.
        given: ["ORCH_LABEL": "check:\(name)", "ORCH_OWNER_SESSION": "check:\(name)"]),
      limits: Subprocess.Limits(time: .seconds(timeLimit)))
    do throws(Subprocess.StartError) {
      let outcome = try run.run()
      var obstacle: FailureClass?
      if case .exited(let status) = outcome.ending {
        obstacle = exitClasses[name]?[Int(status)]
      }
      return Finding(
        result(of: name, outcome),
        output: outcome.transcript(of: showsSandbox ? words : programs(check)), obstacle: obstacle)
    } catch {
      return Finding(.needsApproval("\(name) was not run: \(error)"))
    }
  }

  /// Joins a program path to `programRoot`; a name without a slash stays.
  private func programs(_ words: [String]) -> [String] {
    guard let programRoot, let program = words.first, program.utf8.contains(UInt8(ascii: "/"))
    else { return words }
    return [Path.join(programRoot, program)] + words.dropFirst()
  }

  private func result(of name: String, _ outcome: Subprocess.Outcome) -> ProofResult {
    let milliseconds = outcome.duration.nanoseconds / 1_000_000
    switch outcome.ending {
    case .exited(0): return .proved("\(name): status 0 after \(milliseconds) ms")
    case .exited(let status): return .failed("\(name): status \(status)\(outcome.lastLines)")
    case .signalled(let number):
      return .failed("\(name): ended by signal \(number)\(outcome.lastLines)")
    case .timedOut, .silent, .lingered:
      return .failed("\(name): took longer than \(timeLimit) s\(outcome.lastLines)")
    case .interrupted(let number): return .needsApproval("\(name): stopped by signal \(number)")
    }
  }
}

extension Subprocess.Outcome {
  /// The last 2 KB of the output, in lines, for the next worker.
  fileprivate var lastLines: String {
    let said = Redactor.redacted(output.text + errors.text)
    var scalars = said.unicodeScalars.suffix(2048)[...]
    while scalars.last?.properties.isWhitespace ?? false { scalars = scalars.dropLast() }
    return scalars.isEmpty ? "" : "\n\(String(scalars))"
  }

  /// The command and both streams, without text that looks like a secret.
  func transcript(of words: [String]) -> String {
    """
    command: \(Redactor.redacted(words.joined(separator: " ")))
    milliseconds: \(duration.nanoseconds / 1_000_000)

    stdout:
    \(Redactor.redacted(output.text))
    stderr:
    \(Redactor.redacted(errors.text))
    """
  }
}

extension ProofRunner {
  /// A larger file is not searched, because a searched file must fit into memory.
  static let largestSearched = 64 << 20

  /// Only git knows what the work changed.
  func checkOnly(_ paths: [String]) -> ProofResult {
    guard let work else { return .needsApproval("without a worktree nothing shows what changed") }
    let others = work.touched.filter { path in
      !paths.contains { $0 == path || $0.hasSuffix("/") && path.hasPrefix($0) }
    }
    return others.isEmpty
      ? .proved("\(work.touched.count) changed files, no others")
      : .failed("the work also changed \(Verdict.Reason.list(others.sorted()))")
  }

  func checkFile(_ path: String) -> ProofResult {
    result(of: path) { file in
      file.status.identity.size == 0 ? .failed("\(path): empty") : nil
    }
  }

  func check(_ text: String, in path: String) -> ProofResult {
    result(of: path) { (file) throws(SystemError) in
      if let refusal = refusal(of: file, path) { return refusal }
      let contents = try FileContents(reading: file.descriptor)
      guard contents.contains(Array(text.utf8)) else {
        return .failed("\(path): the text is not in it")
      }
      guard let work, work.isMerged(text, Path.relative(file.place, to: root)) else { return nil }
      return .needsApproval("\(path): the text came with what was merged (orch approve accepts it)")
    }
  }

  func refusal(of file: borrowing ProjectFile, _ path: String) -> ProofResult? {
    file.status.identity.size <= Self.largestSearched
      ? nil : .needsApproval("\(path): larger than \(Self.largestSearched >> 20) MB, not searched")
  }

  /// - Parameter fault: returns the fault of the file other than its age.
  func result(
    of path: String, fault: (borrowing ProjectFile) throws(SystemError) -> ProofResult?
  ) -> ProofResult {
    do throws(ProjectFile.Refusal) {
      let file = try ProjectFile(path, below: root)
      if let fault = try found({ () throws(SystemError) in try fault(file) }) { return fault }
      guard isChanged(file) else {
        return .needsApproval("\(path): unchanged since the claim (orch approve accepts it)")
      }
      if let origin = work?.origin(Path.relative(file.place, to: root)) {
        return .needsApproval("\(path): came from \(origin) (orch approve accepts it)")
      }
      let since = claimedAt == nil && work == nil ? "" : ", changed since the claim"
      return .proved("\(path): \(file.status.identity.size) bytes\(since)")
    } catch {
      let finding = "\(path): \(error.reason)"
      return error.isOfWork ? .failed(finding) : .needsApproval(finding)
    }
  }

  private func found(
    _ look: () throws(SystemError) -> ProofResult?
  ) throws(ProjectFile.Refusal) -> ProofResult? {
    do { return try look() } catch { throw ProjectFile.Refusal(reason: error.reason) }
  }

  /// Whether the modification time or the status change time is new. A copy may keep an old
  /// modification time, and a rename changes only the status change time.
  private func isChanged(_ file: borrowing ProjectFile) -> Bool {
    if let work { return work.own.contains(Path.relative(file.place, to: root)) }
    guard let claimedAt else { return true }
    let status = file.status
    return max(status.identity.modified, status.changed) / 1_000_000_000 >= claimedAt
  }
}
