import Host

// A program proves nothing if the work itself could have changed what the program says. Then a
// person decides: the change may be exactly what was asked for.

extension ProofRunner {
  /// What is protected by default. The programs' own files need not be listed: trust covers them,
  /// by their bytes.
  private static let usuallyProtected = [workflows]
  private static let workflows = ".github/workflows"

  /// What a person must check before a program proves something: protected files that are not as
  /// they were trusted, or as they were when the row was first claimed; `nil` if there are none.
  var whyApproval: String? {
    if case .refused(let refusal) = permission, let why = refusal.whyApproval { return why }
    if let work { return whyApproval(of: work) }
    guard let startedAt else { return nil }
    var changed: [String] = []
    var missing: [String] = []
    var search = ChangeSearch(root: root, since: startedAt)
    for path in protected ?? Self.usuallyProtected {
      if let changes = search.changes(of: path) {
        changed += changes
      } else if protected != nil {
        missing.append(path)
      }
    }
    return Self.text(changed: changed, missing: missing)
  }

  private func whyApproval(of work: Work) -> String? {
    if let untrusted = work.untrusted { return Self.text(changed: [untrusted], missing: []) }
    return whyApproval(ofProtectedIn: work)
  }

  /// What a person must check before the checks of a pull request prove something, because the work
  /// may have changed what they do; `nil` if there is nothing. A project that protects other files
  /// protects workflows too.
  var whyApprovalOfPullRequestChecks: String? {
    let others = protected == [] ? [] : [Self.workflows, Self.actions]
    return work.flatMap { whyApproval(ofProtectedIn: $0, and: others) }
  }

  /// The folder of actions that workflows of the repository use: `uses: ./.github/actions/NAME`.
  private static let actions = ".github/actions"

  private func whyApproval(ofProtectedIn work: Work, and others: [String] = []) -> String? {
    let usual = protected ?? Self.usuallyProtected
    var changed: [String] = []
    var missing: [String] = []
    for path in usual + others.filter({ !usual.contains($0) }) {
      let inside = path.hasSuffix("/") ? path : path + "/"
      let found = work.changed.filter { $0 == path || $0.hasPrefix(inside) }.sorted()
      changed += found.filter { !changed.contains($0) }
      guard usual.contains(path) else { continue }
      if protected != nil, (try? FileStatus(ofName: Path.join(root, path))) == nil {
        missing.append(path)
      }
    }
    return Self.text(changed: changed, missing: missing)
  }

  private static func text(changed: [String], missing: [String]) -> String? {
    let texts = [(changed, "changed"), (missing, "is not there")].compactMap {
      $0.isEmpty ? nil : "\(list($0)) \($1)"
    }
    return texts.isEmpty ? nil : texts.joined(separator: "; ")
  }

  private static func list(_ paths: [String]) -> String {
    let others = paths.count > 5 ? " and \(paths.count - 5) more" : ""
    return paths.prefix(5).joined(separator: ", ") + others
  }
}

/// Finds changed files and folders by their status change times, which a user cannot set back.
private struct ChangeSearch {
  let root: String
  /// Nanoseconds since 1970.
  let since: Int
  /// Device and inode of the files and folders that were visited: links may form a loop.
  private var seen: Set<[UInt64]> = []

  init(root: String, since: Int) {
    self.root = root
    self.since = since
  }

  /// What changed in a file, or in a folder with all its contents. A folder itself changes when
  /// names are added to it or removed. A link counts with its target.
  ///
  /// - Returns: `nil` if nothing has this name.
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

  /// A folder in the path that replaced another: moving a folder changes its status, but nothing in
  /// it.
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
