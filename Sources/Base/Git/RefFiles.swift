import Host

/// The refs of a repository, read from its files without git, so that an obstacle to the use of a
/// branch is found before git or a worker is started. Source: gitrepository-layout(5).
public struct RefFiles: Sendable {
  /// The folder that all worktrees share.
  private let commonFolder: String
  /// The worktrees in which branches are checked out.
  private let places: [Branch: String]

  /// - Parameter top: the top folder of a worktree.
  /// - Returns: `nil` if its files can't be found.
  public init?(of top: String) {
    guard let common = GitHead.folders(of: top)?.common.flatMap(Path.resolved) else { return nil }
    commonFolder = common
    var places: [Branch: String] = [:]
    // The main worktree; a bare repository has no main worktree.
    if Path.name(of: common) == ".git" {
      for branch in Self.branches(of: common) { places[branch] = Path.parent(of: common) }
    }
    let parent = Path.join(common, "worktrees")
    for worktree in Self.worktrees(in: parent) {
      let folder = Path.join(parent, worktree.name)
      for branch in Self.branches(of: folder) { places[branch] = worktree.path }
    }
    self.places = places
  }

  /// All worktrees except the main one: the name of the worktree's git folder, the worktree's path,
  /// and the contents of its `HEAD`.
  ///
  /// - Parameter folder: the folder `worktrees` in the folder that all worktrees share.
  public static func worktrees(in folder: String) -> [(name: String, path: String, head: String)] {
    ((try? Directory.names(in: folder)) ?? []).compactMap { name in
      let own = Path.join(folder, name)
      guard let path = Repository.worktree(of: own), let head = line(of: Path.join(own, "HEAD"))
      else { return nil }
      return (name, path, head)
    }
  }

  /// The branch that is checked out, and the branch of a rebase: git checks out neither in another
  /// worktree.
  private static func branches(of folder: String) -> [Branch] {
    let head = line(of: Path.join(folder, "HEAD")).flatMap { line in
      line.hasPrefix("ref: ") ? Branch(ref: line.dropFirst(5)) : nil
    }
    return [head, GitHead.rebasedBranch(in: folder).flatMap { Branch(ref: $0) }].compactMap(\.self)
  }

  /// The worktree in which a branch is checked out; `nil` for none.
  public func place(of branch: Branch) -> String? { places[branch] }

  /// A fault of a ref. Whether the ref's object exists is not checked.
  public enum Fault: Equatable, Sendable {
    /// The ref is symbolic.
    case isSymbolic
    /// The file of the ref has no id.
    case isDamaged
    /// There are refs below this one, such as `of`.
    case isFolder(of: String)
  }

  /// - Returns: `nil` if nothing is wrong, or there is no such ref.
  public func fault(of branch: Branch) -> Fault? {
    let path = Path.join(commonFolder, branch.ref)
    guard let status = try? FileStatus(ofName: path) else { return nil }
    if status.kind == .directory {
      return firstRef(below: branch.ref).map { .isFolder(of: $0) }
    }
    guard let line = Self.line(of: path) else { return .isDamaged }
    if line.hasPrefix("ref: ") { return .isSymbolic }
    return ObjectID(line) == nil ? .isDamaged : nil
  }

  /// A file whose path is that of a folder that git needs to make a worktree and a branch; `nil` if
  /// there is none.
  ///
  /// - Parameter folders: the prefixes of the branch's name that are folders.
  public func fileInTheWay(of folders: [Branch]) -> String? {
    let needed = ["worktrees"] + folders.map(\.ref) + folders.map { "logs/\($0.ref)" }
    return needed.map { Path.join(commonFolder, $0) }.first { path in
      (try? FileStatus(of: path)).map { $0.kind != .directory } ?? false
    }
  }

  /// The first ref below a name. Git removes folders without refs by itself, so only refs are
  /// looked for.
  private func firstRef(below ref: String) -> String? {
    let folder = Path.join(commonFolder, ref)
    for name in ((try? Directory.names(in: folder)) ?? []).sorted() where !name.hasSuffix(".lock") {
      let kind = (try? FileStatus(ofName: Path.join(folder, name)))?.kind
      let found = kind == .directory ? firstRef(below: "\(ref)/\(name)") : "\(ref)/\(name)"
      if let found { return found }
    }
    return nil
  }

  /// Whether a ref exists, whatever its contents.
  public func has(_ ref: String) -> Bool {
    if (try? FileStatus(ofName: Path.join(commonFolder, ref)))?.kind == .regular { return true }
    return Self.isPacked(" \(ref)\n", in: commonFolder)
  }

  /// The object of a ref that is not symbolic; `nil` if it is in none of the files.
  public func commit(of ref: String) -> ObjectID? {
    if let line = Self.line(of: Path.join(commonFolder, ref)) { return ObjectID(line) }
    guard let packed = Self.packed(in: commonFolder),
      let end = packed.firstOffset(of: Array(" \(ref)\n".utf8), from: 0)
    else { return nil }
    return ObjectID(
      String(decoding: packed[..<end].reversed().prefix { $0 != 10 }.reversed(), as: UTF8.self))
  }

  fileprivate static func isPacked(_ text: String, in commonFolder: String) -> Bool {
    packed(in: commonFolder)?.firstOffset(of: Array(text.utf8), from: 0) != nil
  }

  private static func packed(in commonFolder: String) -> [UInt8]? {
    try? FileDescriptor(
      opening: Path.join(commonFolder, "packed-refs"), for: .readingNoLink
    ).readWhole(upTo: longest)
  }

  /// Whether the repository's settings may have one of these sections: the files are searched for
  /// the names of the sections, and not parsed.
  public func mayHaveSettings(in sections: [String]) -> Bool {
    let files = ["config", "config.worktree"].map { Path.join(commonFolder, $0) }
    return files.contains { path in
      guard let file = try? FileDescriptor(opening: path, for: .reading),
        (try? file.status())?.kind == .regular, let bytes = try? file.readWhole(upTo: Self.longest)
      else { return false }
      let text = bytes.map { (65...90).contains($0) ? $0 + 32 : $0 }
      return sections.contains { text.firstOffset(of: Array($0.utf8), from: 0) != nil }
    }
  }

  private static func line(of path: String) -> String? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      (try? file.status())?.kind == .regular, let bytes = try? file.read(4096, at: 0)
    else { return nil }
    return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  /// The largest number of bytes that are read of a file.
  private static let longest = 64 << 20
}

extension Repository {
  /// Whether a ref may exist, or a ref below `ref` if that ends at a slash. Git is not run.
  public func mayHave(_ ref: String) -> Bool {
    let place = Path.join(commonFolder, ref)
    // Refs may also be in tables. Source: gitformat-reftable(5).
    if (try? FileStatus(ofName: Path.join(commonFolder, "reftable"))) != nil { return true }
    if ref.hasSuffix("/") {
      let isEmpty = (try? Directory.names(in: place))?.isEmpty ?? true
      return !isEmpty || RefFiles.isPacked(" \(ref)", in: commonFolder)
    }
    let kind = (try? FileStatus(ofName: place))?.kind
    return (kind != nil && kind != .directory) || RefFiles.isPacked(" \(ref)\n", in: commonFolder)
  }
}

extension GitHead {
  /// The git folder of a checkout, and the git folder that the checkout shares with other
  /// worktrees.
  ///
  /// - Parameter top: the top folder of the checkout.
  /// - Returns: `nil` if the checkout's git folder can't be found; no `common` if the shared folder
  ///   can't be found.
  static func folders(of top: String) -> (own: String, common: String?)? {
    let link = Path.join(top, ".git")
    if (try? FileStatus(ofName: link))?.kind == .directory { return (link, link) }
    return linkedFolder(at: link).map { ($0, sharedFolder(of: $0)) }
  }
}
