public import Host

/// Decides whether orch uses the programs, and the places outside home, that a home's `orch.json`
/// names.
///
/// The file may come from a clone. It is used only after a person has trusted its exact bytes, and
/// the bytes of the project's own files that it starts. In addition, no other user may be able to
/// write any started file. Source: `docs/reliability.md`, "A folder from a stranger".
public struct Trust: Sendable {
  /// The folder of the queue, links followed.
  public let home: String
  /// The folder in which programs start, with links followed.
  let root: String
  /// The bytes of the `orch.json` from which the programs' names were read.
  let settings: [UInt8]
  let programs: [NamedProgram]
  /// The queue's file, links followed.
  private let queue: String?
  /// The files and folders whose content tells workers what to do.
  private let orders: [String]
  /// The variables of the programs: `PATH` is used to find them.
  private let environment: [String: String]
  private let store: TrustStore?
  /// The hash of the trusted files, from the environment.
  private let expectedHash: String?

  /// - Parameters:
  ///   - home: the folder of the queue.
  ///   - root: the project root.
  ///   - settings: the bytes of `orch.json`.
  ///   - programs: the programs that it names.
  ///   - queue: the queue's file, which changes all the time.
  ///   - orders: the files and folders whose content tells workers what to do; some may be missing.
  ///   - environment: this process's environment; `ORCH_TRUST` has the hash of the trusted files if
  ///     there is no person to ask, for example in a container.
  public init(
    home: String, root: String, settings: [UInt8], programs: [NamedProgram],
    queue: String? = nil, orders: [String] = [], environment: Environment
  ) {
    self.home = Path.resolved(home) ?? home
    self.root = Path.resolved(root) ?? root
    self.settings = settings
    self.programs = programs
    self.queue = queue.flatMap(Path.resolved)
    self.orders = orders
    self.environment = ChildEnvironment.variables(from: environment)
    store = TrustStore(environment: environment)
    expectedHash = environment["ORCH_TRUST"]
  }

  public var file: String { Path.join(home, "orch.json") }

  /// Whether the programs and places are used, or why not.
  public func permission() -> TrustPermission {
    do throws(TrustRefusal) {
      try checkIsTrusted()
      return .allowed
    } catch {
      return .refused(error)
    }
  }

  private func checkIsTrusted() throws(TrustRefusal) {
    let trusted = try trustedFiles()
    // An untrusted file may be large, so it is not read.
    if trusted == nil, expectedHash == nil { throw .untrusted(home: home) }
    try checkOwnership()
    let files = try files()
    if files.hash == expectedHash { return }
    guard let trusted else { throw .otherHash(home: home) }
    let changes = changes(of: files, since: trusted)
    guard changes.isEmpty else { throw .changed(home: home, files: changes) }
  }

  /// The files that were trusted before; `nil` if this home was never trusted.
  public func trustedFiles() throws(TrustRefusal) -> TrustedFiles? {
    do throws(TrustStoreError) { return try store?.files(of: home) } catch { throw .store(error) }
  }

  /// The files that have changed since they were trusted. A missing file does not count, because it
  /// starts nothing. But if something else has its name, such as a folder, it counts, because it
  /// may be started.
  public func changes(of files: TrustedFiles, since trusted: TrustedFiles) -> [String] {
    let changes = files.changes(since: trusted)
    // If `orch.json` changed, it names other files.
    if changes.first == "orch.json" { return changes }
    return changes
      + trusted.files.map(\.path).filter {
        !files.has(path: $0) && (try? FileStatus(ofName: Path.join(home, $0))) != nil
      }
  }

  /// `orch.json`, and each file of the project that a program's words name.
  public func files() throws(TrustRefusal) -> TrustedFiles {
    // Paths are compared by bytes, because `String` may consider two different paths equal.
    let own = startedFiles().filter(isOwn).map(place).filter { !isWritten($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var files = [TrustedFiles.File(path: "orch.json", digest: SHA256.hexDigest(of: settings))]
    for (index, file) in own.enumerated()
    where index == 0 || !own[index - 1].utf8.elementsEqual(file.utf8) {
      files.append(try digest(of: file))
    }
    return TrustedFiles(files)
  }

  /// Whether a file came with the project, by its name or by its place. A file that is named by a
  /// relative word came with the project, even if a link or `..` leads elsewhere.
  private func isOwn(_ named: String) -> Bool {
    isInProject(named) || Path.resolved(named).map(isInProject) ?? false
  }

  private func isInProject(_ path: String) -> Bool {
    Path.isInside(path, root) || Path.isInside(path, home)
  }

  /// The path that identifies a file of the project: links are followed if they stay in the
  /// project.
  private func place(_ named: String) -> String {
    if let resolved = Path.resolved(named), isInProject(resolved) { return resolved }
    let folder = Path.parent(of: named)
    return Path.join(Path.resolved(folder) ?? folder, Path.name(of: named))
  }

  /// Whether `orch` itself writes the file: the queue, which is not a program.
  private func isWritten(_ file: String) -> Bool {
    queue.map { file.utf8.elementsEqual($0.utf8) } ?? false
  }

  private func digest(of file: String) throws(TrustRefusal) -> TrustedFiles.File {
    do throws(SystemError) {
      let digest = try KeptDigests.shared.digest(ofFile: file, now: Clock.system.now())
      return .init(path: Path.relative(file, to: home), digest: digest)
    } catch {
      throw .system(error)
    }
  }

  /// The obstacles to running the programs. If a program is missing, trust that is given now does
  /// not cover a file that appears later.
  public var obstacles: [(key: String, obstacle: ProgramLookup.Obstacle)] {
    programs.filter { $0.kind == .program }.compactMap { program in
      lookup(program.words[0]).obstacle.map { (program.key, $0) }
    }
  }

  /// The words that name a folder of the project, or a different file for each row. Trust does not
  /// cover the files that a program reads there.
  public var uncoveredWords: [String] {
    programs.flatMap { $0.words.dropFirst() }.filter { word in
      let isFolder = (try? FileStatus(of: Path.join(root, word)))?.kind == .directory
      return isFolder
        || word.utf8.contains(UInt8(ascii: "/")) && word.utf8.contains(UInt8(ascii: "{"))
    }
  }

  /// The programs with their interpreters, and the files among their words, by the paths at which
  /// they are found, without following links. Missing files are left out.
  private func startedFiles() -> [String] {
    programs.flatMap { program in
      switch program.kind {
      case .program: break
      case .file: return program.words.flatMap(filesNamed)
      case .variables: return []
      }
      // A path is included even if the file is not executable yet.
      let isPath = program.words[0].utf8.contains(UInt8(ascii: "/"))
      return lookup(program.words[0]).files
        + program.words.dropFirst(isPath ? 0 : 1).flatMap(filesNamed)
    }
  }

  private func lookup(_ word: String) -> ProgramLookup {
    ProgramLookup(word, in: root, environment: environment)
  }

  /// The files that an argument names.
  private func filesNamed(in word: String) -> [String] {
    NamedProgram.names(in: word).map { Path.join(root, $0) }
      .filter { (try? FileStatus(of: $0))?.kind == .regular }
  }

  // MARK: Write access

  /// Refuses files and folders that another user owns or may write: home and the project root, the
  /// folders between them, `orch.json`, and each file that is started, with its parent folders up
  /// to the root of the file system, and the parent folders of links in the path. Refuses orders
  /// that every user may write.
  public func checkOwnership() throws(TrustRefusal) {
    try FileOwnership.check(home, of: [.currentUser])
    if !settings.isEmpty { try FileOwnership.check(file, of: [.currentUser]) }
    var folder = home
    while !folder.utf8.elementsEqual(root.utf8), Path.isInside(folder, root) {
      folder = Path.parent(of: folder)
      try FileOwnership.check(folder, of: [.currentUser])
    }
    if !Path.isInside(home, root) { try FileOwnership.check(root, of: [.currentUser]) }
    try FileOwnership.checkPath(to: root)
    try FileOwnership.checkPath(to: home)
    for file in startedFiles() {
      try FileOwnership.checkPath(to: file)
      try FileOwnership.check(file, of: [.currentUser, .root])
    }
    for place in orders { try FileOwnership.checkGivesOrders(place) }
  }
}

/// A program that `orch.json` names.
public struct NamedProgram: Equatable, Sendable {
  /// The key in the file: `spawn.argv`, `review.checks.test`.
  public let key: String
  /// The program and its arguments; at least one word.
  public let words: [String]

  let kind: Kind

  enum Kind: Equatable, Sendable {
    case program
    /// A file that is passed to a program, such as the text before each message.
    case file
    /// A file with variables for programs. Trust does not cover its contents, which are secrets
    /// that change; `EnvironmentFile` checks that it did not come with the project.
    case variables
  }

  public init(key: String, words: [String]) {
    (self.key, self.words, kind) = (key, words, .program)
  }

  /// The paths that an argument may be, including one after the `=` of `--script=worker.sh`.
  static func names(in word: String) -> [String] {
    let value = word.utf8.firstIndex(of: UInt8(ascii: "="))
      .map { String(word[word.utf8.index(after: $0)...]) }
    return [word, value].compactMap(\.self)
  }

  public init(key: String, file: String) {
    (self.key, words, kind) = (key, [file], .file)
  }

  public init(key: String, variables: String) {
    (self.key, words, kind) = (key, [variables], .variables)
  }
}
