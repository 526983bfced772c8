import Door
import Host
public import Model
import QueueStore
import Text

/// Use case: finds new entries in the history for a reader: rows that stopped, unless a person
/// stopped them; verdicts on reports; and attempts that failed.
///
/// A file in the sidecar marks the entries that were read, after they were printed. So after a
/// crash in between, or with two processes at once, an entry may be printed twice, but it is never
/// left out.
public struct NewStops: Sendable {
  private let queue: Queue
  private let reader: Reader
  private let mark: Mark

  /// The readers of the history; each has its own mark.
  public enum Reader: String, Sendable {
    case tick, daemon
  }

  init(queue: Queue, workspace: Workspace, reader: Reader) {
    self.queue = queue
    self.reader = reader
    mark = Mark(workspace, reader)
  }

  public struct Found: Sendable {
    /// The rows that stopped and are still stopped, in the order in which they stopped.
    public fileprivate(set) var rows: [StoppedRow] = []
    /// The entries with a verdict on a report, or with a failed attempt after which the row waits
    /// again, oldest first; only for the daemon.
    public fileprivate(set) var verdicts: [HistoryEntry] = []
    /// The newest entry; `nil` if there is none.
    fileprivate var newest: HistoryEntry?
    /// The number of the entry that was read last; `nil` if it is unknown.
    fileprivate var marked: Int?
    fileprivate let mark: Mark

    /// Marks the found entries as read. If that fails, the error is ignored, and the entries are
    /// found again.
    public func markRead() {
      guard let newest else { return }
      // To read entries without news again costs less than to mark them.
      let isMarked = marked.map { (0..<mostUnmarked).contains(newest.sequence - $0) } ?? false
      if isMarked, rows.isEmpty, verdicts.isEmpty { return }
      mark.save(newest)
    }
  }

  func callAsFunction() throws -> Found {
    var found = Found(mark: mark)
    let entries: [HistoryEntry]
    if let position = mark.position, let newer = try self.entries(after: position) {
      found.marked = position.sequence
      entries = newer
    } else {
      entries = try entriesOfLastDay()
    }
    found.newest = entries.last
    found.verdicts = entries.filter { entry in
      reader == .daemon
        && (entry.failure != nil && entry.newStatus == .pending
          || entry.findings.map { $0.verdict != nil || $0.guardrail?.action == .block } ?? false)
    }
    // A later change of a row replaces an earlier one.
    var stops: [String: (order: Int, entry: HistoryEntry)] = [:]
    for (order, entry) in entries.enumerated() {
      guard let id = entry.id, let status = entry.newStatus else { continue }
      stops[id] = status.isStopped ? (order, entry) : nil
    }
    if stops.isEmpty { return found }
    let context = try queue.context()
    found.rows = try queue.read { table in
      try stops.sorted { $0.value.order < $1.value.order }.compactMap { id, stop in
        // `orch lint` reports malformed rows.
        guard let item = try? table.item(id), stop.entry.isByWork(on: item) else { return nil }
        return try StoppedRow(item, in: table, context)
      }
    }
    return found
  }

  /// How many entries are read again at most.
  private static let mostUnmarked = 100

  /// The entries after a position; `nil` if the history no longer has the position. A history that
  /// was restored from a backup or begun anew has another entry with that number, or no entry.
  private func entries(after position: Position) throws -> [HistoryEntry]? {
    guard position.time != nil else {
      return try queue.store.history(since: position.sequence)
    }
    let entries = try queue.store.history(since: position.sequence - 1)
    // A save in an editor makes several entries.
    guard let last = entries.lastIndex(where: { Position($0) == position }) else { return nil }
    return Array(entries[(last + 1)...])
  }

  /// The entries to read if there is no mark, so that the first reading leaves out old changes.
  private func entriesOfLastDay() throws -> [HistoryEntry] {
    let start = queue.clock.now.epochSeconds - 86400
    return try queue.store.latestHistory(200).filter { entry in
      QueueTime(iso8601: entry.time).map { $0.epochSeconds >= start } ?? false
    }
  }
}

extension HistoryEntry {
  /// Whether a row was stopped by its work, its report or its end, and not by a person.
  fileprivate func isByWork(on item: QueueItem) -> Bool {
    if Self.commandsOfWork.contains(command) { return true }
    // The name of a person in the history contains an @.
    return Self.commandsOfAnyone.contains(command)
      && (actor == item.ownerSession || !actor.utf8.contains(UInt8(ascii: "@")))
  }

  private static let commandsOfWork = dispatchCommands.union(["report", "review", "guard"])
  private static let commandsOfAnyone: Set = ["fail", "block"]
}

private struct Position: Equatable {
  let sequence: Int
  /// The time; `nil`, like the trace, in a mark of an older version.
  let time: String?
  let traceID: String?

  init(_ entry: HistoryEntry) {
    (sequence, time, traceID) = (entry.sequence, entry.time, entry.traceID)
  }

  init?(_ json: JSONValue) {
    guard let object = json.objectValue, let sequence = object["seq"]?.integerValue,
      sequence >= 0
    else { return nil }
    self.sequence = sequence
    time = object["time"]?.stringValue
    traceID = object["trace"]?.stringValue
  }
}

/// The newest entry that was read, in a file of the sidecar. If a table and a database share the
/// sidecar, each has its own mark.
private struct Mark: Sendable {
  private let queue: String
  private let sidecar: String
  private let path: String

  init(_ workspace: Workspace, _ reader: NewStops.Reader) {
    queue = workspace.storePath
    sidecar = workspace.sidecar
    let name = workspace.storeName.split(separator: "/", omittingEmptySubsequences: false)
      .joined(separator: "%2F")
    path = "\(sidecar)/read-\(reader.rawValue)-\(name).json"
  }

  /// The position of the mark; `nil` if there is no mark or it can't be read.
  var position: Position? {
    guard let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let bytes = try? file.read(4096, at: 0), let json = try? JSONValue(parsing: bytes)
    else { return nil }
    return Position(json)
  }

  func save(_ entry: HistoryEntry) {
    let json: JSONValue = [
      "seq": .integer(entry.sequence), "time": .string(entry.time), "trace": .string(entry.traceID),
    ]
    do {
      try Path.checkNoLink(from: sidecar, to: sidecar)
      let model = try FileStatus(of: queue)
      // The sidecar of a database does not exist before its first file.
      try Directory.create(sidecar, like: model)
      NewFile.removeAbandoned(in: sidecar, prefix: Path.name(of: path))
      try NewFile.replace(
        path, text: "\(json)\n", permissions: model.companionPermissions, group: model.group,
        // An older mark only has the effect that entries are read again.
        syncsFolder: false)
    } catch {
      // The entries are read again.
    }
  }
}
