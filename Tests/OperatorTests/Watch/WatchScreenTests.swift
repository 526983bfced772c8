import Host
import Model
import Testing
import Text

@testable import Operator

/// What is drawn, at every size.
@Suite struct WatchScreenTests {
  @Test func `eighty columns and twenty-four rows`() {
    expectScreen(
      WatchFixture.model(WatchFixture.mixture),
      """
       QUEUE.md                                              2 of 3 workers  18:00:00
      PENDING        2 [||||||||||||||||||||                                         ]
      IN_PROGRESS    2 [||||||||||||||||||||                                         ]
      BLOCKED        0 [                                                             ]
      FAILED         1 [||||||||||                                                   ]
      DONE           1 [||||||||||                                                   ]
        AT WORK 2  PRI  OWNER         AGE        LEASE  TASK
      > ORCH-001   P0   worker-a   12 min    in 18 min  로그인 버그를 고치고 다시 확…
      > ORCH-002   P1   w\\u{202E}     3 h  10 min over  Rewrite the parser
        WAITING 2  PRI  WHY                          TASK
      . ORCH-005   P0   is the next to pick          Measure the start
      . ORCH-004   P1   waits for ORCH-003 (FAILED)  배포 문서를 쓴다
        STOPPED 1  PRI  STATUS  TASK        WHY      COMMAND
      x ORCH-003   P2   FAILED  a\\u{1B}[2J  no disk  ops retry ORCH-003
        DONE 1     PRI  OWNER     TASK   SUCCESS CRITERIA
      + ORCH-006   P1   worker-b  Begin  it works


        LAST CHANGES    AGE  COMMAND  WHO       CHANGE
        ORCH-002      8 min  pick     worker-a  status PENDING -> IN_PROGRESS
        ORCH-003      7 min  pick     worker-a  status PENDING -> IN_PROGRESS
        ORCH-004      6 min  pick     worker-a  status PENDING -> IN_PROGRESS
        ORCH-005      5 min  pick     worker-a  status PENDING -> IN_PROGRESS
      q quit  arrows choose  enter details  / search  f filter  s status  ? keys
      """)
  }

  @Test func `at eighty columns a stopped row says why, and changes have whole words`() {
    let row = WatchFixture.item(
      "ORCH-003", .failed, task: "Replace our parser of addresses by the one of the library",
      notes: "exit 3: no space is left on the disk of the build machine")
    var event = WatchFixture.event(1, "ORCH-003", "supervise")
    event.row = RowChange(
      id: "ORCH-003", before: ["status": "IN_PROGRESS", "notes": "-"],
      after: ["status": "FAILED", "notes": "exit 3: no space is left on the disk"])
    let lines = WatchFixture.model(WatchFixture.queue([row], events: [event])).screen
      .split(separator: "\n").map(String.init)
    #expect(
      lines.first { $0.hasPrefix("x ") }
        == "x ORCH-003   P1   Replace our parser of addre…  exit 3: no space is left on the…")
    #expect(
      lines.first { $0.hasPrefix("  ORCH-003") }
        == "  ORCH-003      9 min  supervise  worker-a  status IN_PROGRESS -> FAILED; notes…")
  }

  @Test func `a hundred columns and thirty rows`() {
    expectScreen(
      WatchFixture.model(WatchFixture.mixture, 100, 30),
      """
       QUEUE.md                                                                  2 of 3 workers  18:00:00
      PENDING        2 [|||||||||||||||||||||||||||                                                      ]
      IN_PROGRESS    2 [|||||||||||||||||||||||||||                                                      ]
      BLOCKED        0 [                                                                                 ]
      FAILED         1 [||||||||||||||                                                                   ]
      DONE           1 [||||||||||||||                                                                   ]

        AT WORK 2  PRI  OWNER         AGE        LEASE          DUE  TASK
      > ORCH-001   P0   worker-a   12 min    in 18 min  30 min late  로그인 버그를 고치고 다시 확인한다
      > ORCH-002   P1   w\\u{202E}     3 h  10 min over               Rewrite the parser
        WAITING 2  PRI  WHY                          TASK               SUCCESS CRITERIA
      . ORCH-005   P0   is the next to pick          Measure the start  it works
      . ORCH-004   P1   waits for ORCH-003 (FAILED)  배포 문서를 쓴다   it works
        STOPPED 1  PRI  STATUS  TASK        WHY      COMMAND
      x ORCH-003   P2   FAILED  a\\u{1B}[2J  no disk  ops retry ORCH-003
        DONE 1     PRI  OWNER     TASK   SUCCESS CRITERIA
      + ORCH-006   P1   worker-b  Begin  it works






        LAST CHANGES    AGE  COMMAND  WHO       WHEN              CHANGE
        ORCH-001      9 min  pick     worker-a  2026-01-31 17:51  status PENDING -> IN_PROGRESS
        ORCH-002      8 min  pick     worker-a  2026-01-31 17:52  status PENDING -> IN_PROGRESS
        ORCH-003      7 min  pick     worker-a  2026-01-31 17:53  status PENDING -> IN_PROGRESS
        ORCH-004      6 min  pick     worker-a  2026-01-31 17:54  status PENDING -> IN_PROGRESS
        ORCH-005      5 min  pick     worker-a  2026-01-31 17:55  status PENDING -> IN_PROGRESS
      q quit  arrows choose  enter details  / search  f filter  s status  ? keys
      """)
  }

  @Test func `two hundred columns and sixty rows show all there is`() {
    expectScreen(
      WatchFixture.model(WatchFixture.mixture, 200, 60),
      """
       QUEUE.md                                                                                                                                                                      2 of 3 workers  18:00:00
      PENDING        2 [||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||                                                                                                                         ]
      IN_PROGRESS    2 [||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||                                                                                                                         ]
      BLOCKED        0 [                                                                                                                                                                                     ]
      FAILED         1 [||||||||||||||||||||||||||||||                                                                                                                                                       ]
      DONE           1 [||||||||||||||||||||||||||||||                                                                                                                                                       ]

        AT WORK 2  PRI  OWNER         AGE        LEASE          DUE  STARTED           TASK                                SUCCESS CRITERIA
      > ORCH-001   P0   worker-a   12 min    in 18 min  30 min late  2026-01-31 17:48  로그인 버그를 고치고 다시 확인한다  it works
      > ORCH-002   P1   w\\u{202E}     3 h  10 min over               2026-01-31 15:00  Rewrite the parser                  it works
        WAITING 2  PRI  WHY                          TASK               SUCCESS CRITERIA
      . ORCH-005   P0   is the next to pick          Measure the start  it works
      . ORCH-004   P1   waits for ORCH-003 (FAILED)  배포 문서를 쓴다   it works
        STOPPED 1  PRI  STATUS  TASK        WHY      COMMAND
      x ORCH-003   P2   FAILED  a\\u{1B}[2J  no disk  ops retry ORCH-003
        DONE 1     PRI  OWNER     TASK   SUCCESS CRITERIA
      + ORCH-006   P1   worker-b  Begin  it works




































        LAST CHANGES    AGE  COMMAND  WHO       WHEN              CHANGE
        ORCH-001      9 min  pick     worker-a  2026-01-31 17:51  status PENDING -> IN_PROGRESS
        ORCH-002      8 min  pick     worker-a  2026-01-31 17:52  status PENDING -> IN_PROGRESS
        ORCH-003      7 min  pick     worker-a  2026-01-31 17:53  status PENDING -> IN_PROGRESS
        ORCH-004      6 min  pick     worker-a  2026-01-31 17:54  status PENDING -> IN_PROGRESS
        ORCH-005      5 min  pick     worker-a  2026-01-31 17:55  status PENDING -> IN_PROGRESS
      q quit  arrows choose  enter details  / search  f filter  s status  ? keys
      """)
  }

  @Test func `forty columns and ten rows are enough`() {
    expectScreen(
      WatchFixture.model(WatchFixture.mixture, 40, 10),
      """
       QUEUE.md      2 of 3 workers  18:00:00
      PENDING=2 IN_PROGRESS=2 BLOCKED=0 FAILE…
        AT WORK 2  TASK
      > ORCH-001   로그인 버그를 고치고 다시 …
      > ORCH-002   Rewrite the parser
        WAITING 2  WHY           TASK
      . ORCH-005   is the next…  Measure the …
      . ORCH-004   waits for O…  배포 문서를 …

      q quit  arrows choose  ? keys
      """)
  }

  @Test func `a question is shown whole on a narrow screen`() {
    expectScreen(
      WatchFixture.model(WatchFixture.mixture, 45, 10, keys: [.down, .act(.cancel)]),
      """
       QUEUE.md           2 of 3 workers  18:00:00
      PENDING=2 IN_PROGRESS=2 BLOCKED=0 FAILED=1 D…
        AT WORK 2  TASK
      > ORCH-001   로그인 버그를 고치고 다시 확인…
      > ORCH-002   Rewrite the parser
        WAITING 2  WHY              TASK
      . ORCH-005   is the next to…  Measure the st…
      . ORCH-004   waits for ORCH…  배포 문서를 쓴…
      y/n: Cancel ORCH-001? Its worker (pid 123, 12
      min) is ended, and the row becomes BLOCKED.
      """)
    // However long an id is, the keys are seen.
    let queue = WatchFixture.queue([WatchFixture.item(String(repeating: "LONG-", count: 12))])
    let model = WatchFixture.model(queue, 40, 10, keys: [.down, .act(.cancel)])
    #expect(model.screen.contains("\ny/n: Cancel\nLONG-LONG-"), "\(model.screen)")
  }

  @Test(arguments: [(39, 10), (40, 9), (20, 5), (12, 5), (1, 1)])
  func `where there is less it says what it needs`(_ columns: Int, rows: Int) {
    let screen = WatchFixture.model(WatchFixture.mixture, columns, rows).screen
    let text = screen.split(separator: "\n").joined(separator: " ")
    let whole = "ops watch needs 40 columns and 10 rows, and has \(columns) and \(rows)"
    #expect(columns < 12 || whole.hasPrefix(text.prefix(30)), "\(screen)")
  }

  @Test func `an empty queue`() {
    expectScreen(
      WatchFixture.model(WatchFixture.queue([]), 60, 12),
      """
       QUEUE.md                          0 of 3 workers  18:00:00
      PENDING=0 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0
      No rows








      q quit  arrows choose  enter details  / search  ? keys
      """)
  }

  @Test func `what people should know stands above the rows`() {
    let queue = WatchFixture.queue(
      [WatchFixture.item("A")], conflicts: 2, notices: ["QUEUE.md:9: 8 cells instead of 9"],
      name: "/home/me/some/very/long/path/to/a/project/automation/orchestrator/QUEUE.md")
    var model = WatchFixture.model(queue, 60, 12)
    model.problem = Sentence(same: "no queue at /x")
    expectScreen(
      model,
      """
       …utomation/orchestrator/QUEUE.md  0 of 3 workers  18:00:00
      no queue at /x
      2 save conflicts (orch history --conflicts)
      QUEUE.md:9: 8 cells instead of 9
      PENDING=1 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=0
        WAITING 1  PRI  WHY                  TASK
      . A          P1   is the next to pick  work




      q quit  arrows choose  enter details  / search  ? keys
      """)
  }

  @Test func `a killed daemon is shown until another one runs`() {
    var model = WatchFixture.model(WatchFixture.queue([]), 60, 12)
    let before = model.screen
    model.update(killedDaemon: ProcessIdentity(id: 7, start: 1, boot: "b"))
    let lines = model.screen.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[1] == "daemon was killed; orch daemon starts it again")
    #expect(lines[3] == "No rows")
    model.update(killedDaemon: nil)
    #expect(model.screen == before)
  }

  @Test func `hundreds of rows scroll, and each section keeps its title`() {
    let rows = (1...300).map { WatchFixture.item("R-\($0)", $0 <= 250 ? .pending : .done) }
    let queue = WatchFixture.queue(rows)
    for (size, key) in [(24, WatchKey.last), (60, .last), (24, .pageDown)] {
      var model = WatchFixture.model(queue, 80, size)
      for _ in 0..<40 { _ = model.press(key) }
      let screen = model.screen
      #expect(screen.contains("R-300 "), "\(screen)")
      #expect(screen.contains("  DONE 50 "), "\(screen)")
      #expect(screen.split(separator: "\n", omittingEmptySubsequences: false).count == size + 1)
      for _ in 0..<4 { _ = model.press(.up) }
      #expect(model.screen == model.screen)
      _ = model.press(.first)
      #expect(model.screen.contains("R-1 "))
      #expect(model.screen.contains("  WAITING 250 "))
    }
  }

  /// Whatever is pressed, the chosen row is seen, stands out, and nothing is wider than the
  /// screen.
  @Test(arguments: [(80, 24), (41, 10), (60, 16), (100, 30), (200, 60)])
  func `the chosen row is always seen`(_ columns: Int, rows: Int) {
    let items = (0..<90).map { number in
      let status = Status.allCases[number % 5]
      return WatchFixture.item(
        "ID-\(number)", status, task: "한국어 작업 \(number) with a long text that goes on and on")
    }
    var model = WatchFixture.model(WatchFixture.queue(items), columns, rows)
    let keys: [WatchKey] = [.down, .down, .pageDown, .up, .down, .pageUp, .last, .up, .pageDown]
    for step in 0..<220 {
      _ = model.press(keys[step * 7 % keys.count])
      guard let chosen = model.selection?.key.id else { continue }
      let standsOut = model.reversedRows.map { model.frame().text(ofRow: $0) }
      #expect(standsOut.count == 2 && standsOut[1].contains(" \(chosen) "), "\(model.screen)")
      let isWide = model.screen.split(separator: "\n").contains {
        DisplayWidth.of(String($0)) > columns
      }
      #expect(!isWide)
    }
  }

  @Test func `colours are as everywhere, and what stands out does so without them`() {
    let model = WatchFixture.model(WatchFixture.mixture, keys: [.down])
    let colored = model.frame(Paint(isOn: true))
    #expect(colored.styled(row: 1).runs.first?.style == .plain)
    #expect(colored.styled(row: 2).runs.first?.style == TextStyle(color: 34))
    #expect(model.reversedRows == [0, 7])
    let plain = model.frame()
    let colors = (0..<24).flatMap { plain.styled(row: $0).runs }.compactMap(\.style.color)
    #expect(colors == [])
  }

  @Test func `a second that passes writes a few bytes`() {
    var model = WatchFixture.model(WatchFixture.mixture)
    let before = model.frame()
    #expect(model.frame().update(from: before) == [])
    model.now = QueueTime(epochSeconds: model.now.epochSeconds + 1, zone: model.now.zone)
    let update = model.frame().update(from: before)
    #expect(!update.isEmpty && update.count < 64)
  }

  @Test func `the help lists the keys of where it is asked for, and scrolls`() {
    expectScreen(
      WatchFixture.model(WatchFixture.mixture, 80, 24, keys: [.help]),
      """
       ops watch: keys
        q                          quit
        up, down, k, j             choose a row
        page up, page down, space  a page further
        home, end                  the first row, the last
        enter                      everything about the chosen row
        e                          its last report
        l                          the log of its last worker
        v                          what its work changes
        /                          search for a text
        n, N                       the next match, the one before
        f                          show only rows with these words
        s                          show only rows of the next status
        esc                        clear the filter, then the choice
        a                          answer its question, or approve its report; it asks
        d                          reject its report, with a reason
        r                          retry the row; it asks first
        c                          cancel the row; it asks first
        p                          replan the row; it asks first
        y, n                       the answer to a question
        enter, esc                 send what you typed, or drop it
        control-U                  clear what you typed
        control-L                  redraw the screen
      esc back  arrows scroll
      """)
    expectScreen(
      WatchFixture.model(WatchFixture.mixture, 60, 10, keys: [.down, .details, .help, .last]),
      """
       ops watch: keys                       lines 12 to 19 of 19
        d                          reject its report, with a reas…
        r                          retry the row; it asks first
        c                          cancel the row; it asks first
        p                          replan the row; it asks first
        y, n                       the answer to a question
        enter, esc                 send what you typed, or drop it
        control-U                  clear what you typed
        control-L                  redraw the screen
      esc back  arrows scroll
      """)
  }

  private func expectScreen(
    _ model: WatchModel, _ screen: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(model.screen == screen + "\n", sourceLocation: sourceLocation)
  }
}
