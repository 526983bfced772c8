package import Door
package import Git
import Host
package import Workers

/// Use case: reads the files and settings that a worker in a worktree must not change, for a later
/// comparison.
///
/// Ignored files and the queue's own files are left out.
package struct ReadCheckout: Sendable {
  package let workspace: Workspace

  package init(workspace: Workspace) { self.workspace = workspace }

  /// - Parameters:
  ///   - main: the repository at the checkout, opened after the last worker ran.
  ///   - status: the status of the checkout; `nil` to let git read it.
  package func callAsFunction(
    of main: Repository, beside worktree: RowWorktree, by status: CheckoutStatus? = nil
  ) throws -> CheckoutState {
    let status = if let status { status } else { try main.status() }
    var state = CheckoutState()
    state.heads = ["HEAD": status.head.joined(separator: " "), "stash": stash(of: main)]
    state.files = files(status.files, in: main)
    let own = GitHead.linkedFolder(at: Path.join(worktree.path, ".git"))
    state.gitFiles = gitFiles(of: main, own)
    state.refs = try refs(of: main)
    return state
  }

  // MARK: Refs

  /// The refs that only people move. Not among them are the branches of rows and the integration
  /// branch, which orch and workers move.
  private func refs(of main: Repository) throws -> [String: String] {
    let prefix = Branch(workspace.worktreeSettings.branchPrefix).ref
    let integration = workspace.integration.ref
    var refs = try main.tips()
      .filter { !$0.key.hasPrefix(prefix) && $0.key != integration }
    let parent = Path.join(main.commonFolder, "worktrees")
    let root = try workspace.worktreesOfAll()
    for worktree in RefFiles.worktrees(in: parent) where !Path.isInside(worktree.path, root) {
      refs["worktrees/\(worktree.name)/HEAD"] = worktree.head
    }
    if refs.count <= Self.mostRefs { return refs }
    let all = refs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return [Self.otherRefs: Self.digest(all.joined(separator: "\n"))]
  }

  private static let mostRefs = 2000
  private static let otherRefs = "refs"

  /// A text that represents the stash. The log of its ref has every entry. Source: git-stash(1).
  private func stash(of main: Repository) -> String {
    var rest = Self.mostBytes
    return Self.digest(Self.contents(of: Path.join(main.commonFolder, "logs/refs/stash"), &rest))
  }

  // MARK: Files of the checkout

  private func files(_ uncommitted: [UncommittedFile], in main: Repository) -> [String: String] {
    let own = workspace.queuePaths(in: main.top)
    var files: [String: String] = [:]
    var rest = Self.mostBytes
    var others = FNV()
    for file in uncommitted {
      let path = file.path
      if own.contains(where: { Self.isQueue(path, $0) }) { continue }
      let digest = Self.digest(
        file.state + Self.contents(of: Path.join(main.top, path), &rest))
      if files.count < Self.mostFiles {
        files[path] = digest
      } else {
        others = FNV(of: "\(others.value) \(path) \(digest)")
        files[Self.otherFiles] = "\(others.value)"
      }
    }
    return files
  }

  /// Whether a path is one of the queue's own files, or a file of the queue next to it, such as a
  /// lock.
  private static func isQueue(_ path: String, _ own: String) -> Bool {
    guard path.utf8.starts(with: own.utf8) else { return false }
    let next = path.utf8.dropFirst(own.utf8.count).first
    return next.map { "/.-".utf8.contains($0) } ?? true
  }

  /// A text that represents the contents of a file.
  ///
  /// - Parameter rest: how many bytes may still be read.
  private static func contents(of path: String, _ rest: inout Int) -> String {
    guard let status = try? FileStatus(ofName: path) else { return "none" }
    if let target = Path.linkTarget(path) { return "link \(target)" }
    let size = status.identity.size
    if status.kind == .regular, size <= rest,
      let bytes = try? FileDescriptor(opening: path, for: .readingNoLink).readWhole()
    {
      rest -= size
      return "\(status.permissions) \(SHA256.hexDigest(of: bytes))"
    }
    return "\(status.permissions) \(size) \(status.identity.modified) \(status.changed)"
  }

  private static let mostBytes = 64 << 20
  private static let mostFiles = 500
  private static let otherFiles = "other files"

  private static func digest(_ text: String) -> String {
    String(SHA256.hexDigest(of: Array(text.utf8)).prefix(16))
  }

  // MARK: Git's own files

  /// The files that a person's git would run or follow. Source: gitrepository-layout(5).
  ///
  /// - Parameter own: the git folder of the row's worktree; `nil` if it is gone.
  private func gitFiles(of main: Repository, _ own: String?) -> [String: String] {
    let common = main.commonFolder
    var names = ["config", "config.worktree", "shallow", "objects/info/alternates"]
    names += Self.names(in: "hooks", of: common).filter { !$0.hasSuffix(".sample") }
    // Git's garbage collection writes this file.
    names += Self.names(in: "info", of: common).filter { $0 != "info/refs" }
    if let own, Path.isInside(own, common) {
      let folder = Path.relative(own, to: common)
      names += ["config.worktree", "commondir", "gitdir", WorktreeMarker.name]
        .map { "\(folder)/\($0)" }
      names += Self.names(in: "\(folder)/info", of: common)
    }
    var files: [String: String] = [:]
    for name in names {
      let path = Path.join(common, name)
      guard (try? FileStatus(ofName: path)) != nil else { continue }
      var rest = Self.mostBytes
      files[name] = Self.digest(Self.contents(of: path, &rest))
    }
    return files
  }

  private static func names(in folder: String, of common: String) -> [String] {
    ((try? Directory.names(in: Path.join(common, folder))) ?? []).map { "\(folder)/\($0)" }
  }
}
