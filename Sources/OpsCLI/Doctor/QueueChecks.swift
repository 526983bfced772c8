import CommandLineKit
import CommandSupport
import Host
import MarkdownStore
import QueueDocument
import QueueModel
import QueueStore

/// The queue that the checks are about, as far as there is one.
struct CheckedQueue {
  let found: Result<QueueLocation.Found, CommandError>
  /// The folder of the queue; without one, the nearest existing folder to where it would be.
  let home: String
  /// The status of the queue file; of the database where no file is checked.
  let status: FileStatus?
  let document: Result<QueueDocument, CommandError>
  let sidecar: SidecarReport?
  /// Whether a queue file is checked; with `--db` only where one is named, too.
  let hasFileCheck: Bool

  /// The status of a regular file; `nil` for a folder or pipe.
  var file: FileStatus? { status.flatMap { $0.kind == .regular ? $0 : nil } }

  init(of context: CommandContext) {
    let hasFileCheck = context.chosenDatabase == nil || context.namedQueuePath != nil
    let found = Result {
      guard hasFileCheck else { throw Self.notChecked }
      return try context.queueFound()
    }.mapError(context.commandError)
    self.hasFileCheck = hasFileCheck
    self.found = found
    switch found {
    case .success(let queue):
      home = Path.nearestExisting(from: Path.parent(of: queue.path))
      status = try? FileStatus(of: queue.path)
      document = Self.document(at: queue.path, in: context)
      sidecar = SidecarReport(forQueueAt: queue.path)
    case .failure(let error):
      let home = hasFileCheck ? context.namedQueuePath.map(Path.parent) : try? context.home()
      self.home = Path.nearestExisting(from: home ?? context.currentDirectory)
      status = hasFileCheck ? nil : context.chosenDatabase.flatMap { try? FileStatus(of: $0) }
      document = .failure(error)
      sidecar = nil
    }
  }

  private static let notChecked = CommandError.location(.notLookedFor)

  /// Reads the queue as every command does, even where the settings can't be read.
  private static func document(
    at path: String, in context: CommandContext
  ) -> Result<QueueDocument, CommandError> {
    let author = Author(
      program: "ops", command: context.command, traceID: context.traceID, actor: "")
    return Result { try MarkdownStore(path: path, author: author, lockTimeout: .zero).document() }
      .mapError(context.commandError)
  }
}

/// Checks that the queue file exists, is readable, and can be replaced.
struct QueueCheck {
  struct Rows: Equatable {
    let count: Int
    let malformed: Int
    /// The first malformed row: `QUEUE.md:17:42: message [rule]`.
    var first = ""
  }

  let path: String
  let origin: QueueLocation.Origin
  /// The symbolic link that leads to the file; `nil` for none.
  var link: String?
  /// Bytes; `nil` for a missing file.
  let size: Int?
  /// The number of hard links.
  let names: Int
  let isMountPoint: Bool
  let rows: Result<Rows, CommandError>

  static func diagnoses(of queue: CheckedQueue) -> [Diagnosis] {
    switch queue.found {
    case .success(let found): QueueCheck(found, queue).diagnoses
    case .failure(let error) where queue.hasFileCheck:
      [.fail("queue", error)]
    case .failure: []
    }
  }

  var diagnoses: [Diagnosis] {
    switch rows {
    case .success(let rows): [place, content(rows)] + file
    case .failure(let error) where size == nil:
      [.fail("queue", error)]
    case .failure(let error):
      [place, .fail("rows", error)] + file
    }
  }

  private var place: Diagnosis {
    let origin =
      switch origin {
      case .option: "named by --queue"
      case .variable(let name): "named by \(name)"
      case .search: "found from the current folder"
      }
    return .ok("queue", "\(path), \(origin)")
  }

  private func content(_ rows: Rows) -> Diagnosis {
    let counted = "\(rows.count.counted("row")), \(ByteCount.text(size ?? 0))"
    if rows.malformed == 0 { return .ok("rows", counted) }
    return .warn(
      "rows", "\(counted); \(rows.malformed) malformed, first \(rows.first)",
      fix: "mend the \(rows.malformed == 1 ? "line" : "lines") in the file; orch lint shows where")
  }

  private var file: [Diagnosis] {
    var diagnoses: [Diagnosis] = []
    if let link {
      diagnoses.append(.ok("file", "\(link) is a link; it stays, and what it leads to is changed"))
    }
    if names > 1 {
      diagnoses.append(
        .warn(
          "file", "it has \(names) names, so it is rewritten in place instead of swapped",
          fix: "remove the others if they are not needed: "
            + "find \(Path.parent(of: path)) -xdev -samefile \(path)"))
    }
    if isMountPoint {
      diagnoses.append(
        .fail(
          "file", "something is mounted on \(path) itself: it can't be replaced",
          fix: "mount its folder instead"))
    }
    return diagnoses.isEmpty ? [.ok("file", "one name, no link, not mounted")] : diagnoses
  }
}

extension QueueCheck {
  init(_ found: QueueLocation.Found, _ queue: CheckedQueue) {
    let name = Path.name(of: found.path)
    self.init(
      path: found.path, origin: found.origin,
      link: Path.linkTarget(found.givenPath) == nil ? nil : found.givenPath,
      size: queue.status?.identity.size, names: queue.file?.links ?? 1,
      isMountPoint: Mounts.current().isPoint(found.path),
      rows: queue.document.map { document in
        let malformed = document.malformedRows
        return Rows(
          count: document.rowCount, malformed: malformed?.count ?? 0,
          first: malformed?.first.place(in: name) ?? "")
      })
  }
}

/// Checks the folder beside the queue, `.orch`, and its files.
enum SidecarCheck {
  static func diagnoses(_ report: SidecarReport) -> [Diagnosis] {
    let name = "sidecar"
    return switch report.state {
    case .missing: [.ok(name, "\(report.folder) is made by the first change")]
    case .link(let path):
      [
        .fail(
          name, "\(path) is a link, and none is followed there",
          fix: "remove the link, or put the folder that it leads to in its place")
      ]
    case .notAFolder:
      [.fail(name, "\(report.folder) is no folder", fix: "move it away")]
    case .folder:
      [
        folder(report), journal(report.journal, in: report.folder),
        claims(report.claims, in: report.folder), lock(report.lock), foundFiles(report),
      ]
    }
  }

  private static func folder(_ report: SidecarReport) -> Diagnosis {
    report.unwritable.first.map { .unwritable("sidecar", $0) }
      ?? .ok("sidecar", "\(report.folder) may be written")
  }

  private static func journal(_ journal: SidecarReport.Journal, in folder: String) -> Diagnosis {
    let name = "journal"
    switch journal {
    case .missing: return .ok(name, "begins with the next change")
    case .read(let entries, 0):
      return .ok(name, entries.counted("entry", plural: "entries"))
    case .read(let entries, let unreadable):
      return .warn(
        name,
        entries.counted("readable entry", plural: "readable entries")
          + ", and \(unreadable.counted("line")) torn or changed by hand",
        fix: "the history lacks their entries; look at \(folder)/journal.jsonl")
    case .failed(let error):
      return .fail(name, error.description, fix: "check the permissions of the file, and the disk")
    }
  }

  private static func claims(_ claims: SidecarReport.Claims, in folder: String) -> Diagnosis {
    let name = "claims"
    switch claims {
    case .missing: return .ok(name, "none")
    case .read(let rows): return .ok(name, "of \(rows.counted("row"))")
    case .unreadable:
      return .warn(
        name, "\(folder)/claims.json makes no sense",
        fix: "the next change writes it anew from the journal; heartbeats are not in there")
    case .failed(let error):
      return .fail(
        name, error.description,
        fix: "remove it: the journal has the claims, but not the heartbeats")
    }
  }

  private static func lock(_ lock: SidecarReport.Lock) -> Diagnosis {
    switch lock {
    case .free: return .ok("lock", "free")
    case .held(let holder):
      let process = holder.prefix { $0 != " " }
      return .warn(
        "lock", "\(holder.isEmpty ? "another process" : holder) has it now",
        fix: process.isEmpty
          ? "wait for its end; lsof shows who has the file open"
          : "wait for its end; ps -fp \(process) shows what it does")
    case .failed(let error):
      return .fail("lock", error.description, fix: "check the permissions of the file")
    }
  }

  private static func foundFiles(_ report: SidecarReport) -> Diagnosis {
    let name = "late saves"
    let saves = report.foundFiles
    if saves.isEmpty { return .ok(name, "none") }
    let more = saves.count > 3 ? ", and \(saves.count - 3) more" : ""
    return .warn(
      name, "kept in \(report.found): \(saves.prefix(3).joined(separator: ", "))\(more)",
      fix: "compare with the queue, copy what you need, and delete them")
  }
}
