import Host
import Model
import Table
import TestSupport
import Testing

/// Which version a save was edited from.
@Suite struct MergeBaseFinderTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let base: Int
    /// The nearest version, where that is another one.
    var nearest: Int? = nil
    /// Writes versions behind version 0, whose rows A and B wait, and returns the save.
    let play: @Sendable (inout RecordedHistory) throws -> String
  }

  /// A table with rows A and B.
  private static func queue(
    a: String = row("A"), b: String = row("B"), _ others: String..., below: String = ""
  ) -> String {
    ([QueueFixture.text(a, b)] + others.map { $0 + "\n" }).joined() + below
  }

  private static func row(
    _ id: String, _ status: String = "PENDING", task: String = "work", owner: String = "-",
    notes: String = ""
  ) -> String {
    QueueFixture.row(id, status, task: task, owner: owner, notes: notes)
  }

  private static let claimed = row("A", "IN_PROGRESS", owner: "w1")
  private static let done = row("A", "DONE", owner: "w1", notes: "said")
  private static let typed = row("B", task: "typed")
  private static let withoutA = QueueFixture.text(row("B"))

  static let distances = [
    Case(testDescription: "the last version, with a cell typed", base: 1) { history in
      try history.command(queue(a: claimed))
      return queue(a: claimed, b: typed)
    },
    Case(testDescription: "an old version, with a cell typed", base: 0) { history in
      try history.command(queue(a: claimed))
      try history.command(queue(a: done))
      return queue(b: typed)
    },
    Case(testDescription: "a version between two others", base: 1) { history in
      try history.command(queue(a: claimed))
      try history.command(queue(a: done))
      return queue(a: claimed, b: typed)
    },
    Case(testDescription: "of two equally near versions the oldest", base: 0) { history in
      try history.command(queue(a: claimed))
      return withoutA
    },
    Case(testDescription: "of two versions with the same bytes the newest", base: 2) { history in
      try history.command(queue(a: claimed))
      try history.command(queue())
      return queue(b: typed)
    },
    Case(testDescription: "the lines outside of the table decide between the same cells", base: 1) {
      history in
      try history.command(queue(below: "\nbelow\n"))
      return queue(b: typed, below: "\nbelow\n")
    },
    Case(testDescription: "padding decides between the same cells and lines", base: 1) { history in
      let padded = row("A").replacing("| A ", with: "| A   ")
      try history.command(queue(a: padded))
      return queue(a: padded, b: typed)
    },
    Case(testDescription: "the order of rows decides last", base: 1) { history in
      try history.command(queue(a: row("B"), b: row("A")))
      return queue(a: typed, b: row("A"))
    },
    Case(testDescription: "a save unlike every version: the nearest anyway", base: 1) {
      history in
      try history.command(queue(row("C"), row("D")))
      return QueueFixture.text(row("C", task: "x"), row("D", task: "y"), row("E"), row("F"))
    },
  ]

  static let writes = [
    Case(testDescription: "a note by a command shows that its version was loaded", base: 2) {
      history in
      try history.command(queue(a: claimed))
      try history.command(queue(a: done))
      return queue(a: row("A", notes: "said"))
    },
    Case(testDescription: "so does a row that a command added", base: 1) { history in
      try history.command(queue(row("C", task: "new")))
      return queue(row("C", "BLOCKED", task: "typed", notes: "typed"))
    },
    Case(testDescription: "so does one whose only text was continued", base: 1) { history in
      try history.command(queue(row("C", task: "new").replacing("it works", with: "-")))
      return queue(row("C", task: "new, and more").replacing("it works", with: "-"))
    },
    Case(testDescription: "a row of the same id with another text does not", base: 0) { history in
      try history.command(queue(row("C", task: "new").replacing("it works", with: "always")))
      return queue(row("C", "BLOCKED", task: "typed", owner: "typed", notes: "typed"))
    },
    Case(testDescription: "so does a claimed row that was moved below the table", base: 1) {
      history in
      try history.command(queue(a: claimed))
      return withoutA + "\n" + claimed + "\n"
    },
    Case(testDescription: "a status that people set often counts no more than a cell", base: 1) {
      history in
      try history.command(queue(a: done))
      try history.command(queue(a: row("A", owner: "w1", notes: "said / again")))
      return queue(a: row("A", owner: "w1", notes: "said / typed"))
    },
  ]

  static let saves = [
    Case(testDescription: "an own earlier save, from which its author goes on", base: 1, nearest: 0)
    { history in
      try history.save(queue(b: typed), base: 0)
      try history.command(queue(a: claimed, b: typed))
      return queue()
    },
    Case(testDescription: "the last of several such saves", base: 2, nearest: 0) { history in
      try history.save(queue(b: typed), base: 0)
      try history.save(queue(b: row("B", task: "typed more")), base: 1)
      try history.command(queue(a: claimed, b: row("B", task: "typed more")))
      return queue()
    },
    Case(testDescription: "of two saves edited from one version the nearer", base: 2, nearest: 0) {
      history in
      try history.save(queue(b: row("B", task: "one", notes: "one")), base: 0)
      try history.save(queue(a: row("A", task: "two")), base: 0)
      try history.command(queue(a: claimed, b: row("B", task: "one", notes: "one")))
      return queue()
    },
    Case(testDescription: "a save in the same file of which all bytes are there", base: 2) {
      history in
      try history.command(queue(row("C")))
      try history.save(queue(), base: 0, in: .editors)
      return queue(row("C"), row("D"))
    },
    Case(testDescription: "but not where some of its bytes are gone", base: 1) { history in
      try history.command(queue(row("C")))
      try history.save(queue(), base: 0, in: .editors)
      return queue(b: typed, row("C"), row("D"))
    },
    Case(testDescription: "a row that a merge put back shows that the merge was loaded", base: 3) {
      history in
      try history.command(queue(a: claimed))
      try history.save(
        withoutA, base: 0, leaving: queue(a: claimed),
        [RowMerge(id: "A", fate: .deletedButChanged)])
      return queue(a: row("A", "IN_PROGRESS", task: "typed", owner: "w1", notes: "typed"))
    },
    Case(
      testDescription: "a save that a merge left far behind, from which its author goes on",
      base: 13
    ) {
      history in
      func rows(_ count: Int, _ first: String) -> String {
        let others = (1..<12).map { row("C-\($0)", notes: $0 < count ? "change \($0)" : "") }
        return queue(([first] + others).joined(separator: "\n"))
      }
      for count in 1...12 { try history.command(rows(count, row("C"))) }
      let merges = (1..<12).map { number in
        let cell = CellMerge(column: "notes", kept: "change \(number)", dropped: nil)
        return RowMerge(id: "C-\(number)", putBack: [cell])
      }
      try history.save(
        rows(0, row("C", task: "typed")), base: 1, leaving: rows(12, row("C", task: "typed")),
        merges)
      return rows(0, row("C", task: "typed", notes: "and more"))
    },
  ]

  static let branches = [
    Case(testDescription: "a version of another branch is no base", base: 2) { history in
      try history.command(queue(a: claimed))
      history.head = "other"
      try history.save(queue())
      return queue(a: claimed, b: typed)
    },
    Case(testDescription: "the version that the first command of a branch changed is", base: 1) {
      history in
      try history.command(queue(a: claimed))
      history.head = "other"
      try history.command(queue(a: done))
      return queue(a: claimed, b: typed)
    },
    Case(testDescription: "without any version of the branch the first one is", base: 0) {
      history in
      try history.command(queue(a: claimed))
      history.head = "other"
      return queue(a: claimed, b: typed)
    },
  ]

  @Test(arguments: distances + writes + saves + branches)
  func `the base of a save`(_ test: Case) throws {
    var history = RecordedHistory(Self.queue())
    let save = try test.play(&history)
    let found = try history.base(of: save)
    #expect(found?.sequence == test.base)
    #expect(found?.nearestIfOther?.sequence == test.nearest)
  }

  @Test
  func `a version that is not a queue is no base, unless it is the last and there is no other`()
    throws
  {
    var history = RecordedHistory("no queue")
    try history.command(Self.queue())
    #expect(try history.base(of: Self.queue(b: Self.typed))?.sequence == 1)
    history.head = "other"
    #expect(try history.base(of: Self.queue(b: Self.typed))?.sequence == 1)
  }

  @Test func `a file that a swap displaced is another one when its inode returns`() throws {
    var history = RecordedHistory(Self.queue())
    try history.save(Self.queue(), in: .number(1))
    try history.command(Self.queue(Self.row("C")))
    let save = Self.queue(Self.row("C"), Self.row("D"))
    #expect(try history.base(of: save, in: .number(1))?.sequence == 2)
    #expect(try history.base(of: save, in: .number(1), isAtPath: false)?.sequence == 1)
  }

  @Test func `a save that goes on in its file needs no version behind that`() throws {
    var history = RecordedHistory(Self.queue())
    try history.save(Self.queue(), base: 0, in: .editors)
    try history.command(Self.queue(a: Self.claimed))
    let loaded = Loaded()
    let base = try history.base(of: Self.queue(Self.row("C")), isAtPath: false) {
      loaded.sequences.append($0)
    }
    #expect(base?.sequence == 1)
    #expect(loaded.sequences == [1])
  }

  @Test func `a version that cannot be loaded ends the search`() throws {
    var history = RecordedHistory(Self.queue())
    try history.command(Self.queue(a: Self.claimed))
    #expect(throws: SystemError.link("versions")) {
      try history.base(of: Self.queue(b: Self.typed), failure: .link("versions"))
    }
  }

  private final class Loaded {
    var sequences: [Int] = []
  }
}
