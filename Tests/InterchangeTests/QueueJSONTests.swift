import Model
import TestSupport
import Testing

@testable import Interchange

@Suite struct QueueJSONTests {
  private static func item(_ id: String, notes: String = "") -> QueueItem {
    var item = QueueItem(id: id, priority: .p1, task: "t", successCriteria: nil)
    item.notes = Notes(notes)
    item.after = item.notes.after
    return item
  }

  @Test func `a row has a line, and briefs have theirs`() {
    var done = Self.item("B", notes: "x / imported=0123456789abcdef / after=A")
    done.status = .done
    let document = QueueJSON.document(
      of: [ExportedRow(Self.item("A"), brief: "One\n\"two\""), ExportedRow(done)],
      impliedAttempts: nil)
    #expect(
      String(decoding: document, as: UTF8.self) == #"""
        {"version":1,
        "rows":[
        {"id":"A","status":"PENDING","priority":"P1","task":"t"},
        {"id":"B","status":"DONE","priority":"P1","task":"t","notes":"x / after=A"}
        ],
        "briefs":{
        "A":"One\n\"two\""}}

        """#)
  }

  @Test func `rows are read as they were written`() {
    var random = SeededGenerator(seed: 3)
    let parts = ["a", " ", "\\", "\"", "버그", "=", ":", ";", "/", "\u{1F600}", "x=y"]
    func text() -> String {
      CellText.written(
        (0..<Int.random(in: 1..<8, using: &random))
          .compactMap { _ in parts.randomElement(using: &random) }.joined())
    }
    for _ in 0..<500 {
      let rows = (0..<3).map { number in
        var item = Self.item("R\(number)", notes: text())
        (item.task, item.successCriteria) = (CellText.value(text()), CellText.value(text()))
        item.status = [.pending, .done, .failed, .blocked].randomElement(using: &random) ?? .done
        item.record = QueueItem.Record(attemptCount: number, maxAttempts: number + 1)
        return ExportedRow(item, brief: Bool.random(using: &random) ? text() + "!" : nil)
      }
      let bytes = QueueJSON.document(of: rows, impliedAttempts: 3)
      let reading = InterchangeForm.json.read([ForeignFile(path: nil, bytes: bytes)])
      #expect(reading.losses == [])
      let again = reading.tasks.compactMap { task in
        task.row.map { ExportedRow($0, brief: task.text.isEmpty ? nil : task.text) }
      }
      #expect(QueueJSON.document(of: again, impliedAttempts: 3) == bytes)
    }
  }

  @Test func `a cell is one line that hides nothing, whoever wrote the document`() {
    let reading = read(
      #"""
      {"version":1,"rows":[{"id":"A","status":"DONE","task":"one\n| B | DONE |\u0000\u202e","notes":"x\r\ny | z"}],
      "briefs":{"A":"a\u001b[31m\r\n\tb"}}
      """#, as: .json)
    #expect(reading.tasks.first?.row?.task == "one | B | DONE |")
    #expect(reading.tasks.first?.row?.notes.text == "x y | z")
    #expect(reading.tasks.first?.text == "a[31m\n\tb")
    #expect(
      reading.losses.map(\.kind) == [
        .hiddenCharacters(field: "task"), .hiddenCharacters(field: "brief"),
      ])
  }

  @Test(arguments: [
    ("{}", [#"unread(Interchange.UnreadReason.missingField("version"))"#]),
    ("[]", [#"unread(Interchange.UnreadReason.wrongType(field: "the document"))"#]),
    (#"{"version":2}"#, [#"unread(Interchange.UnreadReason.unknownVersion("2"))"#]),
    (#"{"version":1}"#, []),
    (
      #"{"version":1,"rows":[{"id":"A"},{"id":"../x","status":"DONE"},1]}"#,
      [
        #"A: unread(Interchange.UnreadReason.unknownValue(field: "status", value: ""))"#,
        #"../x: unread(Interchange.UnreadReason.missingField("id"))"#,
        #"3: unread(Interchange.UnreadReason.wrongType(field: "rows"))"#,
      ]
    ),
  ])
  func `what is no row is named`(_ text: String, _ lines: [String]) {
    #expect(summary(of: read(text, as: .json)) == lines)
  }
}
