import CommandLineKit
import Testing

@Suite struct TextTableTests {
  private let plain = Paint(isOn: false)

  private func table(_ rows: [String]...) -> TextTable {
    var table = TextTable(["ID", "STATUS", "TASK"])
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

  @Test func `a header wider than its cells makes the column`() {
    #expect(
      table(["A", "x", "y"]).rendered(width: 80, paint: plain) == """
        ID  STATUS  TASK
        A   x       y

        """)
  }

  @Test func `a table without rows is its header`() {
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

  @Test(arguments: [
    (30, "A   PENDING  abcdefghijklmnopq"), (29, "A   PENDING  abcdefghijklmno…"),
    (24, "A   PENDING  abcdefghij…"), (21, "A   PENDING  abcdefg…"),
    (20, "A   PENDING  abcdefg…"), (0, "A   PENDING  abcdefg…"), (-5, "A   PENDING  abcdefg…"),
  ])
  func `the last column takes what is left, eight columns at least`(_ width: Int, line: String) {
    let table = table(["A", "PENDING", "abcdefghijklmnopq"])
    let lines = table.rendered(width: width, paint: plain).split(separator: "\n")
    #expect(lines.map(String.init) == ["ID  STATUS   TASK", line])
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

  @Test func `colours change no alignment`() {
    var table = TextTable(["ID", "STATUS", "TASK"])
    table.append([.init("A"), .init("DONE", .green), .init("x", .red)])
    table.append([.init("B"), .init("완료", .blue), .init("abcdefghij", .gray)])
    #expect(
      table.rendered(width: 20, paint: Paint(isOn: true)) == """
        \u{1B}[1mID  \u{1B}[0m\u{1B}[1mSTATUS  \u{1B}[0m\u{1B}[1mTASK\u{1B}[0m
        A   \u{1B}[32mDONE    \u{1B}[0m\u{1B}[31mx\u{1B}[0m
        B   \u{1B}[34m완료    \u{1B}[0m\u{1B}[90mabcdefg…\u{1B}[0m

        """)
  }
}
