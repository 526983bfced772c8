package import Host
import Model
import Workers

/// The files of archived rows: attempts and their packs, decided contents, refused reports, and the
/// worker logs and evidence of older versions. The files are in the archive's sidecar as long as the
/// archive is kept.
///
/// Rows are archived before their files. If a crash comes in between, the next run moves the
/// remaining files, because it moves the files of every row that only the archive has.
package struct ArchivedFiles: Sendable {
  private let queue: Place
  private let archive: Place
  private let storeName: String
  /// The queue's sidecar, whose permissions new folders get.
  private let model: String

  /// The folders with the files of a queue's rows.
  private struct Place: Sendable {
    /// The folder that contains these folders. It is not a link.
    let root: String
    let sidecar: String
    let logs: String
    let refused: String

    func folder(of kind: Kind) -> String {
      switch kind {
      case .attempts: "\(sidecar)/attempts"
      case .packs: "\(sidecar)/packs"
      case .decisions: "\(sidecar)/\(DecidedContents.folder)"
      case .evidence: "\(sidecar)/evidence"
      case .logs: logs
      case .refused: refused
      }
    }
  }

  private enum Kind { case attempts, packs, decisions, evidence, logs, refused }

  /// - Parameter archive: the sidecar of the archive.
  init(_ workspace: Workspace, archive: String) {
    let sidecar = workspace.sidecar
    queue = Place(
      root: workspace.home, sidecar: sidecar,
      logs: Path.join(workspace.home, "logs/workers"), refused: "\(sidecar)/inbox/refused")
    self.archive = Place(
      root: Path.parent(of: archive), sidecar: archive, logs: "\(archive)/logs",
      refused: "\(archive)/refused")
    storeName = workspace.storeName
    model = sidecar
  }

  /// The number of files in the queue's folders, by the row to which the files belong.
  package func counts() -> [String: Int] { files(in: queue).mapValues(\.count) }

  /// Moves the files of rows to the archive's sidecar.
  ///
  /// - Returns: how many were moved.
  package func archive(_ ids: Set<String>) throws(SystemError) -> Int {
    try move(ids, from: queue, to: archive)
  }

  /// Moves the files of a restored row back.
  ///
  /// - Returns: how many were moved.
  func restore(_ id: String) throws(SystemError) -> Int {
    try move([id], from: archive, to: queue)
  }
}

extension ArchivedFiles {
  /// A file, and its path from the folder of its kind.
  private struct File {
    let kind: Kind
    let name: String
  }

  private func files(in place: Place) -> [String: [File]] {
    var files: [String: [File]] = [:]
    for id in AttemptFolder.rows(in: place.sidecar) {
      // A move may have been interrupted before it removed the folder.
      files[id] = []
      // A table and a database that share a sidecar also share the row's folder.
      for attempt in AttemptFolder.unpacked(sidecar: place.sidecar, id: id)
      where attempt.result()?.store ?? storeName == storeName {
        let folder = "\(id)/\(Path.name(of: attempt.path))"
        files[id, default: []] += attempt.fileNames.map {
          File(kind: .attempts, name: "\(folder)/\($0)")
        }
      }
    }
    for pack in AttemptPack.all(in: place.sidecar) {
      files[pack.id, default: []].append(File(kind: .packs, name: Path.name(of: pack.path)))
    }
    let decisions = place.folder(of: .decisions)
    for id in Self.names(in: decisions, under: place.root) where ItemID.isWellFormed(id) {
      files[id, default: []] += Self.names(in: "\(decisions)/\(id)", under: place.root).map {
        File(kind: .decisions, name: "\(id)/\($0)")
      }
    }
    let evidence = place.folder(of: .evidence)
    for id in Self.names(in: evidence, under: place.root) where ItemID.isWellFormed(id) {
      let folder = "\(evidence)/\(id)"
      let names = Self.names(in: folder, under: place.root)
      // A table and a database may also share the evidence.
      let isShared = names.contains { name in
        name.hasSuffix(".report")
          && Self.report(at: "\(folder)/\(name)").map { $0.store != storeName } ?? false
      }
      for name in names where !isShared {
        files[id, default: []].append(File(kind: .evidence, name: "\(id)/\(name)"))
      }
    }
    for name in Self.names(in: place.logs, under: place.root) {
      guard let id = Self.row(ofLog: name) else { continue }
      files[id, default: []].append(File(kind: .logs, name: name))
    }
    for name in Self.names(in: place.refused, under: place.root) where name.hasSuffix(".report") {
      guard let id = row(ofReport: "\(place.refused)/\(name)") else { continue }
      files[id, default: []].append(File(kind: .refused, name: name))
    }
    return files
  }

  /// The names in a folder that exists and is not a link, sorted.
  private static func names(in folder: String, under root: String) -> [String] {
    guard (try? Path.checkNoLink(from: root, to: folder)) != nil else { return [] }
    return ((try? Directory.names(in: folder)) ?? []).sorted()
  }

  /// `ORCH-1` of `ORCH-1-17.log`.
  private static func row(ofLog name: String) -> String? {
    guard name.hasSuffix(".log"), let dash = name.lastIndex(of: "-"),
      Int(name[name.index(after: dash)...].dropLast(".log".count)) != nil
    else { return nil }
    let id = String(name[..<dash])
    return ItemID.isWellFormed(id) ? id : nil
  }

  /// The row that a report names; `nil` if the report names no row, or belongs to another queue.
  private func row(ofReport path: String) -> String? {
    guard let report = Self.report(at: path), report.store == storeName, let id = report.id,
      ItemID.isWellFormed(id)
    else { return nil }
    return id
  }

  private static func report(at path: String) -> SpooledReport? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.readWhole(upTo: 1 << 20)
    else { return nil }
    return SpooledReport(parsing: bytes)
  }

  private func move(
    _ ids: Set<String>, from: Place, to: Place
  ) throws(SystemError) -> Int {
    var count = 0
    var changed: Set<String> = []
    for (id, files) in files(in: from) where ids.contains(id) {
      for file in files {
        let old = "\(from.folder(of: file.kind))/\(file.name)"
        let new = "\(to.folder(of: file.kind))/\(file.name)"
        try create(Path.parent(of: new), under: to.root)
        do throws(SystemError) { try Directory.moveNew(old, to: new) } catch {
          // Another process has moved the file, or a file with that name already exists and stays.
          if error.isMissing || error.alreadyExists {
            // The name of a decision's file is the digest of its content, so both files have the
            // same content.
            if file.kind == .decisions { try Directory.removeIfThere(old) }
            continue
          }
          throw error
        }
        changed.formUnion([Path.parent(of: new), Path.parent(of: old)])
        count += 1
      }
      // A folder with remaining files stays.
      for attempt in AttemptFolder.unpacked(sidecar: from.sidecar, id: id) {
        try? Directory.removeFolder(attempt.path)
      }
      for kind in [Kind.attempts, .decisions, .evidence] {
        try? Directory.removeFolder("\(from.folder(of: kind))/\(id)")
      }
    }
    for folder in changed where (try? FileStatus(of: folder)) != nil { try Directory.sync(folder) }
    return count
  }

  /// Creates a folder and its missing parents from `root` on, with the permissions of the queue's
  /// sidecar.
  private func create(_ folder: String, under root: String) throws(SystemError) {
    try Path.checkNoLink(from: root, to: folder)
    guard try FileStatus.ifExists(folder) == nil else { return }
    let parent = Path.parent(of: folder)
    if folder != root { try create(parent, under: root) }
    guard try Directory.create(folder, permissions: 0o700) else { return }
    if let model = try FileStatus.ifExists(model) {
      try FileDescriptor(opening: folder, for: .directory)
        .share(permissions: model.permissions, group: model.group)
    }
    // No file in a queue's sidecar belongs in git.
    if parent == root { try NewFile.create(Path.join(folder, ".gitignore"), text: "*\n") }
    try Directory.sync(parent)
  }
}
