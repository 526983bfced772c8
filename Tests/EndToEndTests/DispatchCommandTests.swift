import Testing

@Suite struct DispatchCommandTests {
  @Test func `with json each row has its token`() throws {
    let scene = try Scene(rows: row("A"), row("B"))
    let outcome = try scene.orch("dispatch", "--parallel", "2", "--json")
    #expect(Set(outcome.tokens).count == 2)
    let claims = [("A", 1, 5), ("B", 2, 6)].map { id, number, line in
      let item = itemJSON(
        id, "IN_PROGRESS", owner: "dispatcher", started: Scene.now,
        lease: ("dispatcher", Scene.nowEpoch + 3600), line: line)
      return "{\"item\":\(item),\"attempt\":\"\(number)-xxxxxx\"}"
    }
    expect(
      outcome.withoutNonces, is: .prints("{\"claims\":[\(claims.joined(separator: ","))]}\n"))
  }

  @Test func `work that was done under another id is closed, and printed`() throws {
    for command in ["pick", "dispatch"] {
      let scene = try Scene(
        rows: row("A", "DONE", notes: "idempotency_key=k1"),
        row("B", "PENDING", "P0", notes: "idempotency_key=k1"), row("C"))
      let closed = """
        WARNING: B is closed as DONE: the work with the idempotency key k1 was done under \
        another id\n
        """
      try expect(scene.orch(command), is: .prints("C\n", warning: closed))
      try expect(
        scene.orch("show", "B", "--json").output.hasPrefix(
          "{\"item\":{\"id\":\"B\",\"status\":\"DONE\""),
        is: true)
    }
  }
}
