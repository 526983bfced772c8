import CommandSupport
import Host
import MarkdownStore
import QueueDocument
import QueueStore

/// Whether the queue is there, can be read, and can be swapped.
struct DoctorQueue {
  /// What the table holds.
  struct Rows: Equatable {
    let count: Int
    let malformed: Int
    /// The first of them: `QUEUE.md:17:42: message [rule]`.
    var first = ""
  }

  let path: String
  let origin: QueueLocation.Origin
  /// The link by which it was reached.
  var link: String?
  /// Its bytes; `nil` where there is nothing.
  let size: Int?
  let names: Int
  let isMountPoint: Bool
  let rows: Result<Rows, CommandError>

  static func diagnoses(of subject: DoctorSubject) -> [Diagnosis] {
    switch subject.found {
    case .success(let found): DoctorQueue(found, subject).diagnoses
    case .failure(let error) where subject.isFileWanted:
      [.fail("queue", error.message, mend: error.hint)]
    case .failure: []
    }
  }

  var diagnoses: [Diagnosis] {
    switch rows {
    case .success(let rows): [place, content(rows)] + file
    case .failure(let error) where size == nil:
      [.fail("queue", error.message, mend: error.hint)]
    case .failure(let error):
      [place, .fail("rows", error.message, mend: error.hint)] + file
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
      mend: "mend the \(rows.malformed == 1 ? "line" : "lines") in the file; orch lint shows where")
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
          mend: "remove the others if nobody needs them: "
            + "find \(Path.parent(of: path)) -xdev -samefile \(path)"))
    }
    if isMountPoint {
      diagnoses.append(
        .fail(
          "file", "something is mounted on \(path) itself: it can't be replaced",
          mend: "mount its folder instead"))
    }
    return diagnoses.isEmpty ? [.ok("file", "one name, no link, not mounted")] : diagnoses
  }
}

extension DoctorQueue {
  init(_ found: QueueLocation.Found, _ subject: DoctorSubject) {
    let name = Path.name(of: found.path)
    self.init(
      path: found.path, origin: found.origin,
      link: Path.linkTarget(found.asked) == nil ? nil : found.asked,
      size: subject.status?.identity.size, names: subject.file?.links ?? 1,
      isMountPoint: Mounts.current().isPoint(found.path),
      rows: subject.document.map { document in
        let malformed = document.malformedRows
        return Rows(
          count: document.rowCount, malformed: malformed?.count ?? 0,
          first: malformed?.first.place(in: name) ?? "")
      })
  }
}
