import Testing

/// A tick that has nothing to do leaves everything as it is, however often it comes.
@Suite struct IdleTickTests {
  private static let rows = (1...10_000).map { number in
    row(
      "ORCH-\(number)", number == 1 ? "BLOCKED" : "PENDING",
      notes: number == 1 ? "-" : "after=ORCH-1")
  }

  @Test func `no byte of a table changes, and no other file but the run log`() throws {
    let scene = try Scene(file: queueText(Self.rows))
    try expect(scene.orch("tick", "--quiet"), is: .prints("NOOP\n"))
    let before = try (scene.bytes(), scene.names())
    for _ in 0..<20 { try expect(scene.orch("tick", "--quiet"), is: .prints("NOOP\n")) }
    #expect(try scene.bytes() == before.0)
    #expect(try scene.names() == before.1)
  }
}
