import SQLite
import Testing

@Suite struct SQLiteErrorTests {
  /// Which of the predicates hold for an error with `code`.
  private func kinds(_ code: Int32) -> [String] {
    let error = SQLiteError(extendedCode: code, message: "", action: "run", path: "q.db")
    let kinds = [
      ("busy", error.isBusy), ("read-only", error.isReadOnly), ("corrupt", error.isCorrupt),
      ("full", error.isFull), ("input or output", error.isInputOutput),
      ("cannot open", error.isCannotOpen),
    ]
    return kinds.filter(\.1).map(\.0)
  }

  // The codes are those of https://www.sqlite.org/rescode.html.
  @Test(
    arguments: [
      (5, "busy"), (261, "busy"), (517, "busy"), (8, "read-only"), (1544, "read-only"),
      (11, "corrupt"), (779, "corrupt"), (26, "corrupt"), (13, "full"), (10, "input or output"),
      (4874, "input or output"), (14, "cannot open"), (526, "cannot open"),
    ] as [(Int32, String)])
  func `a code says of what kind an error is`(_ code: Int32, _ kind: String) {
    #expect(kinds(code) == [kind])
  }

  @Test(arguments: [1, 6, 7, 19, 21, 2067] as [Int32])
  func `other codes are of no kind`(_ code: Int32) { #expect(kinds(code) == []) }

  @Test func `it is described in one line`() {
    let error = SQLiteError(
      extendedCode: 1, message: "near \"x\ny\": syntax error", action: "run",
      sql: "\n  SELECT x,\n    y\r\n  FROM item\n", path: "q.db")
    #expect(
      error.description
        == "cannot run 'SELECT x, y FROM item' on q.db: near \"x y\": syntax error")
  }

  @Test func `a long statement is cut`() {
    let sql = "SELECT " + String(repeating: "x", count: 200)
    let error = SQLiteError(
      extendedCode: 1, message: "no", action: "run", sql: sql, path: "q.db")
    #expect(error.description == "cannot run '\(sql.prefix(119))…' on q.db: no")
  }
}
