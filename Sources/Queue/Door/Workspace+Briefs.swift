import Host
import Model
package import QueueStore
import Workers

/// The briefs of rows: a file `tasks/ID.md` below home for each row that has more text. For a queue
/// on a server, a brief is a record there.
extension Workspace {
  private static let briefFolderName = "tasks"
  private static let briefKind = "brief"
  /// The maximum size of a brief in bytes.
  private static let longestBrief = 16 << 20
  private static func briefName(_ id: String) -> String { "\(briefFolderName)/\(id).md" }

  var briefFolder: String { Path.join(home, Self.briefFolderName) }

  package func briefPath(of id: String) -> String { Path.join(home, Self.briefName(id)) }

  /// The part of a row's brief that is sent; `nil` if there is none. It is also `nil` for a file that
  /// can't be read, which `briefProblem` explains.
  ///
  /// - Throws: if the server does not answer.
  package func brief(of id: String) throws -> String? {
    guard ItemID.isWellFormed(id) else { return nil }
    if let sharedRecords {
      return try sharedRecords.text(Self.briefKind, id).map(Self.sent(ofBrief:))
    }
    return TaskFile.text(Self.briefName(id), below: home, limit: TaskMessage.briefLimit)
  }

  /// The part of a brief that is sent, with four more bytes, so that the caller can detect a longer
  /// text.
  package static func sent(ofBrief text: String) -> String {
    String(decoding: text.utf8.prefix(TaskMessage.briefLimit + 4), as: UTF8.self)
  }

  /// The whole brief of a row; `nil` if there is none or if it can't be read.
  package func wholeBrief(of id: String) -> String? {
    guard ItemID.isWellFormed(id) else { return nil }
    if let sharedRecords { return try? sharedRecords.text(Self.briefKind, id) }
    return TaskFile.text(Self.briefName(id), below: home, limit: Self.longestBrief)
  }

  /// The whole brief of a row, for work or a copy that must not be without it; `nil` if there is
  /// none.
  ///
  /// - Throws: if the brief can't be read.
  package func neededBrief(of id: String) throws -> String? {
    guard ItemID.isWellFormed(id) else { return nil }
    if let sharedRecords { return try sharedRecords.text(Self.briefKind, id) }
    if let problem = briefProblem(of: id) { throw problem }
    return wholeBrief(of: id)
  }

  /// The whole briefs of those rows that have one, sorted by id.
  ///
  /// - Throws: if a brief can't be read.
  package func neededBriefs(of ids: Set<String>) throws -> [(id: String, text: String)] {
    try foundIDsOfBriefs().filter(ids.contains).sorted().compactMap { id in
      try neededBrief(of: id).map { (id: id, text: $0) }
    }
  }

  /// Why the brief of a row can't be read; `nil` if it can, or if there is none. A link is a
  /// problem too, because it may come from a clone.
  package func briefProblem(of id: String) -> Problem? {
    guard ItemID.isWellFormed(id), sharedRecords == nil else { return nil }
    let path = briefPath(of: id)
    return Self.problem(ofBriefAt: path, Self.briefName(id), below: home).map {
      .badBrief(path: path, id: id, $0)
    }
  }

  private static func problem(
    ofBriefAt path: String, _ name: String, below home: String
  ) -> BriefProblem? {
    do throws(SystemError) {
      switch try FileStatus(ofName: path).kind {
      case .directory: return .folder
      case .other: return Path.linkTarget(path) == nil ? .noFile : .link
      case .regular: return TaskFile.problem(name, below: home).map { .unreadable($0) }
      }
    } catch {
      return error.isMissing ? nil : .unreadable(error.reason)
    }
  }

  /// The problems of rows whose id a merge of branches changed, by their former id. The file
  /// `tasks/ID.md` of the former id may be the brief of either row, until a person assigns it.
  package func unassignedBriefs(in rows: any QueueSnapshot) -> [String: Problem] {
    let briefs = Set(idsOfBriefs)
    if briefs.isEmpty { return [:] }
    var problems: [String: Problem] = [:]
    for index in 0..<rows.rowCount {
      guard let item = rows.item(at: index) else { continue }
      for id in item.notes.formerIDs where briefs.contains(id) {
        let other = try? rows.item(id)
        if other?.hasAssignedBrief ?? false { continue }
        let path = briefPath(of: id)
        problems[id] = .badBrief(path: path, id: id, .unassigned(other: item.id))
        if briefs.contains(item.id) { continue }
        problems[item.id] = .badBrief(path: path, id: item.id, .unassigned(other: id))
      }
    }
    return problems
  }

  /// The same problems; the queue is read only if there are briefs.
  package func unassignedBriefs(in queue: Queue) throws -> [String: Problem] {
    idsOfBriefs.isEmpty ? [:] : unassignedBriefs(in: try queue.snapshot())
  }

  /// Whether `tasks/ID.md` may be the brief of another row instead.
  func isBriefUnassigned(of id: String, in rows: any QueueSnapshot) -> Bool {
    guard case .badBrief(let path, _, _)? = unassignedBriefs(in: rows)[id] else { return false }
    return path == briefPath(of: id)
  }

  /// The problems of the briefs of all requested ids, by id.
  package func briefProblems(where isAskedFor: (String) -> Bool) -> [String: Problem] {
    idsOfBriefs.filter(isAskedFor).reduce(into: [:]) { $0[$1] = briefProblem(of: $1) }
  }

  /// The warnings about the briefs of all requested ids, by id.
  package func briefWarnings(where isAskedFor: (String) -> Bool) -> [String: Notice] {
    idsOfBriefs.filter(isAskedFor).reduce(into: [:]) { $0[$1] = briefWarning(of: $1) }
  }

  /// The ids of the rows with briefs; empty if they can't be read.
  package var idsOfBriefs: [String] { (try? foundIDsOfBriefs()) ?? [] }

  private func foundIDsOfBriefs() throws(SystemError) -> [String] {
    if let sharedRecords { return try sharedRecords.keys(Self.briefKind) }
    if try FileStatus.ifExists(briefFolder) == nil { return [] }
    return try Directory.names(in: briefFolder).filter { $0.hasSuffix(".md") }
      .map { String($0.dropLast(3)) }
  }

  /// A warning if a worker does not get a row's brief, or does not get it whole: the brief can't be
  /// read, or is longer than the part that is sent.
  package func briefWarning(of id: String) -> Notice? {
    if let problem = briefProblem(of: id) { return .failure(problem) }
    let path = briefPath(of: id)
    guard ItemID.isWellFormed(id), let bytes = sizeOfBrief(of: id), bytes > TaskMessage.briefLimit
    else { return nil }
    return .longBrief(path: path, bytes: bytes, limit: TaskMessage.briefLimit)
  }

  /// The size of a brief in bytes.
  private func sizeOfBrief(of id: String) -> Int? {
    sharedRecords == nil
      ? try? FileStatus(ofName: briefPath(of: id)).identity.size : wholeBrief(of: id)?.utf8.count
  }

  /// The highest number of an id `PREFIX-NNN` for which a file of any kind exists; 0 if there is
  /// none.
  func highestBrief(of prefix: String) -> Int {
    idsOfBriefs.compactMap { NumberedID.number(of: $0.utf8[...], prefix: prefix) }.max() ?? 0
  }

  /// - Parameters:
  ///   - mayBeThere: whether an existing file with the same text is accepted.
  ///   - syncsFolder: whether the file's name is made durable too; if not, the caller calls
  ///     `syncBriefs`.
  /// - Returns: whether the brief is new.
  /// - Throws: `briefExists` for an existing file that is not accepted; the file is not replaced.
  package func keepBrief(
    _ text: String, of id: String, mayBeThere: Bool = true, syncsFolder: Bool = true
  ) throws -> Bool {
    let path = briefPath(of: id)
    if let sharedRecords {
      if try sharedRecords.add(text, Self.briefKind, id) { return true }
      if mayBeThere, wholeBrief(of: id) == text { return false }
      throw Problem.briefExists(path: path, id: id)
    }
    var attempts = 1
    while true {
      do throws(SystemError) {
        try createBrief(text, at: path, syncsFolder)
        return true
      } catch {
        guard error.alreadyExists else { throw error }
        let kind = (try? FileStatus(ofName: path))?.kind
        // Another process has removed its own brief in the meantime, because its row was refused.
        if kind == nil, attempts < Self.mostAttempts {
          attempts += 1
          continue
        }
        guard kind == .regular else { throw error }
        if mayBeThere, let whole = wholeBrief(of: id), whole.utf8.elementsEqual(text.utf8) {
          return false
        }
        throw Problem.briefExists(path: path, id: id)
      }
    }
  }

  private static let mostAttempts = 8

  private func createBrief(
    _ text: String, at path: String, _ syncsFolder: Bool
  ) throws(SystemError) {
    let folder = briefFolder
    try Path.checkNoLink(from: folder, to: path)
    _ = try Directory.create(folder, permissions: 0o777)
    try NewFile.create(
      path, text: text, like: FileStatus.ifExists(storePath), syncsFolder: syncsFolder)
  }

  /// Makes the names of all briefs durable.
  func syncBriefs() throws {
    if sharedRecords != nil { return }
    try Directory.sync(briefFolder)
  }

  /// Copies the brief of a row, if there is one, for another row with the same id that gets a new
  /// id, because it is unknown for which of the two rows the brief was written.
  ///
  /// - Returns: whether a new file was created.
  /// - Throws: `briefExists` for a file with another text, which is not replaced.
  func copyBrief(of id: String, to newID: String) throws -> Bool {
    guard ItemID.isWellFormed(newID), let text = try neededBrief(of: id) else { return false }
    removeAbandonedBriefs()
    return try keepBrief(text, of: newID)
  }

  /// Replaces the brief of a row, durably.
  func replaceBrief(_ text: String, of id: String) throws {
    let path = briefPath(of: id)
    if let sharedRecords { return try sharedRecords.replace(text, Self.briefKind, id) }
    try Path.checkNoLink(from: home, to: path)
    let model = try FileStatus(of: path)
    try NewFile.replace(path, text: text, permissions: model.permissions, group: model.group)
  }

  /// Removes temporary files of processes that ended while they wrote a brief. A command calls this
  /// only once, because it lists the whole folder.
  ///
  /// - Parameter plan: the plan of the rows; `nil` for all rows.
  func removeAbandonedBriefs(ofPlan plan: String? = nil) {
    if sharedRecords != nil { return }
    let folder = briefFolder
    guard Path.linkTarget(folder) == nil else { return }
    NewFile.removeAbandoned(in: folder, prefix: plan.map { "\($0)." } ?? "", suffix: ".md")
  }

  /// Removes the brief of a row, if there is one.
  package func removeBrief(of id: String) throws {
    if let sharedRecords { return try sharedRecords.remove(Self.briefKind, id) }
    try Directory.removeIfThere(briefPath(of: id))
  }
}
