import Host
import QueueStore
package import Stores
import Table
import Text

/// The queue that the checks examine, which may be missing.
package struct CheckedQueue {
  let found: Result<QueueLocation.Found, Problem>
  /// The folder of the queue. If the folder is missing, the nearest existing folder above it.
  let home: String
  /// The status of the queue file, or of the database if no file is checked.
  let status: FileStatus?
  let document: Result<QueueDocument, Problem>
  package let sidecar: SidecarReport?
  /// Whether a queue file is checked. With `--db`, only if a queue file is named too.
  let hasFileCheck: Bool
  /// Converts an error to a problem with a hint that names this queue.
  package let problem: (any Error) -> Problem

  /// The status of a regular file; `nil` for a folder or pipe.
  var file: FileStatus? { status.flatMap { $0.kind == .regular ? $0 : nil } }

  package init(of taskQueue: TaskQueue, _ problem: @escaping (any Error) -> Problem) {
    self.problem = problem
    let hasFileCheck =
      taskQueue.chosenDatabase == nil || taskQueue.namedQueuePath != nil
    let found = Result {
      guard hasFileCheck else { throw Self.notChecked }
      return try taskQueue.queueFound()
    }.mapError(problem)
    self.hasFileCheck = hasFileCheck
    self.found = found
    switch found {
    case .success(let queue):
      home = Path.nearestExisting(from: Path.parent(of: queue.path))
      status = try? FileStatus(of: queue.path)
      document = Self.document(at: queue.path, problem)
      sidecar = SidecarReport(forQueueAt: queue.path)
    case .failure(let error):
      let home =
        hasFileCheck
        ? taskQueue.namedQueuePath.map(Path.parent) : try? taskQueue.home()
      self.home = Path.nearestExisting(from: home ?? taskQueue.opening.folder)
      status =
        hasFileCheck ? nil : taskQueue.chosenDatabase.flatMap { try? FileStatus(of: $0) }
      document = .failure(error)
      sidecar = nil
    }
  }

  private static let notChecked = Problem.location(.notLookedFor)

  /// Reads the queue as every command does, even if the settings can't be read.
  private static func document(
    at path: String, _ problem: (any Error) -> Problem
  ) -> Result<QueueDocument, Problem> {
    Result { try MarkdownStore(path: path, lockTimeout: .zero).document() }
      .mapError(problem)
  }
}

/// Checks that the queue file exists, is readable, and can be replaced.
package struct QueueCheck {
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
  let rows: Result<Rows, Problem>

  package static func diagnoses(of queue: CheckedQueue) -> [Diagnosis] {
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
      case .option: Sentence("named by --queue", "--queue로 지정")
      case .variable(let name): Sentence("named by \(name)", "\(name)(으)로 지정")
      case .search: Sentence("found from the current folder", "현재 폴더에서 찾음")
      }
    return .ok("queue", origin.map { [path] in "\(path), \($0)" })
  }

  private func content(_ rows: Rows) -> Diagnosis {
    let size = ByteCount.text(size ?? 0)
    let counted = Sentence("\(rows.count.counted("row")), \(size)", "\(rows.count)행, \(size)")
    if rows.malformed == 0 { return .ok("rows", counted) }
    return .warn(
      "rows",
      Sentence(
        "\(counted.english); \(rows.malformed) malformed, first \(rows.first)",
        "\(counted.korean). 형식이 잘못된 행 \(rows.malformed)개, 첫 번째: \(rows.first)"),
      fix: Sentence(
        "fix the \(rows.malformed == 1 ? "line" : "lines") in the file; orch lint shows where",
        "파일의 그 줄을 고치십시오. orch lint가 위치를 알려 줍니다"))
  }

  private var file: [Diagnosis] {
    var diagnoses: [Diagnosis] = []
    if let link {
      diagnoses.append(
        .ok(
          "file",
          Sentence(
            "\(link) is a link; it stays, and its target is changed",
            "\(link): 링크입니다. 링크는 그대로 두고 가리키는 파일을 바꿉니다")))
    }
    if names > 1 {
      let search = "find \(Path.parent(of: path)) -xdev -samefile \(path)"
      diagnoses.append(
        .warn(
          "file",
          Sentence(
            "it has \(names) hard links, so it is rewritten in place instead of swapped",
            "이름(하드 링크)이 \(names)개이므로 교체하지 않고 그 자리에서 다시 씁니다"),
          fix: Sentence(
            "remove the others if they are not needed: \(search)", "필요 없는 이름은 지우십시오: \(search)")))
    }
    if isMountPoint {
      diagnoses.append(
        .fail(
          "file",
          Sentence(
            "something is mounted on \(path) itself: it can't be replaced",
            "\(path): 파일 자체에 마운트되어 있어 교체할 수 없습니다"),
          fix: Sentence("mount its folder instead", "대신 그 폴더를 마운트하십시오")))
    }
    return diagnoses.isEmpty
      ? [.ok("file", Sentence("one name, no link, not mounted", "이름 하나, 링크 아님, 마운트되지 않음"))]
      : diagnoses
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
package enum SidecarCheck {
  package static func diagnoses(_ report: SidecarReport) -> [Diagnosis] {
    let name = "sidecar"
    return switch report.state {
    case .missing:
      [
        .ok(
          name,
          Sentence(
            "\(report.folder) is created by the first change", "\(report.folder): 첫 변경 때 만들어집니다"))
      ]
    case .link(let path):
      [
        .fail(
          name,
          Sentence(
            "\(path) is a link, and links are not followed there",
            "\(path): 링크입니다. 그곳에서는 링크를 따라가지 않습니다"),
          fix: Sentence(
            "remove the link, or replace it with the folder that it leads to",
            "링크를 지우거나, 가리키는 폴더를 그 자리에 두십시오"))
      ]
    case .notAFolder:
      [
        .fail(
          name, Sentence("\(report.folder) is not a folder", "\(report.folder): 폴더가 아닙니다"),
          fix: Sentence("move it away", "다른 곳으로 옮기십시오"))
      ]
    case .folder:
      [
        folder(report), journal(report.journal, in: report.folder),
        claims(report.claims, in: report.folder), lock(report.lock), foundFiles(report),
      ]
    }
  }

  private static func folder(_ report: SidecarReport) -> Diagnosis {
    report.unwritable.first.map { .unwritable("sidecar", $0) }
      ?? .ok("sidecar", Sentence("\(report.folder) is writable", "\(report.folder): 쓸 수 있습니다"))
  }

  private static func journal(_ journal: SidecarReport.Journal, in folder: String) -> Diagnosis {
    let name = "journal"
    switch journal {
    case .missing: return .ok(name, Sentence("begins with the next change", "다음 변경과 함께 시작됩니다"))
    case .read(let entries, 0):
      return .ok(name, Sentence(entries.counted("entry", plural: "entries"), "항목 \(entries)개"))
    case .read(let entries, let unreadable):
      return .warn(
        name,
        Sentence(
          entries.counted("readable entry", plural: "readable entries")
            + ", and \(unreadable.counted("line")) torn or changed by hand",
          "읽을 수 있는 항목 \(entries)개, 잘리거나 손으로 고친 줄 \(unreadable)개"),
        fix: Sentence(
          "the history lacks their entries; look at \(folder)/journal.jsonl",
          "이력에 그 항목이 없습니다. \(folder)/journal.jsonl을 보십시오"))
    case .failed(let error):
      return .fail(
        name, error,
        fix: Sentence("check the permissions of the file, and the disk", "파일의 권한과 디스크를 확인하십시오"))
    }
  }

  private static func claims(_ claims: SidecarReport.Claims, in folder: String) -> Diagnosis {
    let name = "claims"
    switch claims {
    case .missing: return .ok(name, Sentence("none", "없음"))
    case .read(let rows): return .ok(name, Sentence("of \(rows.counted("row"))", "\(rows)행"))
    case .unreadable:
      return .warn(
        name,
        Sentence("\(folder)/claims.json is invalid", "\(folder)/claims.json: 읽을 수 없는 내용입니다"),
        fix: Sentence(
          "the next change rebuilds it from the journal, which has no heartbeats",
          "다음 변경이 저널에서 새로 씁니다. 하트비트는 거기에 없습니다"))
    case .failed(let error):
      return .fail(
        name, error,
        fix: Sentence(
          "remove it: the journal has the claims, but not the heartbeats",
          "지우십시오. 저널에 배정이 있지만 하트비트는 없습니다"))
    }
  }

  private static func lock(_ lock: SidecarReport.Lock) -> Diagnosis {
    switch lock {
    case .free: return .ok("lock", Sentence("free", "비어 있음"))
    case .held(let holder):
      let process = holder.prefix { $0 != " " }
      return .warn(
        "lock",
        Sentence(
          "\(holder.isEmpty ? "another process" : holder) has it now",
          "지금 가진 프로세스: \(holder.isEmpty ? "알 수 없음" : holder)"),
        fix: process.isEmpty
          ? Sentence(
            "wait until it ends; lsof shows who has the file open",
            "끝날 때까지 기다리십시오. lsof로 누가 파일을 열었는지 볼 수 있습니다")
          : Sentence(
            "wait until it ends; ps -fp \(process) shows what it does",
            "끝날 때까지 기다리십시오. ps -fp \(process)(으)로 무엇을 하는지 볼 수 있습니다"))
    case .failed(let error):
      return .fail(
        "lock", error, fix: Sentence("check the permissions of the file", "파일의 권한을 확인하십시오"))
    }
  }

  private static func foundFiles(_ report: SidecarReport) -> Diagnosis {
    let name = "late saves"
    let saves = report.foundFiles
    if saves.isEmpty { return .ok(name, Sentence("none", "없음")) }
    let (first, more) = (saves.prefix(3).joined(separator: ", "), saves.count - 3)
    return .warn(
      name,
      Sentence(
        "kept in \(report.found): \(first)\(more > 0 ? ", and \(more) more" : "")",
        "\(report.found)에 보관: \(first)\(more > 0 ? " 외 \(more)개" : "")"),
      fix: Sentence(
        "compare with the queue, copy what you need, and delete them", "큐와 비교하여 필요한 것을 옮기고 지우십시오"))
  }
}
