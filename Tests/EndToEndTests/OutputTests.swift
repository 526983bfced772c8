import Testing

/// Standard output that takes no more, or whose reader has seen enough.
@Suite struct OutputTests {
  private static let reason = "cannot write standard output: No space left on device"
  private static let hint = "only the printing failed; what was changed stays changed"

  /// A queue whose listing is larger than a pipe and every buffer.
  private static var big: String {
    queueText((1...3000).map { row("R-\($0)", task: String(repeating: "word ", count: 20)) })
  }

  @Test(arguments: [
    "$ORCH list", "$ORCH list --queue big.md", "$ORCH show A", "$ORCH pick", "$ORCH --help",
    "$ORCH --version", "$OPS status", "$OPS workers", "$OPS cancel A",
  ])
  func `a result that cannot be written is an error`(_ command: String) throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(Self.big, to: "big.md")
    try expect(
      scene.bash("\(command) > /dev/full"), is: .fails(74, "ERROR: \(Self.reason) (\(Self.hint))"))
  }

  @Test(arguments: ["list", "list --queue big.md", "show A", "pick"])
  func `with json the error is a document`(_ command: String) throws {
    let scene = try Scene(rows: row("A"))
    try scene.write(Self.big, to: "big.md")
    let json = """
      {"error":{"code":"input_output","message":"\(Self.reason)","hint":"\(Self.hint)"}}
      """
    try expect(scene.bash("$ORCH \(command) --json > /dev/full"), is: .fails(74, json))
  }

  @Test(arguments: [
    ("$ORCH list", "R-1\tPENDING\tP1\t"), ("$ORCH list --json", #"{"items":[{"id":"R-1","#),
  ])
  func `a reader that has seen enough is no error`(_ command: String, start: String) throws {
    let scene = try Scene(file: Self.big)
    let outcome = try scene.bash("\(command) | head -c \(start.utf8.count); echo ,${PIPESTATUS[0]}")
    #expect(outcome == .prints(start + ",0\n"))
  }
}
