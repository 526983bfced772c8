public import Gate
public import Host
public import Model
import Text

/// Checks the criteria that are proofs: `file:`, `grep:`, `json:`, `cmd:`, `ci:`, `only:`, `exit:`.
///
/// The texts of proofs come from a table that many people write. A text can only choose a file
/// below the root to read, or an entry of `checks` to run. It can never name a program.
public struct ProofRunner: Sendable {
  /// The folder in which files are looked for, and programs run. Files outside of it do not count.
  public let place: ProgramPlace
  /// The reason why no check runs in any folder; `nil` if checks run.
  public let whyNoChecks: String?
  /// Programs and their arguments by name: `review.checks` of `orch.json`.
  public let checks: [String: [String]]
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
  /// Checks a proof again if the folder may lack files that the proof needs, or if a check passed
  /// without a test; `nil` if the first finding counts.
  public var reconsider: (@Sendable (Proof, Finding) -> Finding)?
  /// Called with the time that each program ran, and waited for another one.
  public var receiveTime: @Sendable (Duration) -> Void = { _ in }
  /// The time limit of a program, in seconds.
  public let timeLimit: Int
  /// The source of the programs' variables.
  public let environment: Environment

  public init(
    in place: ProgramPlace, whyNoChecks: String? = nil, checks: [String: [String]],
    permission: TrustPermission, protected: [String]? = nil, claimedAt: Int?, startedAt: Int? = nil,
    timeLimit: Int, environment: Environment
  ) {
    self.place = place
    self.whyNoChecks = whyNoChecks
    self.checks = checks
    self.permission = permission
    self.protected = protected
    self.claimedAt = claimedAt
    self.startedAt = startedAt
    self.timeLimit = timeLimit
    self.environment = environment
  }

  var root: String { place.folder }
  private let seal = FolderSeal()

  /// Notes the files by which the checks are vetted, before and after a program sets up the folder.
  public func noteFilesThatVet() { seal.note(filesThatVetAll()) }

  private func filesThatVetAll() -> Set<String> {
    checks.values.reduce(into: []) { $0.formUnion(filesThatVet($1)) }
  }

  /// A runner of the same proofs in another folder, with the sandbox of that folder.
  public func looking(in place: ProgramPlace) -> ProofRunner {
    var runner = ProofRunner(
      in: place, whyNoChecks: whyNoChecks, checks: checks, permission: permission,
      protected: protected, claimedAt: claimedAt, startedAt: startedAt, timeLimit: timeLimit,
      environment: environment)
    (runner.work, runner.filesAtStart) = (work, filesAtStart)
    runner.becomesPullRequest = becomesPullRequest
    (runner.exclusive, runner.lockFolder) = (exclusive, lockFolder)
    (runner.exit, runner.exitClasses) = (exit, exitClasses)
    (runner.reconsider, runner.receiveTime) = (reconsider, receiveTime)
    return runner
  }

  /// The work in a worktree. The changed files come from git, because in a new worktree every file
  /// has a new modification time.
  public struct Work: Sendable {
    /// The paths of the changed files, from the root. Those outside of it begin with `..`.
    public let changed: Set<String>
    /// The files whose bytes the work itself changed. A changed mode does not count, and neither
    /// does merged work of others.
    public let own: Set<String>
    /// The files of which the work itself changed the bytes or the mode.
    public let touched: Set<String>
    /// The path from the root to the top folder of the repository; empty if they are the same.
    public var pathToTop = ""
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

  /// Checks the criteria that are proofs. Proofs that start a program are only checked if
  /// `runsPrograms` is `true`. In a worktree they come last, because a program may change files that
  /// are committed already. Elsewhere a program may make the file that the next proof is about.
  ///
  /// - Returns: the results in the order of the criteria.
  public func check(_ checklist: [String], runsPrograms: Bool = true) -> [CheckedCriterion] {
    let proofs = checklist.enumerated().compactMap { index, criterion in
      Proof.parse(criterion).map { (index: index, criterion: criterion, proof: $0) }
    }
    let order =
      work == nil
      ? proofs : proofs.filter { !$0.proof.isProgram } + proofs.filter(\.proof.isProgram)
    return order.compactMap { index, criterion, proof in
      if proof.isProgram, !runsPrograms { return nil }
      if proof.isOfPullRequest, !becomesPullRequest { return nil }
      let found = check(proof)
      return CheckedCriterion(
        index: index, criterion: criterion, proof: proof, result: found.result,
        output: found.output, obstacle: found.obstacle)
    }.sorted { $0.index < $1.index }
  }

  public func check(_ proof: Proof) -> Finding {
    let found = look(proof)
    return found.isOpen ? reconsider?(proof, found) ?? found : found
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

    /// How many tests a check ran, by the summary of its runner; `nil` without a known summary.
    public var tests: Int?

    public init(_ result: ProofResult, output: String = "", obstacle: FailureClass? = nil) {
      (self.result, self.output, self.obstacle) = (result, output, obstacle)
    }

    /// Whether another folder may show more.
    fileprivate var isOpen: Bool {
      switch result {
      case .failed: obstacle == nil
      case .proved: tests == 0
      case .leftToPullRequest, .needsApproval: false
      }
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
    let rewritten = seal.changes(of: filesThatVet(check), among: filesThatVetAll)
    if !rewritten.isEmpty {
      let paths = rewritten.map { Path.relative($0, to: root) }
      return Finding(
        .needsApproval(
          "\(Verdict.Reason.list(paths)) changed while another check, or worktrees.setup, ran"))
    }
    let program: VettedProgram
    do throws(VettedProgram.Refusal) {
      program = try VettedProgram(
        check, called: name, in: place,
        environment: ChildEnvironment.variables(
          from: environment,
          // The check may run code of the worker, and this code must not be allowed more decisions
          // than the worker.
          given: ["ORCH_LABEL": "check:\(name)", "ORCH_OWNER_SESSION": "check:\(name)"]),
        timeLimit: timeLimit,
        turn: exclusive.contains(name) ? VettedProgram.Turn(in: lockFolder) : nil,
        isChanged: isChangedByWork)
    } catch {
      switch error {
      case .changed: return Finding(.needsApproval(error.reason))
      case .place, .hidden:
        return Finding(.needsApproval("\(name) was not run: \(error.reason)"))
      }
    }
    do throws(VettedProgram.Failure) {
      let outcome = try program.run(receiveTime: receiveTime)
      var obstacle: FailureClass?
      if case .exited(let status) = outcome.ending {
        obstacle = exitClasses[name]?[Int(status)]
      }
      var found = Finding(
        result(of: name, outcome), output: outcome.transcript(of: program.shownWords),
        obstacle: obstacle)
      found.tests = TestSummary.count(in: outcome.output.text + "\n" + outcome.errors.text)
      return found
    } catch {
      let reason = "\(name) was not run: \(error)"
      switch error {
      case .start: return Finding(.needsApproval(reason))
      case .turn: return Finding(.failed(reason), obstacle: .interrupted)
      }
    }
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
