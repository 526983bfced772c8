import Host

/// A folder in which programs of `orch.json` run, with the sandbox that was made for this folder.
public struct ProgramPlace: Sendable {
  /// With links followed.
  public let folder: String
  /// The folder to which the names of programs are relative. A person trusts the files that words
  /// name there.
  public let programRoot: String
  public let sandbox: SandboxedStart
  /// Why no program runs here; `nil` if programs run.
  public let obstacle: String?

  /// - Parameter programRoot: `nil` for the folder itself.
  public init(
    _ folder: String, programRoot: String? = nil, sandbox: SandboxedStart = SandboxedStart(),
    obstacle: String? = nil
  ) {
    self.folder = Path.resolved(folder) ?? folder
    self.programRoot = programRoot.map { Path.resolved($0) ?? $0 } ?? self.folder
    self.sandbox = sandbox
    self.obstacle = obstacle
  }

  /// The files that words name in the folder, if they are neither those that a person trusts nor as
  /// they were before the work; from the folder.
  ///
  /// - Parameter isChanged: whether the work changed the file at a path from the folder.
  func unvettedFiles(of words: [String], _ isChanged: (String) -> Bool) -> [String] {
    // Trust covers the files themselves.
    if folder == programRoot { return [] }
    var files: [String] = []
    for name in words.flatMap(NamedProgram.names) {
      let named = Path.join(folder, name)
      let place = Path.resolved(named)
      // A link to a file may have changed, or the file itself.
      let paths = [named, place].compactMap(\.self).map { Path.relative($0, to: folder) }
      guard let changed = paths.first(where: isChanged), !files.contains(changed) else { continue }
      let trusted = Self.bytes(of: Path.join(programRoot, name))
      if let trusted, place.flatMap(Self.bytes) == trusted { continue }
      files.append(changed)
    }
    return files
  }

  private static func bytes(of path: String) -> [UInt8]? {
    guard (try? FileStatus(of: path))?.kind == .regular else { return nil }
    return try? FileDescriptor(opening: path, for: .reading).readWhole(upTo: 64 << 20)
  }

  /// Joins the path of a program to `programRoot`, because a worker may have changed the file of
  /// this name in the folder. A name without a slash stays.
  func located(_ words: [String]) -> [String] {
    guard folder != programRoot, let program = words.first,
      program.utf8.contains(UInt8(ascii: "/"))
    else { return words }
    return [Path.join(programRoot, program)] + words.dropFirst()
  }
}
