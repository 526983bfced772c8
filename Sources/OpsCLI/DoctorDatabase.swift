import CommandSupport
import Host
import Mirroring
import QueueModel

/// Whether the database is there, in order, and used as fast and as safely as it can be.
struct DoctorDatabase {
  let report: DatabaseReport
  /// Whether `--db` named it, so that the queue is there.
  let isChosen: Bool
  let mayRead: Bool
  let mayWrite: Bool
  let mayFillFolder: Bool

  private static let name = "database"
  /// A log is emptied from time to time, unless somebody reads on and on.
  private static let bigLog = 64 << 20

  var diagnoses: [Diagnosis] {
    switch report.contents {
    case .success(let contents): [place(contents), integrity(contents), journal(contents)] + file
    case .failure(let error): [failure(CommandError(error))] + (report.status == nil ? [] : file)
    }
  }

  private var origin: String { isChosen ? "named by --db" : "beside the queue" }

  private func failure(_ error: CommandError) -> Diagnosis {
    .fail(Self.name, error.message, mend: error.hint)
  }

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
      "integrity", "\(first)\(more)", mend: "ops verify lists it all; restore a backup")
  }

  private func journal(_ contents: DatabaseReport.Contents) -> Diagnosis {
    let name = "write-ahead log"
    if let kind = report.fileSystem, kind.nature == .network {
      return .warn(
        name, "not used on \(kind.name), a network file system: locks are not promised there",
        mend: "keep the database on a local disk")
    }
    guard contents.hasLog else { return .ok(name, "begins with the next change") }
    let message = "\(ByteCount.text(report.logSize)) are not yet in the database"
    guard report.logSize > Self.bigLog else { return .ok(name, message) }
    return .warn(
      name, message, mend: "end the program that keeps it open: lsof \(report.path)-wal")
  }

  private var file: [Diagnosis] {
    let (path, folder) = (report.path, Path.parent(of: report.path))
    let name = "db permissions"
    guard mayRead else {
      return [.fail(name, "\(path) may not be read", mend: "chmod u+r \(path), or ask its owner")]
    }
    guard mayWrite else {
      return [
        .fail(name, "\(path) may not be written", mend: "chmod u+w \(path), or ask its owner")
      ]
    }
    guard mayFillFolder else {
      return [
        .fail(
          name, "\(folder) may not be written, and a change makes a log there",
          mend: "chmod u+w \(folder), or ask its owner")
      ]
    }
    return [.ok(name, "the database and its folder may be written")]
  }
}

extension DoctorDatabase {
  /// `nil` where there is none, and `--db` names none.
  init?(of context: CommandContext) {
    guard let path = try? context.databasePath() else { return nil }
    let isChosen = context.chosenDatabase != nil
    let offset = (try? context.offset()) ?? Settings.tzOffset.defaultValue
    let report = DatabaseReport(
      of: path, offset: offset, queue: isChosen ? nil : context.fileStoreThatIsThere)
    // What may not be looked at is there, as far as one knows.
    let status = Result { () throws(SystemError) in try FileStatus.ifExists(path) }
    if case .success(nil) = status, !isChosen { return nil }
    self.init(
      report: report, isChosen: isChosen, mayRead: CurrentProcess.mayRead(path),
      mayWrite: report.status.map { CurrentProcess.mayWrite(path, $0) } ?? false,
      mayFillFolder: CurrentProcess.mayCreateFiles(Path.parent(of: path)))
  }

  /// The rows in progress, for whoever compares their times.
  var itemsInProgress: [QueueItem] { (try? report.contents.get())?.inProgress ?? [] }
}
