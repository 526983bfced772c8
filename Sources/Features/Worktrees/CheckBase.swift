import Attempts
import Door
import Gate
import Git
import Host
import Text
import Workers

/// Use case: runs `worktrees.base_checks` once on each commit at which rows begin, and records the
/// results.
///
/// The checks run in a worktree of their own: files that a check leaves in a row's worktree would
/// be committed as the row's work.
struct CheckBase: Sendable {
  let workspace: Workspace
  let clock: Clock
  /// The folder of the checkout to which the paths of rows' files are relative.
  let root: String

  private var records: BaseRecords { BaseRecords(sidecar: workspace.sidecar) }
  private var names: [String] { workspace.worktreeSettings.baseChecks }

  /// The checks that fail on a commit, with what they printed; `nil` if a check has not judged the
  /// commit yet.
  func failures(of commit: ObjectID) -> [(check: String, said: String)]? {
    if names.isEmpty { return [] }
    let found = records.all
    var failures: [(check: String, said: String)] = []
    for check in names {
      let digest = digest(of: check)
      guard let record = found.last(where: { $0.is(commit, check, digest) }) else { return nil }
      if let said = record.failure { failures.append((check, said)) }
    }
    return failures
  }

  /// Runs the checks that have not judged a commit. If another process runs checks of the
  /// repository, waits for that process first.
  ///
  /// - Parameters:
  ///   - worker: the worker in whose sandbox the checks run; `nil` for none.
  ///   - note: receives lines for the worker's log.
  /// - Returns: the problem if the setup failed; `nil` if all checks have judged the commit.
  /// - Throws: if a check can't judge the commit now.
  func callAsFunction(
    _ commit: ObjectID, in main: Repository, by worker: String?,
    _ note: (String) -> Void
  ) throws -> String? {
    let review = workspace.settings.review
    let seconds = workspace.worktreeSettings.setupSeconds + names.count * review.checkSeconds
    let lock = try RepositoryLock(
      of: main, .bases, timeout: .seconds(seconds + 60), holder: "orch: check of the base",
      clock: clock)
    defer { withExtendedLifetime(lock) {} }
    if failures(of: commit) != nil { return nil }
    let scratch = ScratchWorktree(
      workspace: workspace, clock: clock, main: main, root: root,
      path: Path.join(try workspace.worktreeRoot(), "+base-\(repositoryDigest(main))"))
    let branch = Branch(String(commit.text.prefix(10)))
    return try scratch(of: commit, called: branch, by: worker, note: note) { folder, setupEnd in
      if let setupEnd { return setupEnd }
      let profile = worker.flatMap { workspace.profiles[$0] }
      let runner = workspace.proofRunner(
        in: try workspace.programPlace(folder, by: profile), review, try workspace.permission())
      for check in names { try run(check, on: commit, runner, note) }
      return nil
    }
  }

  /// Each repository has a lock of its own.
  private func repositoryDigest(_ main: Repository) -> String {
    String(SHA256.hexDigest(of: Array(main.commonFolder.utf8)).prefix(8))
  }

  private func run(
    _ check: String, on commit: ObjectID, _ runner: ProofRunner, _ note: (String) -> Void
  ) throws {
    let digest = digest(of: check)
    if records.all.contains(where: { $0.is(commit, check, digest) }) { return }
    note("runs the check \(check) on the base \(commit.text.prefix(10))")
    let found = runner.check(.command(name: check))
    var record = BaseRecords.Record(commit: commit.text, check: check, digest: digest)
    switch found.result {
    case .failed(let said) where found.obstacle == nil:
      // The status of the check, and the first line that it printed.
      record.failure = said.split { $0.isNewline }.prefix(2).joined(separator: ": ")
    case .failed(let why), .needsApproval(let why):
      throw Problem.worktree(.baseUnchecked(why, commit: commit.text))
    case .proved, .leftToPullRequest: break
    }
    try records.add(record)
  }

  /// A digest of the check, its folder, the setup and the trusted programs.
  private func digest(of check: String) -> String {
    // If the trusted files can't be read, no record fits, and the check runs again.
    let trusted = (try? workspace.trust().trustedFiles())?.files ?? []
    let files = trusted.filter { $0.path != "orch.json" }.flatMap { [$0.path, $0.digest] }
    let words = [
      workspace.settings.review.checks[check] ?? [], workspace.worktreeSettings.setup, files,
      [root],
    ].map { $0.joined(separator: "\0") }
    return SHA256.hexDigest(of: Array(words.joined(separator: "\n").utf8))
  }
}

/// The results of the checks of commits at which rows begin: `bases.json` in the sidecar of a
/// queue.
struct BaseRecords: Sendable {
  private let sidecar: String
  private var path: String { Path.join(sidecar, "bases.json") }

  init(sidecar: String) { self.sidecar = sidecar }

  struct Record: Equatable, Sendable {
    let commit: String
    let check: String
    /// The digest of the check's definition.
    let digest: String
    /// What the check said if it failed.
    var failure: String?

    fileprivate func `is`(_ commit: ObjectID, _ check: String, _ digest: String) -> Bool {
      (self.commit, self.check, self.digest) == (commit.text, check, digest)
    }
  }

  /// The records, oldest first; none if orch did not write the file, or if it can't be read. Then
  /// the checks run again.
  var all: [Record] {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status())?.kind == .regular, let bytes = try? file.read(Self.longest, at: 0),
      let json = (try? JSONValue(parsing: bytes))?.objectValue
    else { return [] }
    return (json["bases"]?.arrayValue ?? []).compactMap { json in
      guard let json = json.objectValue, let commit = json["commit"]?.stringValue,
        let check = json["check"]?.stringValue, let digest = json["digest"]?.stringValue
      else { return nil }
      return Record(
        commit: commit, check: check, digest: digest, failure: json["failure"]?.stringValue)
    }
  }

  /// Adds a record durably.
  fileprivate func add(_ record: Record) throws(SystemError) {
    let records = all.suffix(Self.most - 1) + [record]
    let json: JSONValue = [
      "bases": .array(
        records.map { record in
          [
            "commit": .string(record.commit), "check": .string(record.check),
            "digest": .string(record.digest),
            "failure": record.failure.map { .string($0) } ?? .null,
          ]
        })
    ]
    let model = try FileStatus(of: sidecar)
    try NewFile.replace(
      path, text: "\(json)\n", permissions: model.companionPermissions, group: model.group)
  }

  private static let most = 200
  /// In bytes. A file that orch writes is never longer.
  private static let longest = 4 << 20
}
