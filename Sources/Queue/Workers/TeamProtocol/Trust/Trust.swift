public import Host

/// Whether the places outside of home and the programs that a home's `orch.json` names are used.
///
/// The file may have come with a clone. It counts once a person trusted these very bytes, and
/// those of the project's own files that it starts; and only as long as no other user could have
/// written any of what is started. Source: `docs/reliability.md`, "A folder from a stranger".
public struct Trust: Sendable {
  /// The folder of the queue, links followed.
  public let home: String
  /// Where programs start, links followed.
  let root: String
  /// The bytes of the `orch.json` that the programs' names were read from.
  let settings: [UInt8]
  let programs: [NamedProgram]
  /// The queue's file, links followed.
  private let queue: String?
  /// The variables that programs see: their `PATH` says where one is found.
  private let environment: [String: String]
  private let store: TrustStore?
  /// The hash of what is trusted, as the environment says it.
  private let expectedHash: String?

  /// - Parameters:
  ///   - home: the folder of the queue.
  ///   - root: the project root.
  ///   - settings: the bytes of `orch.json`.
  ///   - programs: those that it names.
  ///   - queue: the queue's file, which changes all the time.
  ///   - environment: this process's own; `ORCH_TRUST` holds the hash of what is trusted where
  ///     no person can say so, as in a container.
  public init(
    home: String, root: String, settings: [UInt8], programs: [NamedProgram],
    queue: String? = nil, environment: Environment
  ) {
    self.home = Path.resolved(home) ?? home
    self.root = Path.resolved(root) ?? root
    self.settings = settings
    self.programs = programs
    self.queue = queue.flatMap(Path.resolved)
    self.environment = ChildEnvironment.variables(from: environment)
    store = TrustStore(environment: environment)
    expectedHash = environment["ORCH_TRUST"]
  }

  public var file: String { Path.join(home, "orch.json") }

  /// Whether all of it is used.
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
    // An untrusted file may be large: it is not read.
    if trusted == nil, expectedHash == nil { throw .untrusted(home: home) }
    try checkOwnership()
    let files = try files()
    if files.hash == expectedHash { return }
    guard let trusted else { throw .otherHash(home: home) }
    let changes = changes(of: files, since: trusted)
    guard changes.isEmpty else { throw .changed(home: home, files: changes) }
  }

  /// What was trusted before; `nil` where this home never was.
  public func trustedFiles() throws(TrustRefusal) -> TrustedFiles? {
    do throws(TrustStoreError) { return try store?.files(of: home) } catch { throw .store(error) }
  }

  /// The files that are not as they were trusted. One that is gone starts nothing; but where
  /// something else has its name, such as a folder, that may be started.
  public func changes(of files: TrustedFiles, since trusted: TrustedFiles) -> [String] {
    let changes = files.changes(since: trusted)
    // Other words, other files.
    if changes.first == "orch.json" { return changes }
    return changes
      + trusted.files.map(\.path).filter {
        !files.has(path: $0) && (try? FileStatus(ofName: Path.join(home, $0))) != nil
      }
  }

  /// `orch.json`, and each file of the project that a program's words name.
  public func files() throws(TrustRefusal) -> TrustedFiles {
    // By bytes: two paths may be one to a `String`.
    let own = startedFiles().filter(isOwn).map(place).filter { !isWritten($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var files = [TrustedFiles.File(path: "orch.json", digest: SHA256.hexDigest(of: settings))]
    for (index, file) in own.enumerated()
    where index == 0 || !own[index - 1].utf8.elementsEqual(file.utf8) {
      files.append(try digest(of: file))
    }
    return TrustedFiles(files)
  }

  /// Whether a file came with the project, by its name or by where it is. What a relative word
  /// names did, wherever a link or `..` leads.
  private func isOwn(_ named: String) -> Bool {
    isInProject(named) || Path.resolved(named).map(isInProject) ?? false
  }

  private func isInProject(_ path: String) -> Bool {
    Path.isInside(path, root) || Path.isInside(path, home)
  }

  /// The path by which a file of the project is known: links followed where that stays in it.
  private func place(_ named: String) -> String {
    if let resolved = Path.resolved(named), isInProject(resolved) { return resolved }
    let folder = Path.parent(of: named)
    return Path.join(Path.resolved(folder) ?? folder, Path.name(of: named))
  }

  /// Whether it is what `orch` writes itself: the queue, which is no program.
  private func isWritten(_ file: String) -> Bool {
    queue.map { file.utf8.elementsEqual($0.utf8) } ?? false
  }

  private func digest(of file: String) throws(TrustRefusal) -> TrustedFiles.File {
    do throws(SystemError) {
      let bytes = try FileDescriptor(opening: file, for: .reading).readWhole()
      return .init(path: Path.relative(file, to: home), digest: SHA256.hexDigest(of: bytes))
    } catch {
      throw .system(error)
    }
  }

  /// What keeps programs from being run; where one is not there yet, what comes is not trusted by
  /// what is said now.
  public var obstacles: [(key: String, obstacle: ProgramLookup.Obstacle)] {
    programs.filter { !$0.isFile }.compactMap { program in
      lookup(program.words[0]).obstacle.map { (program.key, $0) }
    }
  }

  /// The words that name a folder of the project, or another file for each row: what a program
  /// reads there is not part of what is trusted.
  public var uncoveredWords: [String] {
    programs.flatMap { $0.words.dropFirst() }.filter { word in
      let isFolder = (try? FileStatus(of: Path.join(root, word)))?.kind == .directory
      return isFolder
        || word.utf8.contains(UInt8(ascii: "/")) && word.utf8.contains(UInt8(ascii: "{"))
    }
  }

  /// The programs with their interpreters, and the files that stand among their words, as they are
  /// found: links are not followed. What is not there is left out.
  private func startedFiles() -> [String] {
    programs.flatMap { program in
      if program.isFile { return program.words.flatMap(filesNamed) }
      // Also one that is not executable yet.
      let isPath = program.words[0].utf8.contains(UInt8(ascii: "/"))
      return lookup(program.words[0]).files
        + program.words.dropFirst(isPath ? 0 : 1).flatMap(filesNamed)
    }
  }

  private func lookup(_ word: String) -> ProgramLookup {
    ProgramLookup(word, in: root, environment: environment)
  }

  /// The file that an argument names, also behind the `=` of `--script=worker.sh`.
  private func filesNamed(in word: String) -> [String] {
    let value = word.utf8.firstIndex(of: UInt8(ascii: "="))
      .map { String(word[word.utf8.index(after: $0)...]) }
    return [word, value].compactMap(\.self).map { Path.join(root, $0) }
      .filter { (try? FileStatus(of: $0))?.kind == .regular }
  }

  // MARK: Who may write it

  /// Refuses what another user may write, or owns: home and the project root, the folders between
  /// them, `orch.json`, and each file that is started, with the folders up to the root of the file
  /// system, also those of links on the way.
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
  }
}

/// A program that `orch.json` names.
public struct NamedProgram: Equatable, Sendable {
  /// Where the file names it: `spawn.argv`, `review.checks.test`.
  public let key: String
  /// The program and its arguments; at least one word.
  public let words: [String]

  /// Whether it is a file that a program is given, and none itself.
  let isFile: Bool

  public init(key: String, words: [String]) {
    (self.key, self.words, isFile) = (key, words, false)
  }

  /// A file that a program is given, such as the text before each message.
  public init(key: String, file: String) {
    (self.key, words, isFile) = (key, [file], true)
  }
}
