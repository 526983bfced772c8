import Testing
import Text

@testable import Model
@testable import Operator

/// What keys and changes of the queue make of the screen.
@Suite struct WatchModelTests {
  private static let rows = [
    "ORCH-001", "ORCH-002", "ORCH-005", "ORCH-004", "ORCH-003", "ORCH-006",
  ]

  @Test(
    arguments: [
      ([], nil), ([.up], 0), ([.down], 0), ([.down, .down], 1), ([.down, .down, .up], 0),
      ([.down, .up, .up], 0), ([.last], 5), ([.last, .down], 5), ([.last, .first], 0),
      ([.pageDown], 5), ([.last, .pageUp], 0), ([.down, .back], nil),
    ] as [([WatchKey], Int?)])
  func `arrows choose a row`(_ keys: [WatchKey], index: Int?) {
    let model = WatchFixture.model(WatchFixture.mixture, keys: keys)
    #expect(model.selection?.index == index)
    #expect(model.selection?.key.id == index.map { Self.rows[$0] })
  }

  @Test func `in an empty queue there is nothing to choose`() {
    for queue in [nil, WatchFixture.queue([])] {
      var model = WatchFixture.model(queue, keys: [.down, .last, .pageDown])
      #expect(model.selection == nil)
      #expect(model.press(.details) == nil)
      #expect(model.message?.text.english == "Choose a row with the arrows first")
      #expect(model.press(.act(.retry)) == nil)
      #expect(model.question == nil)
    }
  }

  @Test func `the chosen row stays chosen wherever it goes`() {
    var model = WatchFixture.model(WatchFixture.mixture, keys: [.down])
    model.update(
      WatchFixture.queue([
        WatchFixture.item("A"), WatchFixture.item("ORCH-001", .done), WatchFixture.item("B", .done),
      ]))
    #expect(model.selection == .init(index: 1, key: .id("ORCH-001")))
    // One that is gone leaves its place to the next.
    model.update(WatchFixture.queue([WatchFixture.item("A"), WatchFixture.item("B", .done)]))
    #expect(model.selection == .init(index: 1, key: .id("B")))
    model.update(WatchFixture.queue([WatchFixture.item("A")]))
    #expect(model.selection == .init(index: 0, key: .id("A")))
    model.update(WatchFixture.queue([]))
    #expect(model.selection == nil)
  }

  @Test(
    arguments: [
      (0, .retry, "y/n: Retry ORCH-001?"),
      (
        0, .cancel,
        "y/n: Cancel ORCH-001? Its worker (pid 123, 12 min) is ended, and the row becomes BLOCKED."
      ),
      (
        1, .cancel,
        """
        y/n: Cancel ORCH-002? w\\u{202E} is not ended, as orch did not start it; the row becomes \
        BLOCKED.
        """
      ),
      (2, .retry, "y/n: Retry ORCH-005?"),
      (2, .cancel, "y/n: Cancel ORCH-005? It becomes BLOCKED."),
      (4, .retry, "y/n: Retry ORCH-003? It becomes PENDING."),
      (4, .cancel, "y/n: Cancel ORCH-003?"),
      (5, .retry, "y/n: Retry ORCH-006?"), (5, .cancel, "y/n: Cancel ORCH-006?"),
    ] as [(Int, RowAction, String)])
  func `what is to be done is asked first`(_ row: Int, action: RowAction, text: String) {
    let keys = Array(repeating: WatchKey.down, count: row + 1) + [.act(action)]
    var model = WatchFixture.model(WatchFixture.mixture, 100, keys: keys)
    #expect(model.screen.hasSuffix("\n\(text)\n"))
    // Other keys answer nothing.
    for key in [WatchKey.down, .details, .act(.retry), .help, .pageUp] {
      #expect(model.press(key) == nil)
      #expect(model.question.map(model.text(of:)) == text)
    }
    let asked = model.question
    #expect(asked.map { ($0.action, $0.id) } ?? (.retry, "") == (action, Self.rows[row]))
    let order = asked.map { RowOrder(action: $0.action, id: $0.id, facts: $0.facts) }
    #expect(model.press(.yes) == order.map(WatchModel.Effect.perform))
    #expect(model.question == nil)
  }

  @Test(
    arguments: [
      ([WatchFixture.item("ORCH-005", .inProgress)], "ORCH-005 is IN_PROGRESS now"),
      ([WatchFixture.item("ORCH-005", .done)], "ORCH-005 is DONE now"),
      ([WatchFixture.item("ORCH-006")], "ORCH-005 is gone"), ([], "ORCH-005 is gone"),
    ])
  func `a question is dropped when its row has moved on`(_ items: [QueueItem], state: String) {
    for keys in [[], [WatchKey.details]] {
      var model = WatchFixture.model(
        WatchFixture.mixture, keys: [.down, .down, .down] + keys + [.act(.cancel)])
      // As long as it is what it was, whatever else changes, it stays asked.
      model.update(WatchFixture.queue([WatchFixture.item("ORCH-005", task: "else")]))
      #expect(model.question?.id == "ORCH-005")
      model.update(WatchFixture.queue(items))
      // The answer is one to nothing, and hides nothing.
      #expect(model.press(.yes) == nil)
      #expect(model.screen.hasSuffix("\n\(state): nothing was changed\n"))
    }
  }

  @Test func `where nothing can be shown only q counts`() {
    for (columns, rows) in [(39, 24), (80, 9), (20, 5)] {
      var model = WatchFixture.model(
        WatchFixture.mixture, columns, rows, keys: [.down, .act(.cancel)])
      #expect(model.selection == nil)
      #expect(model.press(.yes) == nil)
      // What was asked before waits until it is seen again.
      model = WatchFixture.model(WatchFixture.mixture, keys: [.down, .act(.cancel)])
      model.resize(to: ScreenSize(columns: columns, rows: rows))
      #expect(model.press(.yes) == nil)
      #expect(model.question?.id == "ORCH-001")
      #expect(model.press(.quit) == .quit)
    }
  }

  @Test(arguments: [.nextMatch, .back, .quit] as [WatchKey])
  func `no means no`(_ key: WatchKey) {
    var model = WatchFixture.model(WatchFixture.mixture, keys: [.last, .act(.retry)])
    #expect(model.press(key) == nil)
    #expect(model.screen.hasSuffix("\nNothing was changed\n"))
    #expect(model.press(.yes) == nil)
    #expect(model.press(.quit) == .quit)
  }

  @Test func `enter shows the details, and three keys lead back`() {
    for key in [WatchKey.details, .back, .quit] {
      var model = WatchFixture.model(WatchFixture.mixture, keys: [.down])
      #expect(model.press(.details) == .readDetails)
      #expect(model.detailedKey == .id("ORCH-001"))
      #expect(model.press(key) == nil)
      #expect(model.pages.isEmpty)
      #expect(model.detailedKey == nil)
    }
  }

  @Test func `details are of the chosen row, also while it moves`() {
    var model = WatchFixture.model(WatchFixture.mixture, keys: [.down, .details])
    model.update(
      WatchFixture.queue([WatchFixture.item("A"), WatchFixture.item("ORCH-001", .done)]))
    #expect(model.detailedKey == .id("ORCH-001"))
    #expect(model.press(.act(.retry)) == nil)
    let order = RowOrder(action: .retry, id: "ORCH-001", facts: RowFacts(status: .done))
    #expect(model.press(.yes) == .perform(order))
  }

  @Test func `a queue that can't be read leaves what was shown`() {
    var model = WatchFixture.model(WatchFixture.mixture)
    let before = model.screen.split(separator: "\n").dropFirst()
    model.problem = Sentence(same: "QUEUE.md:3:1: merge markers (mend it)")
    #expect(model.screen.contains("\nQUEUE.md:3:1: merge markers (mend it)\nPENDING "))
    #expect(model.screen.contains("> ORCH-001"))
    model.update(WatchFixture.mixture)
    #expect(model.screen.split(separator: "\n").dropFirst() == before)
  }

  @Test func `a row without an id can be looked at, and no more`() {
    let queue = WatchFixture.queue([WatchFixture.item("A")])
    let malformed = Explanation(
      MalformedRow(id: nil, status: nil, line: 7, problem: .cellCount(expected: 9, found: 8)))
    let odd = WatchedQueue(
      name: queue.name, snapshot: queue.snapshot, counts: queue.counts,
      sections: [RowSection(kind: .waiting, rows: .explained([malformed]))], runningCount: 0,
      maxWorkers: 3, events: [], conflicts: 0, notices: [], nextMoment: nil)
    var model = WatchFixture.model(odd, keys: [.down])
    #expect(model.screen.contains("\n? line 7   "))
    #expect(model.screen.contains("malformed row (line 7): expected 9 cells, found 8"))
    #expect(model.press(.act(.cancel)) == nil)
    #expect(model.message?.tone == .failed)
    #expect(model.press(.details) == .readDetails)
  }

  @Test(
    arguments: [
      (.character("q"), .quit), (.character("ㅂ"), .quit), (.character("ㄱ"), .act(.retry)),
      (.character("r"), .act(.retry)), (.character("ㅊ"), .act(.cancel)),
      (.character("C"), .act(.cancel)), (.character("ㅛ"), .yes), (.character("ㅜ"), .nextMatch),
      (.character("ㅁ"), .act(.answer)), (.character("ㅣ"), .read(.log)),
      (.character("ㅍ"), .read(.changes)),
      (.character("ㅓ"), .down), (.character("ㅏ"), .up), (.character("한"), nil),
      (.character("x"), nil), (.control("L"), .redraw), (.control("A"), nil), (.enter, .details),
      (.escape, .back), (.left, nil), (.character(" "), .pageDown),
    ] as [(Key, WatchKey?)])
  func `keys have meanings on a Korean keyboard, too`(_ key: Key, meaning: WatchKey?) {
    #expect(WatchKey(key) == meaning)
  }
}
