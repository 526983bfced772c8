import Host
import Mirroring
import Testing

@testable import OpsCLI

@Suite struct DoctorDatabaseWordingTests {
  private func database(
    hasLog: Bool = true, logSize: Int = 0, fileSystem: UInt32 = 0xEF53, mayRead: Bool = true,
    mayFillFolder: Bool = true
  ) -> DoctorDatabase {
    let contents = DatabaseReport.Contents(
      version: 1, newest: 1, hasLog: hasLog, rows: 1, events: 2, inProgress: [], problems: [])
    return DoctorDatabase(
      report: DatabaseReport(
        path: "/q/db/queue.db", status: nil, contents: .success(contents), logSize: logSize,
        fileSystem: FileSystemKind(number: fileSystem)),
      isChosen: false, mayRead: mayRead, mayWrite: true, mayFillFolder: mayFillFolder)
  }

  @Test func `a network file system and a big log are warned of`() {
    expect(
      database(fileSystem: 0x6969),
      "warn write-ahead log: not used on nfs, a network file system: locks are not promised there "
        + "(keep the database on a local disk)")
    expect(
      database(logSize: 100 << 20),
      "warn write-ahead log: 100 MB are not yet in the database (end the program that keeps it "
        + "open: lsof /q/db/queue.db-wal)")
    expect(database(logSize: 4096), "ok write-ahead log: 4 KB are not yet in the database")
  }

  @Test func `what may not be read, or have a log beside it, fails`() {
    expect(
      database(mayRead: false),
      "fail db permissions: /q/db/queue.db may not be read (chmod u+r /q/db/queue.db, or ask its "
        + "owner)")
    expect(
      database(mayFillFolder: false),
      "fail db permissions: /q/db may not be written, and a change makes a log there (chmod u+w "
        + "/q/db, or ask its owner)")
  }

  private func expect(
    _ database: DoctorDatabase, _ line: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(told(database.diagnoses).contains(line), sourceLocation: sourceLocation)
  }
}
