import Host
import Model
import Stores
import Text

/// Checks the database: its contents, its write-ahead log, and its permissions.
package struct DatabaseCheck {
  let report: DatabaseReport
  /// Whether `--db` or `orch.json` names the database, so that the database is the queue.
  let isChosen: Bool
  var isOfSettings = false
  let mayRead: Bool
  let mayWrite: Bool
  let mayCreateFiles: Bool

  private static let name = "database"
  /// The size in bytes above which the log is reported. SQLite empties the log from time to time,
  /// unless a reader never ends.
  private static let bigLog = 64 << 20

  package var diagnoses: [Diagnosis] {
    switch report.contents {
    case .success(let contents): [place(contents), integrity(contents), journal(contents)] + file
    case .failure(let error):
      [.fail(Self.name, Problem(error))] + (report.status == nil ? [] : file)
    }
  }

  private func place(_ contents: DatabaseReport.Contents) -> Diagnosis {
    let (rows, events) = (contents.rows.counted("row"), contents.events.counted("event"))
    let whence =
      isOfSettings
      ? Sentence("named by orch.json", "orch.json으로 지정")
      : isChosen ? Sentence("named by --db", "--db로 지정") : Sentence("beside the queue", "큐 옆")
    let (path, version) = (report.path, contents.version)
    let place = Sentence(
      "\(path), \(whence.english); \(rows), \(events), version \(version)",
      "\(path), \(whence.korean). \(contents.rows)행, 이벤트 \(contents.events)개, 버전 \(version)")
    guard contents.version < contents.newest else { return .ok(Self.name, place) }
    return .ok(
      Self.name,
      Sentence(
        "\(place.english): the first change upgrades it to \(contents.newest) and keeps a copy",
        "\(place.korean). 첫 변경 때 버전 \(contents.newest)(으)로 올리고 사본을 남깁니다"))
  }

  private func integrity(_ contents: DatabaseReport.Contents) -> Diagnosis {
    guard let first = contents.problems.first else {
      return .ok("integrity", Sentence("nothing is damaged", "손상된 것이 없습니다"))
    }
    let more = contents.problems.count - 1
    return .fail(
      "integrity",
      more > 0
        ? Sentence("\(first), and \(more) more", "\(first) 외 \(more)건") : Sentence(same: first),
      fix: Sentence(
        "ops verify lists it all; restore a backup", "ops verify가 모두 보여 줍니다. 백업을 복원하십시오"))
  }

  private func journal(_ contents: DatabaseReport.Contents) -> Diagnosis {
    let name = "write-ahead log"
    if let kind = report.fileSystem, kind.nature == .network {
      return .warn(
        name,
        Sentence(
          "not used on \(kind.name), a network file system: locks are not guaranteed there",
          "네트워크 파일 시스템 \(kind.name)에서는 쓰지 않습니다. 그곳의 잠금은 보장되지 않습니다"),
        fix: Sentence("keep the database on a local disk", "데이터베이스를 로컬 디스크에 두십시오"))
    }
    guard contents.hasLog else {
      return .ok(name, Sentence("begins with the next change", "다음 변경과 함께 시작됩니다"))
    }
    let size = ByteCount.text(report.logSize)
    let log = Sentence("\(size) are not yet in the database", "아직 데이터베이스에 없는 것 \(size)")
    guard report.logSize > Self.bigLog else { return .ok(name, log) }
    return .warn(
      name, log,
      fix: Sentence(
        "end the program that keeps the database open: lsof \(report.path)-wal",
        "열어 둔 프로그램을 끝내십시오: lsof \(report.path)-wal"))
  }

  private var file: [Diagnosis] {
    let (path, folder) = (report.path, Path.parent(of: report.path))
    let name = "db permissions"
    guard mayRead else {
      return [
        .fail(
          name, Sentence("\(path) is not readable", "\(path): 읽을 수 없습니다"),
          fix: Sentence("chmod u+r \(path), or ask its owner", "chmod u+r \(path), 또는 소유자에게 요청하십시오")
        )
      ]
    }
    guard mayWrite else { return [.unwritable(name, path)] }
    guard mayCreateFiles else {
      return [
        .unwritable(
          name, folder, Sentence(", and a change makes a log there", " (변경할 때 이곳에 로그를 만듭니다)"))
      ]
    }
    return [
      .ok(name, Sentence("the database and its folder are writable", "데이터베이스와 폴더에 쓸 수 있습니다"))
    ]
  }
}

extension DatabaseCheck {
  /// `nil` if there is no database, and `--db` names none.
  package init?(of taskQueue: TaskQueue) {
    guard taskQueue.serverAddress == nil,
      let path = try? taskQueue.databasePath()
    else { return nil }
    let isChosen = taskQueue.chosenDatabase != nil
    let zone = (try? taskQueue.zone()) ?? Settings.tzOffset.defaultValue
    let report = DatabaseReport(
      of: path, zone: zone, queue: isChosen ? nil : taskQueue.existingFileStore)
    // If the status of a file can't be read, the file is assumed to exist.
    let status = Result { () throws(SystemError) in try FileStatus.ifExists(path) }
    if case .success(nil) = status, !isChosen { return nil }
    self.init(
      report: report, isChosen: isChosen,
      isOfSettings: taskQueue.opening.homeOfSettings != nil, mayRead: CurrentProcess.mayRead(path),
      mayWrite: report.status.map { CurrentProcess.mayWrite(path, $0) } ?? false,
      mayCreateFiles: CurrentProcess.mayCreateFiles(Path.parent(of: path)))
  }

  /// The rows in progress, for the check of the clock.
  var itemsInProgress: [QueueItem] { (try? report.contents.get())?.inProgress ?? [] }
}
