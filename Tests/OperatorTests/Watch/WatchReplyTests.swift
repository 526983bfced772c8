import Model
import Testing
import Text

@testable import Operator

/// Answers, approvals, rejections and replans in `ops watch`.
@Suite struct WatchReplyTests {
  private static let items = [
    WatchFixture.item(
      "ASKS", .blocked, notes: "question=2 / awaits=answer / review:QUESTION question:which page?"),
    WatchFixture.item("REPORTED", .blocked, notes: "awaits=approval"),
    WatchFixture.item("STOPPED", .blocked),
  ]

  private func model(_ row: Int, _ keys: String, columns: Int = 80) -> WatchModel {
    var model = WatchFixture.model(WatchFixture.queue(Self.items), columns, 12)
    for _ in 0...row { _ = model.type(.down) }
    model.type(WatchFixture.keys(keys))
    return model
  }

  @Test(
    arguments: [
      (
        0, "a",
        [
          "enter/esc: Answer ASKS: which page? It becomes PENDING, and its next worker",
          "reads the answer.", ">",
        ]
      ),
      (
        0, "r",
        [
          "y/n: Retry ASKS? It becomes PENDING, and its question stays without an answer."
        ]
      ),
      (1, "a", ["y/n: Approve REPORTED? Its report is accepted, and the row becomes DONE."]),
      (
        1, "d",
        [
          "enter/esc: Reject REPORTED? It becomes PENDING, and its next worker reads the",
          "reason. Reason:", ">",
        ]
      ),
      (2, "p", ["enter/esc: Replan STOPPED? It becomes PENDING. Reason, if any:", ">"]),
      (0, "d", ["ASKS awaits no approval"]),
      (2, "a", ["STOPPED awaits no answer and no approval"]),
    ])
  func `what will happen is said first`(_ row: Int, keys: String, lines: [String]) {
    let screen = model(row, keys).screen.split(separator: "\n", omittingEmptySubsequences: false)
    let last = screen.dropLast().suffix(lines.count).map(String.init)
    #expect(last == lines)
  }

  @Test(
    arguments: [
      (0, "a", "이 페이지", RowAction.answer), (1, "d", "no title", .reject), (2, "p", "", .replan),
      (2, "p", "split", .replan),
    ])
  func `enter sends what was typed`(_ row: Int, key: String, text: String, action: RowAction) {
    var model = model(row, key + text)
    #expect(model.lastLine == (text.isEmpty ? ">" : "> \(text)"))
    let asked = model.question
    #expect(asked?.action == action)
    let order = asked.map {
      RowOrder(action: action, id: $0.id, facts: $0.facts, text: text)
    }
    #expect(model.type(.enter) == order.map(WatchModel.Effect.perform))
    #expect(model.question == nil)
  }

  @Test(arguments: [(0, "a", "Type the answer first"), (1, "d", "Type the reason first")])
  func `an answer and a reason are needed`(_ row: Int, key: String, message: String) {
    var model = model(row, key + "  ")
    #expect(model.type(.enter) == nil)
    #expect(model.screen.contains("\n\(message)\n>"))
    model.type(WatchFixture.keys("y"))
    #expect(model.question?.editor?.text == "  y")
    model.type([.escape])
    #expect(model.lastLine == "Nothing was changed")
    #expect(model.question == nil)
  }

  @Test func `an answer is to the question that was asked`() {
    var model = model(0, "ayes")
    model.update(WatchFixture.queue(Self.items))
    #expect(model.question?.editor?.text == "yes")
    let other = "question=3 / awaits=answer / review:QUESTION question:which one?"
    model.update(WatchFixture.queue([WatchFixture.item("ASKS", .blocked, notes: other)]))
    // The rest of the text is not a command.
    model.type(WatchFixture.keys(" or c"))
    let refusal = "ASKS awaits something else now: nothing was changed"
    #expect(model.screen.hasSuffix("\n\(refusal)\n> yes or c\n"))
    #expect(model.type(.enter) == nil)
    #expect(model.question == nil)
    #expect(model.lastLine == refusal)
  }

  @Test func `a text stays while another command runs`() {
    var model = model(0, "ayes")
    model.isBusy = true
    #expect(model.type(.enter) == nil)
    #expect(model.screen.hasSuffix("\nAnother command is still running: try again\n> yes\n"))
    model.isBusy = false
    let order = model.question.map {
      RowOrder(action: .answer, id: "ASKS", facts: $0.facts, text: "yes")
    }
    #expect(order != nil)
    #expect(model.type(.enter) == order.map(WatchModel.Effect.perform))
  }

  @Test(arguments: ["a", "/", "f"])
  func `on a screen that is too small a text goes on`(_ key: String) {
    var model = model(0, key + "half")
    let before = model.lastLine
    model.resize(to: ScreenSize(columns: 60, rows: 8))
    #expect(model.type(.character("q")) == nil)
    model.resize(to: ScreenSize(columns: 80, rows: 12))
    #expect(model.lastLine == before)
  }

  @Test func `the last line has the keys of the chosen row`() {
    #expect(
      (0..<3).map { model($0, "").lastLine } == [
        "q quit  enter details  e report  l log  a answer  r retry  / search  ? keys",
        "q quit  enter details  e report  l log  a approve  d reject  r retry  ? keys",
        "q quit  enter details  e report  l log  r retry  p replan  / search  ? keys",
      ])
    #expect(model(1, "", columns: 40).lastLine == "q quit  enter details  e report  ? keys")
  }
}
