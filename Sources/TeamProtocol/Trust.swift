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
  ///   - environment: this process's own; `ORCH_TRUST` holds the hash of what is trusted where
  ///     no person can say so, as in a container.
  public init(
    home: String, root: String, settings: [UInt8], programs: [NamedProgram],
    environment: Environment
  ) {
    self.home = Path.resolved(home) ?? home
    self.root = Path.resolved(root) ?? root
    self.settings = settings
    self.programs = programs
    self.environment = ChildEnvironment.variables(from: environment)
    store = TrustStore(environment: environment)
    expectedHash = environment["ORCH_TRUST"]
  }

  public var file: String { Path.join(home, "orch.json") }

  /// Whether all of it is used.
  public func permission() -> TrustPermission {
    do throws(TrustRefusal) {
      try checkOwnership()
      try checkIsTrusted(files())
      return .allowed
    } catch {
      return .refused(error)
    }
  }

  private func checkIsTrusted(_ files: TrustedFiles) throws(TrustRefusal) {
    if files.hash == expectedHash { return }
    guard let trusted = try trustedFiles() else {
      throw expectedHash == nil ? .untrusted(home: home) : .otherHash(home: home)
    }
    let changes = files.changes(since: trusted)
    guard changes.isEmpty else { throw .changed(home: home, files: changes) }
  }

  /// What was trusted before; `nil` where this home never was.
  public func trustedFiles() throws(TrustRefusal) -> TrustedFiles? {
    do throws(TrustStoreError) { return try store?.files(of: home) } catch { throw .store(error) }
  }

  /// `orch.json`, and each file of the project that a program's words name.
  public func files() throws(TrustRefusal) -> TrustedFiles {
    // By bytes: two paths may be one to a `String`.
    let own = startedFiles().compactMap(Path.resolved).filter(isOwn)
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var files = [TrustedFiles.File(path: "orch.json", digest: SHA256.hexDigest(of: settings))]
    for (index, file) in own.enumerated()
    where index == 0 || !own[index - 1].utf8.elementsEqual(file.utf8) {
      files.append(try digest(of: file))
    }
    return TrustedFiles(files)
  }

  private func isOwn(_ file: String) -> Bool {
    Path.isInside(file, root) || Path.isInside(file, home)
  }

  private func digest(of file: String) throws(TrustRefusal) -> TrustedFiles.File {
    do throws(SystemError) {
      let bytes = try FileDescriptor(opening: file, for: .readingNoLink).readWhole()
      return .init(path: Path.relative(file, to: home), digest: SHA256.hexDigest(of: bytes))
    } catch {
      throw .system(error)
    }
  }

  /// The programs that are not there yet: what comes is not trusted by what is said now.
  public var missingPrograms: [NamedProgram] { programs.filter { executable($0.words[0]) == nil } }

  /// The programs, and the files that stand among their words, as they are found: links are not
  /// followed. What is not there is left out.
  private func startedFiles() -> [String] {
    programs.flatMap { program in
      [executable(program.words[0])].compactMap(\.self)
        + program.words.dropFirst().flatMap(filesNamed)
    }
  }

  private func executable(_ word: String) -> String? {
    let program = Subprocess(
      word, [], in: root, environment: environment, limits: Subprocess.Limits(time: 0))
    return try? program.executable()
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
  /// system.
  public func checkOwnership() throws(TrustRefusal) {
    try FileOwnership.check(home, of: [.currentUser])
    try FileOwnership.check(file, of: [.currentUser])
    var folder = home
    while folder != root, Path.isInside(folder, root) {
      folder = Path.parent(of: folder)
      try FileOwnership.check(folder, of: [.currentUser])
    }
    if folder != root { try FileOwnership.check(root, of: [.currentUser]) }
    try FileOwnership.checkFolders(above: root)
    try FileOwnership.checkFolders(above: home)
    for found in startedFiles() {
      try FileOwnership.check(found, of: [.currentUser, .root])
      // Also those of a link to it.
      for file in [found, Path.resolved(found) ?? found] {
        try FileOwnership.checkFolders(above: file)
      }
    }
  }
}
