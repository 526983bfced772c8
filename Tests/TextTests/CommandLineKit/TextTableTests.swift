import TestSupport
import Testing
import Text

@Suite struct TextTableTests {
  private let plain = Paint(isOn: false)

  private func table(_ rows: [String]...) -> TextTable {
    var table = TextTable([.init("ID"), .init("STATUS"), .init("TASK", minimum: 8)])
    for row in rows { table.append(row.map { .init($0) }) }
    return table
  }

  @Test func `columns are as wide as their widest cell`() {
    let table = table(["ORCH-1", "DONE", "short"], ["A", "IN_PROGRESS", "a longer task"])
    #expect(
      table.rendered(width: 80, paint: plain) == """
        ID      STATUS       TASK
        ORCH-1  DONE         short
        A       IN_PROGRESS  a longer task

        """)
  }

  @Test func `a title wider than its cells makes the column`() {
    #expect(
      table(["A", "x", "y"]).rendered(width: 80, paint: plain) == """
        ID  STATUS  TASK
        A   x       y

        """)
  }

  @Test func `a table without rows is its titles`() {
    #expect(table().rendered(width: 80, paint: plain) == "ID  STATUS  TASK\n")
  }

  @Test func `Korean and emoji take two columns each`() {
    let table = table(["로그-1", "완료", "가"], ["A", "✅", "나"], ["ORCH-12", "x", "다"])
    #expect(
      table.rendered(width: 80, paint: plain) == """
        ID       STATUS  TASK
        로그-1   완료    가
        A        ✅      나
        ORCH-12  x       다

        """)
  }

  @Test func `no line ends with spaces`() {
    let table = table(["A", "a long status", ""], ["B", "", ""], ["C", "", "x"])
    #expect(
      table.rendered(width: 80, paint: plain) == """
        ID  STATUS         TASK
        A   a long status
        B
        C                  x

        """)
  }

  @Test func `numbers stand at the right, and a gap may be narrower`() {
    var table = TextTable([.init("", gap: 1), .init("", .right), .init("N", .right, gap: 3)])
    table.append([.init("x"), .init("7"), .init("100")])
    table.append([.init("y"), .init("완료"), .init("9")])
    #expect(
      table.rendered(width: 80, paint: plain) == """
                  N
        x    7  100
        y 완료    9

        """)
  }

  @Test func `without titles there is no line of titles`() {
    var table = TextTable([.init(""), .init("")])
    table.append([.init("a"), .init("b")])
    #expect(table.rendered(width: 80, paint: Paint(isOn: true)) == "a  b\n")
  }

  @Test func `Korean is cut between its characters`() {
    let table = table(["A", "x", "대기열을 정리한다"])
    #expect(
      table.rendered(width: 21, paint: plain) == """
        ID  STATUS  TASK
        A   x       대기열을…

        """)
    #expect(
      table.rendered(width: 20, paint: plain) == """
        ID  STATUS  TASK
        A   x       대기열…

        """)
  }

  @Test func `colours are round the texts and change no alignment`() {
    var table = TextTable([.init("ID"), .init("STATUS"), .init("TASK", minimum: 8)])
    table.append([.init("A"), .init("DONE", .green), .init("x", .red)])
    table.append([.init("B"), .init("완료", .blue), .init("abcdefghij", .yellow)])
    #expect(
      table.rendered(width: 20, paint: Paint(isOn: true)) == """
        \u{1B}[1mID  STATUS  TASK\u{1B}[0m
        A   \u{1B}[32mDONE\u{1B}[0m    \u{1B}[31mx\u{1B}[0m
        B   \u{1B}[34m완료\u{1B}[0m    \u{1B}[33mabcdefg…\u{1B}[0m

        """)
  }
}

/// What becomes of a table where there is less and less room.
@Suite struct TableLayoutTests {
  private func table(isOwned: Bool = true) -> TextTable {
    var table = TextTable([
      .init("ID"), .init("", gap: 1), .init("STATUS", dropOrder: 3),
      .init("OWNER", minimum: 6, dropOrder: 1), .init("AGE", .right, dropOrder: 2),
      .init("TASK", minimum: 12),
    ])
    let owner = isOwned ? "a-session-with-a-long-name" : ""
    table.append([
      .init("ORCH-001"), .init(">"), .init("IN_PROGRESS"), .init(owner), .init("12 min"),
      .init("대기열을 정리하고 every cell of it is checked once more"),
    ])
    table.append([
      .init("A"), .init("."), .init("PENDING"), .init(""), .init("3 h"), .init("short 👩‍💻"),
    ])
    return table
  }

  @Test(arguments: [
    (
      200,
      """
      ID          STATUS       OWNER                          AGE  TASK
      ORCH-001  > IN_PROGRESS  a-session-with-a-long-name  12 min  대기열을 정리하고 every cell of it is checked once more
      A         . PENDING                                     3 h  short 👩‍💻

      """
    ),
    (
      80,
      """
      ID          STATUS       OWNER                      AGE  TASK
      ORCH-001  > IN_PROGRESS  a-session-with-a-long…  12 min  대기열을 정리하고 ever…
      A         . PENDING                                 3 h  short 👩‍💻

      """
    ),
    (
      60,
      """
      ID          STATUS       OWNER            AGE  TASK
      ORCH-001  > IN_PROGRESS  a-session-w…  12 min  대기열을 정…
      A         . PENDING                       3 h  short 👩‍💻

      """
    ),
    (
      48,
      """
      ID          STATUS          AGE  TASK
      ORCH-001  > IN_PROGRESS  12 min  대기열을 정리…
      A         . PENDING         3 h  short 👩‍💻

      """
    ),
    (
      40,
      """
      ID          STATUS       TASK
      ORCH-001  > IN_PROGRESS  대기열을 정리…
      A         . PENDING      short 👩‍💻

      """
    ),
    (
      24,
      """
      ID          TASK
      ORCH-001  > 대기열을 정…
      A         . short 👩‍💻

      """
    ),
    (
      20,
      """
      ID          TASK
      ORCH-001  > 대기열…
      A         . short 👩‍💻

      """
    ),
  ])
  func `long columns are cut first, then the optional ones go`(_ width: Int, text: String) {
    #expect(table().rendered(width: width, paint: Paint(isOn: false)) == text)
  }

  @Test(arguments: [19, 1, 0, -5])
  func `fewer than 20 columns count as 20`(_ width: Int) {
    let plain = Paint(isOn: false)
    #expect(
      table().rendered(width: width, paint: plain) == table().rendered(width: 20, paint: plain))
  }

  @Test func `an optional column without a text is left out`() {
    #expect(
      table(isOwned: false).rendered(width: 80, paint: Paint(isOn: false)) == """
        ID          STATUS          AGE  TASK
        ORCH-001  > IN_PROGRESS  12 min  대기열을 정리하고 every cell of it is checked …
        A         . PENDING         3 h  short 👩‍💻

        """)
  }

  @Test func `where nothing else is left every column gives way`() {
    var table = TextTable([.init("ID"), .init("TASK", minimum: 12)])
    table.append([.init("an-id-that-is-longer-than-the-line"), .init("the task of the row")])
    #expect(
      table.rendered(width: 24, paint: Paint(isOn: false)) == """
        ID                  TASK
        an-id-that-is-lon…  the…

        """)
  }
}

/// What holds of every table, shown on tables that chance made.
@Suite struct TextTablePropertyTests {
  private static let words = [
    "a", "task", "완료", "대기열", "👩‍💻", "🇰🇷", "e\u{301}", "漢字", "✅", "…", "IN_PROGRESS",
  ]

  private static func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...9, using: &random)).map { _ in words.randomElement(using: &random)! }
      .joined(separator: Bool.random(using: &random) ? " " : "")
  }

  private static func table(_ random: inout SeededGenerator) -> TextTable {
    let count = Int.random(in: 1...8, using: &random)
    let columns = (0..<count).map { column in
      TextTable.Column(
        text(&random), Bool.random(using: &random) ? .left : .right,
        minimum: Bool.random(using: &random) ? Int.random(in: 1...30, using: &random) : nil,
        // At most four columns stay, which 20 columns have room for.
        dropOrder: column % 2 == 1 || Bool.random(using: &random)
          ? Int.random(in: 0...9, using: &random) : nil,
        gap: Int.random(in: 1...3, using: &random))
    }
    var table = TextTable(columns)
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      table.append(columns.map { _ in TextTable.Cell(text(&random), .red) })
    }
    return table
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `no line is wider than the terminal, or ends with a space`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let table = Self.table(&random)
    for width in [20, 21, 24, 33, 40, 60, 80, 200] {
      let text = table.rendered(width: width, paint: Paint(isOn: false))
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(DisplayWidth.of(String(line)) <= width, "seed \(seed), width \(width): \(line)")
        #expect(line.last != " ", "seed \(seed), width \(width): \(line)")
      }
    }
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func `colours change no line`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let table = Self.table(&random)
    let painted = table.rendered(width: 60, paint: Paint(isOn: true))
    let bare = ["\u{1B}[31m", "\u{1B}[1m", "\u{1B}[0m"].reduce(painted) {
      $0.replacing($1, with: "")
    }
    #expect(bare == table.rendered(width: 60, paint: Paint(isOn: false)))
  }
}
