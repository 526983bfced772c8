import TestSupport
import Testing

/// Many processes at once.
struct ConcurrencyTests {
  @Test func `each of 200 rows is handed out once to one of eight processes`() throws {
    #expect(try Self.pickingGoesWrong(rows: 200, processes: 8) { _ in } == [])
  }

  /// Picks without the lock, to see that the test above would notice.
  @Test(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
  func `without the lock it goes wrong`() throws {
    // That nothing goes wrong by luck needs 40 turns without one overlap, thrice.
    for _ in 1...3 {
      let wrongs = try Self.pickingGoesWrong(rows: 40, processes: 4) { race in
        race.program = "strace -f -o /dev/null -e inject=flock:retval=0 \(BuiltBinaries.orch)"
        // They take each other's files away, and each tries again.
        race.lockTimeout = 1
      }
      if !wrongs.isEmpty { return }
    }
    Issue.record("the lock is not needed, or this test does not notice that it is missing")
  }

  @Test func `eight processes that add at once lose no row and give no id twice`() throws {
    try withTemporaryDirectory { folder in
      try writeAged(QueueFixture.text(), to: "\(folder)/QUEUE.md")
      let race = ConcurrencyRace(folder: folder)
      let names = (1...8).map { "w\($0)" }
      let (adders, reader) = try race.run(names.map { ConcurrencyRace.adder($0, count: 25) })
      #expect(
        (adders + [reader]).filter { $0.status != 0 || $0.errors != "" } == [])
      let rows = QueueRow.rows(in: try race.text)
      let printed = adders.flatMap { $0.output.split(separator: "\n") }
      #expect(printed.map(String.init).sorted() == rows.map { "Added \($0.id)" }.sorted())
      #expect(Set(rows.map(\.id)).count == 200)
      let tasks = names.flatMap { name in (1...25).map { "\(name)-\($0)" } }
      #expect(rows.map(\.task).sorted() == tasks.sorted())
    }
  }

  @Test func `rows that some add and others claim and end are all done once`() throws {
    try withTemporaryDirectory { folder in
      try writeAged(Self.queue(rows: 20), to: "\(folder)/QUEUE.md")
      let race = ConcurrencyRace(folder: folder)
      let adders = try ["a1", "a2"].map { try race.start(ConcurrencyRace.adder($0, count: 20)) }
      let workers = try (1...4).map { try race.start(ConcurrencyRace.worker("w\($0)")) }
      let added = adders.map { $0.wait() }
      try race.mark("added")
      let ended = workers.map { $0.wait() }
      #expect((added + ended).filter { $0.status != 0 || $0.errors != "" } == [])
      let rows = QueueRow.rows(in: try race.text)
      #expect(rows.count == 60 && Set(rows.map(\.id)).count == 60)
      #expect(rows.filter { $0.status != "DONE" || $0.notes != "by \($0.owner)" } == [])
      let printed = ended.flatMap { $0.output.split(separator: "\n") }
      #expect(printed.map(String.init).sorted() == rows.map { "\($0.id) -> DONE" }.sorted())
    }
  }

  @Test func `of several answers to a question at once one counts`() throws {
    try withTemporaryDirectory { folder in
      let rows = (1...20).map {
        QueueFixture.row("R\($0)", "BLOCKED", notes: "question=1 / awaits=answer") + "\n"
      }
      try writeAged(
        "# Queue\n\n\(QueueFixture.header)\(rows.joined())", to: "\(folder)/QUEUE.md")
      let race = ConcurrencyRace(folder: folder)
      let names = ["a", "b", "c", "d"]
      let (people, _) = try race.run(
        names.map { name in
          "for row in {1..20}; do $ORCH answer R$row \(name) 2>> no.\(name) && echo R$row \(name); done"
        })
      let accepted = people.flatMap { $0.output.split(separator: "\n").map(String.init) }
        .filter { !$0.hasSuffix("PENDING") }
      let stored = QueueRow.rows(in: try race.text).map { row in
        let answers = row.notes.matches(of: /answer 1: ([abcd]) \(/).map { String($0.1) }
        return "\(row.id) \(answers.joined())"
      }
      #expect(stored.allSatisfy { $0.split(separator: " ").last?.count == 1 }, "\(stored)")
      #expect(accepted.sorted() == stored.sorted())
      let refused = try names.map { try contents(of: "\(folder)/no.\($0)") }.joined()
      #expect(refused.split(separator: "\n").count == 60)
      #expect(
        refused.split(separator: "\n").allSatisfy { $0.contains("is not waiting for an answer") },
        "\(refused)")
    }
  }

  // MARK: Picking

  /// Lets processes pick until nothing is left.
  ///
  /// - Returns: all that is not as it has to be.
  private static func pickingGoesWrong(
    rows: Int, processes: Int, _ prepare: (inout ConcurrencyRace) -> Void
  ) throws -> [String] {
    try withTemporaryDirectory { folder in
      try writeAged(queue(rows: rows), to: "\(folder)/QUEUE.md")
      var race = ConcurrencyRace(folder: folder)
      prepare(&race)
      return try pickingGoesWrong(race, rows: rows, processes: processes)
    }
  }

  private static func pickingGoesWrong(
    _ race: ConcurrencyRace, rows: Int, processes: Int
  ) throws -> [String] {
    let (pickers, reader) = try race.run((1...processes).map { ConcurrencyRace.picker("w\($0)") })
    let failed = (pickers + [reader]).filter { $0.status != 0 || $0.errors != "" }
    var wrongs = failed.map(\.description)
    let given = zip(1..., pickers).flatMap { number, picker in
      picker.output.split(separator: "\n").map { "\($0) to w\(number)" }
    }
    let claimed = QueueRow.rows(in: try race.text).map { row in
      row.status == "IN_PROGRESS" ? "\(row.id) to \(row.owner)" : "\(row.id) \(row.status)"
    }
    if given.sorted() != claimed.sorted() {
      wrongs.append("\(given) were given, \(claimed) were claimed")
    }
    if claimed.count != rows { wrongs.append("\(claimed.count) rows are left") }
    // Without the lock lines are written over each other, and cannot be read.
    let journal = try contents(of: "\(race.folder)/.orch/journal.jsonl")
    let sequences = (try? JournalLine.lines(in: journal).map(\.sequence)) ?? []
    if sequences != Array(1...rows) { wrongs.append("the journal's numbers are \(sequences)") }
    return wrongs
  }

  private static func queue(rows: Int) -> String {
    "# Queue\n\n" + QueueFixture.header
      + (1...rows).map { QueueFixture.row("R\($0)") + "\n" }.joined()
  }
}
