import Host
import Stores
import Testing

@testable import Door
@testable import Operator
@testable import Runner

@Suite struct QueueCheckTests {
  @Test func `the queue`() {
    func queue(
      origin: QueueLocation.Origin = .search, link: String? = nil, size: Int? = 2048,
      names: Int = 1, isMountPoint: Bool = false,
      _ rows: Result<QueueCheck.Rows, Problem> = .success(.init(count: 3, malformed: 0))
    ) -> [String] {
      texts(
        QueueCheck(
          path: "/q/QUEUE.md", origin: origin, link: link, size: size, names: names,
          isMountPoint: isMountPoint, rows: rows
        ).diagnoses)
    }
    let file = "ok file: one name, no link, not mounted"
    let rows = "ok rows: 3 rows, 2 KB"
    #expect(queue() == ["ok queue: /q/QUEUE.md, found from the current folder", rows, file])
    #expect(queue(origin: .option) == ["ok queue: /q/QUEUE.md, named by --queue", rows, file])
    let malformed = queue(
      origin: .variable("ORCH_BASE_DIR"),
      .success(.init(count: 1, malformed: 1, first: "f:1:2: m")))
    let named = "ok queue: /q/QUEUE.md, named by ORCH_BASE_DIR"
    let mend = """
      warn rows: 1 row, 2 KB; 1 malformed, first f:1:2: m \
      (fix the line in the file; orch lint shows where)
      """
    #expect(malformed == [named, mend, file])
    let special = [
      "ok file: /a/Q.md is a link; it stays, and its target is changed",
      "warn file: it has 3 hard links, so it is rewritten in place instead of swapped (remove the "
        + "others if they are not needed: find /q -xdev -samefile /q/QUEUE.md)",
      "fail file: something is mounted on /q/QUEUE.md itself: it can't be replaced "
        + "(mount its folder instead)",
    ]
    #expect(queue(link: "/a/Q.md", names: 3, isMountPoint: true).dropFirst(2) == special[...])
    #expect(queue(.failure(sampleError))[1] == "fail rows: invalid value '1' for it (it must be 2)")
    #expect(
      queue(size: nil, .failure(sampleError)) == [
        "fail queue: invalid value '1' for it (it must be 2)"
      ])
  }
}

@Suite struct SidecarCheckTests {
  private func sidecar(
    _ state: SidecarReport.State = .folder, unwritable: [String] = [],
    journal: SidecarReport.Journal = .read(entries: 12, unreadable: 0),
    claims: SidecarReport.Claims = .missing, lock: SidecarReport.Lock = .free,
    foundFiles: [String] = []
  ) -> [String] {
    texts(
      SidecarCheck.diagnoses(
        SidecarReport(
          folder: "/q/.orch", state: state, unwritable: unwritable, journal: journal,
          claims: claims, lock: lock, foundFiles: foundFiles)))
  }

  private static let error = SystemError(code: 5, action: .read, path: "/q/x")

  @Test func `the sidecar`() {
    #expect(sidecar(.missing) == ["ok sidecar: /q/.orch is created by the first change"])
    #expect(
      sidecar(.link(path: "/q/.orch/gen")) == [
        "fail sidecar: /q/.orch/gen is a link, and links are not followed there "
          + "(remove the link, or replace it with the folder that it leads to)"
      ])
    #expect(sidecar(.notAFolder) == ["fail sidecar: /q/.orch is not a folder (move it away)"])
    #expect(
      sidecar() == [
        "ok sidecar: /q/.orch is writable", "ok journal: 12 entries",
        "ok claims: none", "ok lock: free",
        "ok late saves: none",
      ])
    #expect(
      sidecar(
        unwritable: ["/q/.orch/lock", "/q/.orch/gen"], journal: .read(entries: 1, unreadable: 2),
        lock: .held(by: "12345 orch pick"), foundFiles: ["1.md", "2.md", "3.md", "4.md", "5.md"])
        == [
          "fail sidecar: /q/.orch/lock is not writable "
            + "(chmod u+w /q/.orch/lock, or ask its owner)",
          "warn journal: 1 readable entry, and 2 lines torn or changed by hand "
            + "(the history lacks their entries; look at /q/.orch/journal.jsonl)",
          "ok claims: none",
          "warn lock: 12345 orch pick has it now (wait until it ends; ps -fp 12345 shows what it "
            + "does)",
          "warn late saves: kept in /q/.orch/found: 1.md, 2.md, 3.md, and 2 more "
            + "(compare with the queue, copy what you need, and delete them)",
        ])
  }

  @Test func `a journal and a lock that the system refuses`() {
    #expect(sidecar(journal: .missing)[1] == "ok journal: begins with the next change")
    #expect(sidecar(journal: .read(entries: 1, unreadable: 0))[1] == "ok journal: 1 entry")
    #expect(
      sidecar(journal: .read(entries: 0, unreadable: 1))[1]
        == "warn journal: 0 readable entries, and 1 line torn or changed by hand "
        + "(the history lacks their entries; look at /q/.orch/journal.jsonl)")
    #expect(
      sidecar(journal: .failed(Self.error))[1]
        == "fail journal: cannot read /q/x: Input/output error "
        + "(check the permissions of the file, and the disk)")
    #expect(
      sidecar(lock: .failed(Self.error))[3]
        == "fail lock: cannot read /q/x: Input/output error (check the permissions of the file)")
    #expect(
      sidecar(lock: .held(by: ""))[3]
        == "warn lock: another process has it now (wait until it ends; lsof shows who has the "
        + "file open)"
    )
  }

  @Test func `claims are counted, and an unreadable file is reported`() {
    #expect(sidecar(claims: .read(rows: 1))[2] == "ok claims: of 1 row")
    #expect(sidecar(claims: .read(rows: 7))[2] == "ok claims: of 7 rows")
    #expect(
      sidecar(claims: .unreadable)[2]
        == "warn claims: /q/.orch/claims.json is invalid "
        + "(the next change rebuilds it from the journal, which has no heartbeats)")
    #expect(
      sidecar(claims: .failed(Self.error))[2]
        == "fail claims: cannot read /q/x: Input/output error "
        + "(remove it: the journal has the claims, but not the heartbeats)")
  }
}

@Suite struct DatabaseCheckTests {
  private func database(
    hasLog: Bool = true, logSize: Int = 0, fileSystem: UInt32 = 0xEF53, mayRead: Bool = true,
    mayCreateFiles: Bool = true
  ) -> DatabaseCheck {
    let contents = DatabaseReport.Contents(
      version: 1, newest: 1, hasLog: hasLog, rows: 1, events: 2, inProgress: [], problems: [])
    return DatabaseCheck(
      report: DatabaseReport(
        path: "/q/db/queue.db", status: nil, contents: .success(contents), logSize: logSize,
        fileSystem: FileSystemKind(number: fileSystem)),
      isChosen: false, mayRead: mayRead, mayWrite: true, mayCreateFiles: mayCreateFiles)
  }

  @Test func `a network file system and a big log are warned of`() {
    expect(
      database(fileSystem: 0x6969),
      "warn write-ahead log: not used on nfs, a network file system: locks are not guaranteed "
        + "there "
        + "(keep the database on a local disk)")
    expect(
      database(logSize: 100 << 20),
      "warn write-ahead log: 100 MB are not yet in the database (end the program that keeps the "
        + "database open: lsof /q/db/queue.db-wal)")
    expect(database(logSize: 4096), "ok write-ahead log: 4 KB are not yet in the database")
  }

  @Test func `what may not be read, or have a log beside it, fails`() {
    expect(
      database(mayRead: false),
      "fail db permissions: /q/db/queue.db is not readable (chmod u+r /q/db/queue.db, or ask its "
        + "owner)")
    expect(
      database(mayCreateFiles: false),
      "fail db permissions: /q/db is not writable, and a change makes a log there (chmod u+w "
        + "/q/db, or ask its owner)")
  }

  private func expect(
    _ database: DatabaseCheck, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(texts(database.diagnoses).contains(line), sourceLocation: sourceLocation)
  }
}
