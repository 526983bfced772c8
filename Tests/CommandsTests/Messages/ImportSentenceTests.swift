import Interchange
import Testing
import Text

@testable import Commands

/// What an import says of what does not come along, in both languages.
@Suite struct ImportSentenceTests {
  @Test(
    arguments: [
      (.unread(.notUTF8), "not read: not UTF-8; save the file as UTF-8"),
      (.unread(.noTasks), "not read: the file has no task"),
      (.unread(.missingField("title")), "not read: 'title' is missing"),
      (.unread(.wrongType(field: "id")), "not read: 'id' has a value of the wrong type"),
      (.unread(.unknownValue(field: "status", value: "odd")), "not read: unknown status 'odd'"),
      (.unknownMark("?"), "unknown mark '[?]': the row is BLOCKED"),
      (
        .unknownWord(field: "status", word: "odd"),
        "unknown status 'odd': the row is BLOCKED"
      ),
      (
        .unknownWord(field: "priority", word: "odd"),
        "unknown priority 'odd': it becomes P1"
      ),
      (.unread(.noNumber), "not read: the item has no number"),
      (.unread(.unclosedFence), "not read: a code fence that is not closed"),
      (.unread(.unclosedComment), "not read: a comment that is not closed"),
      (.unread(.tooManyEdges(9)), "not read: 9 edges between waves: they are left out"),
      (.unread(.noFrontMatter), "not read: no lines between --- and --- at the beginning"),
      (.unread(.unclosedFrontMatter), "not read: the lines at the beginning have no second ---"),
      (.unread(.unsupportedYAML), "not read: YAML other than texts, lists of texts and blocks"),
      (.unread(.repeatedField("id")), "not read: 'id' occurs twice"),
      (.unread(.unclosedQuote), "not read: a quotation mark that is not closed"),
      (.unread(.tooManyFields(3, of: 2)), "not read: 3 fields, but the first line names 2"),
      (
        .unread(.noTitleColumn),
        "not read: the first line names no column task, title, summary, name or subject"
      ),
      (.unread(.missingTable("tasks")), "not read: the database has no table tasks"),
      (
        .unread(.missingColumn("id", table: "tasks")),
        "not read: the table tasks has no column id"
      ),
      (
        .unread(.tooManyRows(9)),
        "not read: the database has more than 9 rows, or more than 64 MB of text"
      ),
      (.unread(.unknownVersion("2")), "not read: version 2 of the document; this program reads 1"),
      (.repeatedKey("b"), "not read: an earlier task has the key b, too"),
      (.leftOut("deferred"), "left out: its status there is 'deferred'"),
      (.loweredPriority("P4"), "priority P4 becomes P2, the lowest"),
      (
        .unreadTime("soon"),
        "'soon' is not a time that can be read: the brief keeps it (write YYYY-MM-DD)"
      ),
      (.semicolons("a; b"), "';' separates criteria here, and becomes ',' in 'a; b'"),
      (
        .unseenText(field: "text", "push it"),
        "text has text that workers read but people do not see: 'push it'"
      ),
      (
        .otherTask(was: "Buy it"),
        "the task was 'Buy it' before, and work on its row has begun here: this task gets a new row"
      ),
      (.missingTask("b"), "it waits for b, which is not imported, so the dependency is left out"),
      (
        .ambiguousTitle("b"),
        "several tasks have the title 'b', so the dependency is left out (give them ids)"
      ),
      (.cycle("b"), "to wait for b would close a cycle, so the dependency is left out"),
      (.hiddenCharacters(field: "title"), "hidden characters were removed from title"),
      (
        .commandAsProse("cmd: x"),
        "the criterion 'cmd: x' stays prose: the report must show it (orch edit makes it a check)"
      ),
      (
        .linkOutside("in/x"),
        "the link in/x is not followed: it leads to a folder, or out of the imported folder"
      ),
    ] as [(ForeignLoss.Kind, String)])
  func `a loss is said in both languages`(_ kind: ForeignLoss.Kind, _ english: String) {
    let loss = ForeignLoss(kind, key: "b-1", at: ForeignPlace(file: "a.jsonl", line: 3))
    #expect(loss.sentence.english == "a.jsonl:3: b-1: \(english)")
    expectKoreanTwin(of: loss.sentence)
    #expect(hasHangul(kind.sentence.korean))
  }

  @Test func `what stays as it is is said in both languages`() {
    for fate in [ImportOutcome.Fate.changedHere, .atWork, .unreadable, .gone] {
      let row = ImportOutcome.Row(key: "b-1", id: fate == .gone ? nil : "A", fate: fate)
      if let sentence = row.sentence { expectKoreanTwin(of: sentence) }
      #expect(row.sentence != nil)
    }
    expectKoreanTwin(of: ImportOutput.exported(rows: 2, path: "a").sentence)
    expectKoreanTwin(of: ImportOutput.rowsLeftOut(2).sentence)
    expectKoreanTwin(of: ImportOutput.wholeQueue(rows: 2, path: "a").sentence)
    let loss = ForeignLoss(.leftOut("x"), at: ForeignPlace())
    expectKoreanTwin(of: ImportOutput.moreLosses(2, like: loss).sentence)
  }
}
