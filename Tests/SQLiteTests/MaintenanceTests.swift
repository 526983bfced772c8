import Glibc
import Host
import SQLite
import TestSupport
import Testing

@Suite struct MaintenanceTests {
  @Test func `the application's number is kept`() throws {
    try withDatabase { fixture in
      #expect(try fixture.database.userVersion() == 0)
      for version in [1, Int32.max, Int32.min] {
        try fixture.database.setUserVersion(version)
        #expect(try fixture.another(.reading).userVersion() == Int(version))
      }
    }
  }

  @Test(arguments: JournalMode.allCases)
  func `a journal mode is set`(_ mode: JournalMode) throws {
    try withDatabase { (fixture) throws in
      #expect(try fixture.database.setJournalMode(mode) == mode)
      #expect(try fixture.database.journalMode() == mode)
    }
  }

  @Test func `a journal mode that is not possible is reported`() throws {
    try withDatabase { (fixture) throws in
      #expect(try fixture.another(.readingUnlocked).setJournalMode(.wal) == .delete)
      #expect(try refusal { try fixture.another(.reading).setJournalMode(.wal) }.isReadOnly)
    }
  }

  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// From where the file is filled with `0xFF`, or cut.
    let offset: Int
    let isCut: Bool
    /// What is found first begins so.
    let finding: String
  }

  @Test(arguments: [
    Damage(
      testDescription: "a page", offset: 3 * 4096, isCut: false, finding: "Page 4: "),
    Damage(
      testDescription: "the schema", offset: 100, isCut: false,
      finding: "database disk image is malformed"),
    Damage(
      testDescription: "the header", offset: 0, isCut: false, finding: "file is not a database"),
    Damage(
      testDescription: "the end", offset: 5 * 4096, isCut: true,
      finding: "database disk image is malformed"),
  ])
  func `damage is found, and nothing is written`(_ damage: Damage) throws {
    try withDatabase { fixture in
      let fill = try fixture.database.prepare("INSERT INTO item (name) VALUES (?)")
      try fixture.database.begin(.immediate)
      for index in 0..<500 { try fill.run("\(index) " + String(repeating: "x", count: 100)) }
      try fixture.database.commit()
      #expect(try fixture.database.checkIntegrity() == [])

      let path = fixture.path + ".damaged"
      try fixture.database.backUp(to: path)
      do {
        let file = try FileDescriptor(opening: path, for: .updating)
        if damage.isCut {
          try file.truncate(to: damage.offset)
        } else {
          try [UInt8](repeating: 0xFF, count: 4096).withUnsafeBytes { (bytes) throws in
            try file.write(bytes, at: damage.offset)
          }
        }
      }
      let before = try FileStatus(of: path)
      let lines = try Database(opening: path, for: .readingAndWriting).checkIntegrity()
      #expect(lines.first?.hasPrefix(damage.finding) == true, "\(lines)")
      #expect(lines.allSatisfy { !$0.contains("\n") })
      #expect(try FileStatus(of: path) == before)
    }
  }
}
