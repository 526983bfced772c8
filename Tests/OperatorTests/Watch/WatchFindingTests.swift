import Model
import Testing
import Text

@testable import Operator

/// Searching and filtering in `ops watch`.
@Suite struct WatchFindingTests {
  private static let items = [
    WatchFixture.item("A-1", task: "Fix the login"), WatchFixture.item("A-2", task: "로그인 문서"),
    WatchFixture.item("A-3", .failed, task: "Login page", notes: "no disk"),
    WatchFixture.item("A-4", .done, task: "Logout"),
  ]

  private func model() -> WatchModel {
    WatchFixture.model(WatchFixture.queue(Self.items), 80, 12)
  }

  @Test func `a search goes to the match while it is typed, and n to the next`() {
    var model = model()
    model.type([.character("/")] + WatchFixture.keys("LOGIN"))
    #expect(model.selection?.key.id == "A-1")
    #expect(model.lastLine.hasPrefix("/LOGIN "))
    #expect(model.lastLine.hasSuffix("/LOGIN  match 1 of 2"))
    model.type([.enter])
    #expect(model.lastLine == "/LOGIN  match 1 of 2")
    for (key, id, place) in [("n", "A-3", 2), ("n", "A-1", 1), ("N", "A-3", 2), ("ㅜ", "A-1", 1)] {
      model.type(WatchFixture.keys(key))
      #expect(model.selection?.key.id == id)
      #expect(model.lastLine == "/LOGIN  match \(place) of 2")
    }
    // Nothing typed is the same text again.
    model.type([.character("/"), .enter])
    #expect(model.selection?.key.id == "A-3")
  }

  @Test func `escape ends a search where it began`() {
    var model = model()
    model.type([.down, .character("/")] + WatchFixture.keys("로그"))
    #expect(model.selection?.key.id == "A-2")
    model.type([.escape])
    #expect(model.selection?.key.id == "A-1")
    model.type(WatchFixture.keys("n"))
    #expect(model.selection?.key.id == "A-1")
    model.type([.character("/")] + WatchFixture.keys("log x"))
    #expect(model.lastLine.hasSuffix("/log x  no match"))
    #expect(model.selection?.key.id == "A-1")
    model.type([.enter])
    #expect(model.lastLine == "/log x  no match")
  }

  @Test func `words filter while they are typed, and escape shows all again`() {
    var model = model()
    model.type([.character("f")] + WatchFixture.keys("log disk"))
    #expect(model.queue?.rowCount == 1)
    #expect(
      model.screen == """
         QUEUE.md                                              0 of 3 workers  18:00:00
        filter "log disk": 1 of 4 rows (esc clears)
        PENDING=2 IN_PROGRESS=0 BLOCKED=0 FAILED=1 DONE=1
          STOPPED 1  PRI  STATUS  TASK        WHY      COMMAND
        x A-3        P1   FAILED  Login page  no disk  ops retry A-3






        filter: log disk

        """)
    model.type([.enter, .down])
    #expect(model.selection?.key.id == "A-3")
    // A change of the queue keeps it.
    model.update(WatchFixture.queue(Self.items + [WatchFixture.item("A-5", task: "log disk")]))
    #expect(model.queue?.rowCount == 2)
    #expect(model.selection?.key.id == "A-3")
    // Its words can be changed; escape leaves them.
    model.type([.character("ㄹ"), .backspace, .backspace, .escape])
    #expect(model.filter.words == "log disk")
    model.type([.escape])
    #expect(!model.filter.isOn)
    #expect(model.queue?.rowCount == 5)
    #expect(model.selection?.key.id == "A-3")
    model.type([.escape])
    #expect(model.selection == nil)
  }

  @Test func `s goes through the statuses that rows have`() {
    var model = model()
    var statuses: [Status?] = []
    for _ in 0..<4 {
      model.type(WatchFixture.keys("s"))
      statuses.append(model.filter.status)
    }
    #expect(statuses == [.pending, .failed, .done, nil])
    model.type(WatchFixture.keys("sflogin"))
    #expect(model.screen.contains("\nfilter PENDING \"login\": 1 of 4 rows (esc clears)\n"))
    model.type(WatchFixture.keys("x"))
    #expect(model.screen.contains("\nNo row matches\n"))
    #expect(model.selection == nil)
  }

  @Test func `a text of any characters is shown spelled out`() {
    var model = model()
    model.type([.character("f")] + WatchFixture.keys("a\u{202E}") + [.enter])
    #expect(model.screen.contains("\nfilter \"a\\u{202E}\": 0 of 4 rows (esc clears)\n"))
  }

  @Test func `what is pasted is typed, and is not a command`() {
    var model = model()
    model.type([.down, .pasteBegin] + WatchFixture.keys("cyq") + [.enter, .pasteEnd])
    #expect(model.question == nil && model.pages.isEmpty)
    model.type([.character("f"), .pasteBegin] + WatchFixture.keys("login") + [.enter])
    model.type(WatchFixture.keys("fix") + [.pasteEnd])
    #expect(model.typing?.editor.text == "login fix")
    #expect(model.queue?.rowCount == 1)
  }
}
