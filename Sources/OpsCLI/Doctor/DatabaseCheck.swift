import CommandSupport
import Host
import Mirroring
import QueueModel
import QueueStore

/// Checks the database: its contents, its write-ahead log, and its permissions.
struct DatabaseCheck {
  let report: DatabaseReport
  /// Whether `--db` names it, so that it is the queue.
  let isChosen: Bool
  let mayRead: Bool
  let mayWrite: Bool
  let mayCreateFiles: Bool

  private static let name = "database"
  /// Bytes. SQLite empties the log from time to time, unless a reader never ends.
  private static let bigLog = 64 << 20

  var diagnoses: [Diagnosis] {
    switch report.contents {
    case .success(let contents): [place(contents), integrity(contents), journal(contents)] + file
    case .failure(let error):
      [.fail(Self.name, CommandError(error))] + (report.status == nil ? [] : file)
    }
  }

  private var origin: String { isChosen ? "named by --db" : "beside the queue" }

  private func place(_ contents: DatabaseReport.Contents) -> Diagnosis {
    let message =
      "\(report.path), \(origin); \(contents.rows.counted("row")), "
      + "\(contents.events.counted("event")), version \(contents.version)"
    guard contents.version < contents.newest else { return .ok(Self.name, message) }
    return .ok(
      Self.name, "\(message): the first change brings it to \(contents.newest), and keeps a copy")
  }

  private func integrity(_ contents: DatabaseReport.Contents) -> Diagnosis {
    guard let first = contents.problems.first else { return .ok("integrity", "nothing is damaged") }
    let more = contents.problems.count > 1 ? ", and \(contents.problems.count - 1) more" : ""
    return .fail(
      "integrity", "\(first)\(more)", fix: "ops verify lists it all; restore a backup")
  }

  private func journal(_ contents: DatabaseReport.Contents) -> Diagnosis {
    let name = "write-ahead log"
    if let kind = report.fileSystem, kind.nature == .network {
      return .warn(
        name, "not used on \(kind.name), a network file system: locks are not promised there",
        fix: "keep the database on a local disk")
    }
    guard contents.hasLog else { return .ok(name, "begins with the next change") }
    let message = "\(ByteCount.text(report.logSize)) are not yet in the database"
    guard report.logSize > Self.bigLog else { return .ok(name, message) }
    return .warn(
      name, message, fix: "end the program that keeps it open: lsof \(report.path)-wal")
  }

  private var file: [Diagnosis] {
    let (path, folder) = (report.path, Path.parent(of: report.path))
    let name = "db permissions"
    guard mayRead else {
      return [.fail(name, "\(path) may not be read", fix: "chmod u+r \(path), or ask its owner")]
    }
    guard mayWrite else { return [.unwritable(name, path)] }
    guard mayCreateFiles else {
      return [.unwritable(name, folder, ", and a change makes a log there")]
    }
    return [.ok(name, "the database and its folder may be written")]
  }
}

extension DatabaseCheck {
  /// `nil` without a database, where `--db` names none.
  init?(of context: CommandContext) {
    guard let path = try? context.databasePath() else { return nil }
    let isChosen = context.chosenDatabase != nil
    let offset = (try? context.offset()) ?? Settings.tzOffset.defaultValue
    let report = DatabaseReport(
      of: path, offset: offset, queue: isChosen ? nil : context.existingFileStore)
    // A file whose status can't be read is taken to exist.
    let status = Result { () throws(SystemError) in try FileStatus.ifExists(path) }
    if case .success(nil) = status, !isChosen { return nil }
    self.init(
      report: report, isChosen: isChosen, mayRead: CurrentProcess.mayRead(path),
      mayWrite: report.status.map { CurrentProcess.mayWrite(path, $0) } ?? false,
      mayCreateFiles: CurrentProcess.mayCreateFiles(Path.parent(of: path)))
  }

  /// The rows in progress, for the check of the clock.
  var itemsInProgress: [QueueItem] { (try? report.contents.get())?.inProgress ?? [] }
}
