import Host
import Model

// A program proves nothing if the work itself could have changed the program's result. Then a
// person decides, because the change may be exactly what was requested.

extension ProofRunner {
  /// The files that are protected by default, beside the build files of the program. The files
  /// among its words need not be listed, because their bytes are vetted before each run.
  private var workflows: String { atTop(Self.workflows) }
  private static let workflows = ".github/workflows"

  /// The path of a file at the top of the repository, where GitHub looks for it.
  private func atTop(_ path: String) -> String { Path.join(work?.pathToTop ?? "", path) }

  private func usuallyProtected(from words: [String]) -> [String] {
    [workflows] + BuildFiles.read(by: words, in: root)
  }

  /// The files and folders that are there, and that are protected by default from work that these
  /// checks prove.
  public static func protectedFiles(by checks: [String: [String]], in root: String) -> [String] {
    Set(checks.values.flatMap { [workflows] + BuildFiles.read(by: $0, in: root) })
      .filter { (try? FileStatus(ofName: Path.join(root, $0))) != nil }.sorted()
  }

  /// The protected files that a person must check before a program proves anything, because they
  /// have changed since a person trusted them or since the row was first claimed; `nil` if there
  /// are none.
  ///
  /// - Parameter words: the program with its arguments.
  package func whyApproval(of words: [String]) -> String? {
    if case .refused(let refusal) = permission, let why = refusal.whyApproval { return why }
    let usual = usuallyProtected(from: words)
    if let work {
      if let untrusted = work.untrusted { return Self.text(changed: [untrusted], missing: []) }
      return whyApproval(ofProtectedIn: work, usual)
    }
    let removed = protected == nil ? removedFiles(of: usual) : []
    // A frozen clock says nothing about the times of files.
    guard let startedAt else { return Self.text(changed: [], missing: removed) }
    var changed: [String] = []
    var missing: [String] = []
    var search = ChangeSearch(root: root, since: startedAt)
    for path in protected ?? usual {
      if let changes = search.changes(of: path) {
        changed += changes
      } else if protected != nil || removed.contains(path) {
        missing.append(path)
      }
    }
    return Self.text(changed: changed, missing: missing)
  }

  /// Those of the files that were there when a worker first started, and are gone.
  private func removedFiles(of paths: [String]) -> [String] {
    let gone = paths.filter { (try? FileStatus(ofName: Path.join(root, $0))) == nil }
    return gone.isEmpty ? [] : filesAtStart().intersection(gone).sorted()
  }

  /// The files by which a program is vetted, as absolute paths: the protected ones, and those that
  /// its words name.
  ///
  /// - Parameter words: the program with its arguments.
  func filesThatVet(_ words: [String]) -> Set<String> {
    var places = ProtectedPlaces(root: root, pathToTop: work?.pathToTop ?? "")
    for path in protected ?? usuallyProtected(from: words) { places.add(path) }
    // The words of text for a shell are not paths.
    for name in words.dropFirst().flatMap(NamedProgram.names) where name.utf8.count <= 4096 {
      let path = Path.join(root, name)
      if (try? FileStatus(of: path))?.kind == .regular { places.add(name) }
    }
    return places.all
  }

  /// Whether the work changed a file by which it is judged.
  func isChangedByWork(_ path: String) -> Bool {
    if let work { return work.own.contains(path) || work.changed.contains(path) }
    guard let startedAt else { return false }
    var search = ChangeSearch(root: root, since: startedAt)
    return search.changes(of: path)?.isEmpty == false
  }

  /// The files that a person must check before the checks of a pull request prove anything, because
  /// the work may have changed these checks; `nil` if there are none. Workflows are protected even
  /// if the settings protect other files.
  var whyApprovalOfPullRequestChecks: String? {
    // Workflows may use the repository's own actions: `uses: ./.github/actions/NAME`.
    let others = protected == [] ? [] : [workflows, atTop(".github/actions")]
    return work.flatMap { whyApproval(ofProtectedIn: $0, [workflows], and: others) }
  }

  private func whyApproval(
    ofProtectedIn work: Work, _ usual: [String], and others: [String] = []
  ) -> String? {
    let listed = protected ?? usual
    var changed: [String] = []
    var missing: [String] = []
    for path in listed + others.filter({ !listed.contains($0) }) {
      var places = ProtectedPlaces(root: root, pathToTop: work.pathToTop)
      places.add(path)
      changed += work.changed.filter { places.contain($0) && !changed.contains($0) }.sorted()
      guard listed.contains(path) else { continue }
      if protected != nil, (try? FileStatus(ofName: Path.join(root, path))) == nil {
        missing.append(path)
      }
    }
    return Self.text(changed: changed, missing: missing)
  }

  private static func text(changed: [String], missing: [String]) -> String? {
    let texts = [(changed, "changed"), (missing, "is not there")].compactMap {
      $0.isEmpty ? nil : "\(Verdict.Reason.list($0)) \($1)"
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }
}

/// The files and folders that protected paths name, and all those through which links on the way, or
/// in a folder, lead. A place may be missing, because the work may have removed it.
private struct ProtectedPlaces {
  let root: String
  /// The top folder of the repository; links out of it are not followed.
  private let top: String
  /// Absolute paths.
  private var places: Set<String> = []
  var all: Set<String> { places }

  init(root: String, pathToTop: String) {
    self.root = root
    top = Self.folder(pathToTop + "/", from: root).folder
  }

  /// Goes up for each `..` at the beginning of a path.
  private static func folder(_ path: String, from root: String) -> (folder: String, rest: String) {
    var (folder, rest) = (root, path)
    while rest.hasPrefix("../") {
      folder = Path.parent(of: folder)
      rest.removeFirst(3)
    }
    return (folder, rest)
  }

  /// - Parameter path: a path relative to the root, which may have `.`, `..` and links.
  mutating func add(_ path: String) { visit(place(of: path, in: root)) }

  /// The place to which a path leads from a folder without links. Each link on the way becomes a
  /// place.
  private mutating func place(of path: String, in folder: String) -> String {
    var place = path.hasPrefix("/") ? "/" : folder
    var names = Self.names(of: path)
    var links = 0
    while let name = names.popLast() {
      if name == "." { continue }
      place = name == ".." ? Path.parent(of: place) : Path.join(place, name)
      guard let target = Path.linkTarget(place), links < Self.mostLinks else { continue }
      links += 1
      places.insert(place)
      names += Self.names(of: target)
      place = target.hasPrefix("/") ? "/" : Path.parent(of: place)
    }
    return place
  }

  /// As many as the system follows.
  private static let mostLinks = 40

  /// The names in a path, the first one last.
  private static func names(of path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).reversed().map { String(Substring($0)) }
  }

  private mutating func visit(_ place: String) {
    guard Path.isInside(place, top), places.insert(place).inserted,
      (try? FileStatus(ofName: place))?.kind == .directory
    else { return }
    for name in (try? Directory.names(in: place)) ?? [] {
      let inside = self.place(of: name, in: place)
      // A link to a folder above it would protect everything there.
      if !Path.isInside(place, inside) { visit(inside) }
    }
  }

  /// Whether a path from the root is one of the places, or in one of them.
  func contain(_ path: String) -> Bool {
    let (folder, rest) = Self.folder(path, from: root)
    return Path.nearest(from: Path.join(folder, rest)) { places.contains($0) } != nil
  }
}

/// Finds changed files and folders by their status change times, which a user cannot set back.
private struct ChangeSearch {
  let root: String
  /// The beginning of the searched time, in nanoseconds since 1970.
  let since: Int
  /// Device and inode of the visited files and folders, because links may form a loop.
  private var seen: Set<[UInt64]> = []

  init(root: String, since: Int) {
    self.root = root
    self.since = since
  }

  /// The changed paths of a file, or of a folder with all its contents. A folder itself changes
  /// when names are added or removed. A link counts together with its target.
  ///
  /// - Returns: `nil` if the path does not exist.
  mutating func changes(of path: String) -> [String]? {
    guard let status = try? FileStatus(ofName: Path.join(root, path)) else { return nil }
    if let folder = movedFolder(above: path) { return [folder] }
    return changes(of: path, status)
  }

  private mutating func changes(of path: String, _ status: FileStatus) -> [String] {
    guard seen.insert([status.identity.device, status.identity.inode]).inserted else { return [] }
    let place = Path.join(root, path)
    var inside: [String] = []
    if status.kind == .directory {
      for name in ((try? Directory.names(in: place)) ?? []).sorted() {
        let path = Path.join(path, name)
        guard let status = try? FileStatus(ofName: Path.join(root, path)) else { continue }
        inside += changes(of: path, status)
      }
    } else if Path.linkTarget(place) != nil, let target = try? FileStatus(of: place),
      Path.resolved(place).map({ Path.isInside($0, root) }) ?? false
    {
      inside = changes(of: path + (target.kind == .directory ? "/" : ""), target)
    }
    return inside.isEmpty && isChanged(status) ? [path] : inside
  }

  /// A folder in the path that was moved there. Moving a folder changes the folder's own status
  /// change time, but not the times of its contents.
  private func movedFolder(above path: String) -> String? {
    var folder = Path.parent(of: path)
    while folder != "." && folder != "/" {
      if let status = try? FileStatus(ofName: Path.join(root, folder)), isChanged(status),
        status.changed > status.identity.modified
      {
        return folder
      }
      folder = Path.parent(of: folder)
    }
    return nil
  }

  private func isChanged(_ status: FileStatus) -> Bool { status.changed > since }
}
