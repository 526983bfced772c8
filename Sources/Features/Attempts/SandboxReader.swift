import Door
import Host
import QueueStore
import Text
import Workers

/// Finds the paths of a sandbox: the queue's files, the files in the user's home that the worker
/// needs, and the paths in the project that it may change.
struct SandboxReader: Sendable {
  let workspace: Workspace
  let profile: WorkerProfile
  let rules: SandboxRules
  let root: String
  /// Whether the sandbox is for the worker's own program, and not for a check.
  let isWorker: Bool

  /// - Parameters:
  ///   - worktree: the top folder of the worktree in which programs run, which may not exist yet;
  ///     `nil` for the project root.
  ///   - repository: the repository of a worktree that does not exist yet.
  func places(in worktree: String?, from repository: String? = nil) throws(SandboxObstacle)
    -> SandboxPlaces
  {
    let root = Self.place(self.root)
    var places = SandboxPlaces(work: worktree.map(Self.place) ?? root)
    // A path in a folder that may be changed needs no mount, and a program could replace it with a
    // symbolic link before the mount.
    let writable = writable(below: root)
    places.writable = writable.enumerated().filter { index, path in
      !Path.isInside(path, places.work)
        && !writable.enumerated().contains {
          $0 != index && Path.isInside(path, $1) && (path != $1 || $0 < index)
        }
    }.map(\.element)
    addHidden(to: &places)
    let folders = [self.root, workspace.home, workspace.sidecar] + [repository].compactMap(\.self)
    for folder in folders { show(folder, &places) }
    let tops = folders.map { Workspace.top(of: Self.place($0)) ?? Self.place($0) }
    places.readable += tops
    try checkHome(places)
    addGit(of: Set(tops + [places.work]), to: &places)
    if worktree != nil { places.fixed.insert(Path.join(places.work, ".git")) }
    addQueue(to: &places)
    try freeze(&places)
    addPrograms(to: &places)
    if isWorker { addAgent(to: &places) }
    places.readable = Array(Set(places.readable)).sorted()
    return places
  }

  private func show(_ path: String, _ places: inout SandboxPlaces) {
    let found = Self.place(path)
    places.readable.append(found)
    link(path, to: found, &places)
  }

  /// Makes a path with symbolic links lead to the same place inside the sandbox as outside.
  private func link(_ text: String, to found: String, _ places: inout SandboxPlaces) {
    // Another spelling of the same path, such as one with a slash at its end, is not a link.
    let words = text.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    let name = words.filter { $0 != "." }.reduce("") { "\($0)/\($1)" }
    if name == found || words.contains("..") { return }
    if places.hidden.contains(where: { Path.isInside(name, $0) }) { places.links[name] = found }
  }

  /// The path with its symbolic links resolved; the path itself if they can't be resolved.
  private static func place(_ path: String) -> String { Path.resolvedWhereExisting(path) ?? path }

  // MARK: The project

  /// Leaves out paths that a symbolic link leads out of the project, because a worker may have made
  /// the link.
  private func writable(below root: String) -> [String] {
    rules.writable.compactMap { path in
      let place = Path.join(root, path)
      guard let found = Path.resolvedWhereExisting(place), Path.isInside(found, root) else {
        return nil
      }
      if isWorker, path.hasSuffix("/") { try? Directory.createWithParents(found) }
      return (try? FileStatus(ofName: found)) == nil ? nil : found
    }
  }

  /// Adds git's own files, because orch commits and workers do not.
  private func addGit(of tops: Set<String>, to places: inout SandboxPlaces) {
    for top in tops.sorted() {
      let git = Path.join(top, ".git")
      guard let kind = try? FileStatus(ofName: git).kind else { continue }
      guard kind == .directory else {
        // In a linked worktree or a submodule, git's files are in another folder.
        places.fixed.insert(git)
        if let own = GitHead.linkedFolder(at: git).map(Self.place) {
          places.readable.append(GitHead.sharedFolder(of: own) ?? own)
        }
        continue
      }
      places.kept.insert(git)
      places.keptFolders.insert(git)
    }
  }

  private func addQueue(to places: inout SandboxPlaces) {
    let home = Self.place(workspace.home)
    let stores = [workspace.storePath, workspace.queuePath].compactMap(\.self)
    let archives = stores.compactMap { try? ArchiveOutcome.path(beside: $0) }
    let database = ["", "-wal", "-shm"].map { Path.join(home, "db/queue.db\($0)") }
      .filter { (try? FileStatus(ofName: $0)) != nil }
    let briefs = Path.join(home, "tasks")
    let files =
      stores + archives + database + [Path.join(home, "orch.json"), workspace.sidecar]
      + ((try? FileStatus(ofName: briefs)) == nil ? [] : [briefs]) + sources
      + [workspace.environmentFilePath].compactMap(\.self)
    for file in files {
      // Both the name itself and the target of a symbolic link with this name are kept.
      let name = Path.join(Self.place(Path.parent(of: file)), Path.name(of: file))
      for path in Set([name, Self.place(file)]) {
        places.kept.insert(path)
        if (try? FileStatus(ofName: path))?.kind == .directory { places.keptFolders.insert(path) }
      }
    }
  }

  /// The files from which a tick makes rows, for any worker. If a file is missing, the first
  /// missing name on its path.
  private var sources: [String] {
    workspace.settings.sources.map { path in
      var file = Path.join(root, path)
      while file != root, Path.resolved(Path.parent(of: file)) == nil {
        file = Path.parent(of: file)
      }
      return file
    }
  }

  /// Finds the entries of the folders of kept files.
  private func freeze(_ places: inout SandboxPlaces) throws(SandboxObstacle) {
    var identities: [FileIdentity] = []
    for file in places.kept.subtracting(places.keptFolders).sorted() {
      let folder = Path.parent(of: file)
      if let status = try? FileStatus(ofName: file), status.kind == .regular {
        if status.links > 1 { throw .linked(path: file) }
        identities.append(status.identity)
      }
      if places.isWritable(folder), (try? FileStatus(ofName: folder))?.kind == .directory {
        places.frozen[folder] = []
      }
    }
    var count = 0
    // A file with such a name is later renamed to the file itself.
    let drafts = places.kept.flatMap {
      [$0 + ".", Path.join(Path.parent(of: $0), ".\(Path.name(of: $0)).")]
    }
    for folder in places.frozen.keys.sorted() {
      // In a folder that can't be listed, the worker can write nothing.
      let names = ((try? Directory.names(in: folder)) ?? []).sorted()
      let entries = names.map { Path.join(folder, $0) }.filter { path in
        if drafts.contains(where: path.hasPrefix) { return false }
        guard let status = try? FileStatus(ofName: path), status.kind != .other else {
          return false
        }
        return !identities.contains { status.identity.isSameFile(as: $0) }
      }
      places.frozen[folder] = entries
      count += entries.count
      if count > Self.mostEntries { throw .crowded(folder: folder, most: Self.mostEntries) }
    }
  }

  /// bwrap accepts at most 9000 arguments.
  private static let mostEntries = 1000

  // MARK: The machine

  /// Throws if the project contains the user's home: the sandbox would show the whole home, and let
  /// the worker change it.
  private func checkHome(_ places: SandboxPlaces) throws(SandboxObstacle) {
    guard let user = workspace.environment["HOME"].flatMap(Path.resolved), user != "/" else {
      return
    }
    let folders = [places.work] + places.readable + places.writable
    if let folder = folders.first(where: { Path.isInside(user, $0) }) {
      throw .home(folder: folder)
    }
  }

  /// Hides what belongs to others: homes, temporary files, and the sockets of services.
  private func addHidden(to places: inout SandboxPlaces) {
    let user = workspace.environment["HOME"].flatMap(Path.resolved).flatMap { $0 == "/" ? nil : $0 }
    let all = (["/home", "/root", "/run", "/tmp", "/var/tmp"].compactMap(Path.resolved) + [user])
      .compactMap(\.self)
    for path in all where (try? FileStatus(ofName: path))?.kind == .directory {
      guard !places.hidden.contains(where: { Path.isInside(path, $0) }) else { continue }
      places.hidden.append(path)
    }
    if let text = workspace.environment["HOME"], let user { link(text, to: user, &places) }
    places.home = user.flatMap { places.hidden.contains($0) ? nil : $0 }
    // Host names are resolved with a file that a service may keep in `/run`.
    if !rules.cutsNetwork, let names = Path.resolved("/etc/resolv.conf") {
      let folder = Path.parent(of: names)
      places.readable.append(folder == "/run" ? names : folder)
    }
  }

  /// Adds the folders of `PATH`, the program's own folder, and the files that variables of `env`
  /// name.
  private func addPrograms(to places: inout SandboxPlaces) {
    let user = workspace.environment["HOME"].map(Self.place) ?? "/"
    func show(_ text: String, _ found: String) {
      // A folder that contains the whole home does not belong to a program.
      if Path.isInside(user, found) || places.hidden.contains(found) { return }
      places.readable.append(found)
      link(text, to: found, &places)
    }
    let path = ChildEnvironment.variables(from: workspace.environment)["PATH"] ?? ""
    for folder in path.split(separator: ":") {
      guard folder.hasPrefix("/"), let found = Path.resolved(String(folder)) else { continue }
      show(String(folder), found)
    }
    let named = isWorker ? profile.programName : nil
    for file in named.flatMap({ try? workspace.lookup($0, for: profile) })?.files ?? [] {
      guard let found = Path.resolved(file) else { continue }
      let folder = Self.folder(ofProgram: found)
      if !Path.isInside(user, folder) { places.readable.append(folder) }
      let isSeen = places.readable.contains { Path.isInside(file, $0) }
      if file != found, !isSeen { show(file, found) }
    }
    for name in profile.env {
      guard let value = workspace.environment[name], value.hasPrefix("/"),
        let found = Path.resolved(value)
      else { continue }
      show(value, found)
    }
  }

  /// The folder with the parts of a program: the folder of its package, or the folder that contains
  /// it.
  private static func folder(ofProgram file: String) -> String {
    let packages = Path.nearest(from: Path.parent(of: file)) {
      Path.name(of: $0) == "node_modules" && Path.name(of: Path.parent(of: $0)) != "node_modules"
    }
    return packages ?? Path.parent(of: file)
  }

  private func addAgent(to places: inout SandboxPlaces) {
    guard let user = workspace.environment["HOME"], user.hasPrefix("/") else { return }
    let home = AgentHome(of: profile.adapter, in: user) { name in
      profile.env.contains(name) ? workspace.environment[name] : nil
    }
    for folder in home.state {
      guard let found = Path.resolved(folder), !Path.isInside(Self.place(user), found) else {
        continue
      }
      places.readable.removeAll { $0 == found }
      places.writable.append(found)
      link(folder, to: found, &places)
    }
    for path in home.settings {
      guard let found = Path.resolved(path) else { continue }
      places.readable.append(found)
      let name = Path.join(Self.place(Path.parent(of: path)), Path.name(of: path))
      // A symbolic link in the folder could be replaced.
      if found == name { places.fixed.insert(found) } else { link(path, to: found, &places) }
    }
    if let file = home.copied, let found = Path.resolved(file) {
      places.copy = SandboxPlaces.Copy(
        of: found, at: Path.join(Self.place(user), Path.name(of: file)))
    }
  }
}
