import Host
import Model
import Runner
import TestSupport
import Testing
import Text
import Worktrees

@testable import Operator

/// The report and the log of a row in `ops watch`.
@Suite struct RowTextTests {
  private func log(_ text: String) throws -> RowText {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/A-1.log"
      try NewFile.create(path, text: text)
      let tail = try FileTail(of: path, upTo: 1000)
      return RowText(kind: .log, id: "A", content: .log(tail), watched: [])
    }
  }

  private func model(_ text: String) throws -> WatchModel {
    let queue = WatchFixture.queue([WatchFixture.item("A", .inProgress)])
    var model = WatchFixture.model(queue, 40, 10, keys: [.down, .read(.log)])
    model.show(try log(text))
    return model
  }

  @Test(
    arguments: [
      ("one\n\n  two\n", ["one", "", "  two"]), ("no end", ["no end"]), ("", []),
      ("10%\r50%\r100%\r\nnext\r\n\r\n", ["10%", "50%", "100%", "next", ""]),
      ("a\tb\n\tc\n한\td\n", ["a       b", "        c", "한      d"]),
      ("\u{1B}[2Jx\u{7}\n", ["\\u{1B}[2Jx\\u{7}"]), ("\u{202E}x\n", ["\\u{202E}x"]),
      ("\u{1B}[1;31mred\u{1B}[0m \u{1B}[31\n", ["red \\u{1B}[31"]),
      (String(repeating: "가", count: 12), [String(repeating: "가", count: 10), "가가"]),
    ])
  func `a log is shown line by line, and spelled out`(_ text: String, lines: [String]) throws {
    #expect(try log(text).lines(width: 20, .english) == lines)
  }

  @Test func `of a long one the last part is shown`() throws {
    let lines = try log(String(repeating: "0123456\n", count: 200)).lines(width: 60, .english)
    #expect(lines.count == 125)
    #expect(lines[0] == "[608 bytes before this are left out]")
  }

  @Test func `a log is followed until one scrolls up`() throws {
    let text = (1...12).map { "line \($0)\n" }.joined()
    var model = try model(text)
    #expect(model.frame().text(ofRow: 0) == " A: log    lines 5 to 12 of 12, follows")
    #expect(model.frame().text(ofRow: 8) == "line 12")
    model.show(try log(text + "line 13\n"))
    #expect(model.frame().text(ofRow: 8) == "line 13")
    #expect(model.lastLine == "esc back  arrows scroll  ? keys")
    _ = model.press(.up)
    model.show(try log(text + "line 13\nline 14\n"))
    #expect(model.frame().text(ofRow: 8) == "line 12")
    // A search does not follow, either.
    model.type([.character("/")] + WatchFixture.keys("line 3") + [.enter])
    #expect(model.frame().text(ofRow: 1) == "line 3")
    #expect(model.reversedRows == [0, 1])
    _ = model.press(.last)
    model.show(try log(text + "line 13\nline 14\nline 15\n"))
    #expect(model.frame().text(ofRow: 8) == "line 15")
    // The same key, and three others, lead back.
    for key in [WatchKey.read(.log), .back, .quit, .details] {
      var other = model
      #expect(other.press(key) == nil)
      #expect(other.pages.isEmpty)
    }
  }

  @Test(arguments: [
    (
      RowText.Content.changes("+++ b/a\n+\u{1B}[2Jone\n"),
      " A: changes", ["+++ b/a", "+\\u{1B}[2Jone"]
    ),
    (.changes(""), " A: changes", ["The work on this row changes no file."]),
    (
      .problem(.worktree(.none(id: "A"))), " A: changes", ["A has no worktree"]
    ),
  ])
  func `the changes of a row are shown, and spelled out`(
    _ content: RowText.Content, _ title: String, _ lines: [String]
  ) {
    let queue = WatchFixture.queue([WatchFixture.item("A", .inProgress)])
    var model = WatchFixture.model(queue, 40, 10, keys: [.down, .read(.log), .read(.changes)])
    #expect(model.pages.map(\.kind) == [.changes])
    model.show(RowText(kind: .changes, id: "A", content: content, watched: []))
    #expect(model.frame().text(ofRow: 0).hasPrefix(title))
    #expect(lines.indices.map { model.frame().text(ofRow: $0 + 1) } == lines)
    // The same key leads back.
    #expect(model.press(.read(.changes)) == nil)
    #expect(model.pages.isEmpty)
  }

  @Test func `keys go from page to page, and act on its row`() throws {
    var model = try model("x\n")
    #expect(model.lastLine == "esc back  arrows scroll  ? keys")
    _ = model.press(.read(.report))
    #expect(model.pages.map(\.kind) == [.report])
    #expect(model.lastLine == "Reading the report…")
    model.show(RowText(kind: .report, id: "A", content: .missing, watched: []))
    #expect(model.frame().text(ofRow: 1) == "No report of this row is kept.")
    _ = model.press(.act(.cancel))
    #expect(model.question?.id == "A")
    _ = model.press(.back)
    _ = model.press(.back)
    #expect(model.press(.details) == .readDetails)
    _ = model.press(.read(.log))
    #expect(model.pages.map(\.kind) == [.details, .log])
    // Another row's text is not shown.
    model.show(RowText(kind: .log, id: "B", content: .missing, watched: []))
    #expect(model.page?.content == nil)
  }
}
