import Testing

@Suite struct DispatchCommandTests {
  private static func claimed(_ id: String, by owner: String = "dispatcher") -> String {
    row(id, "IN_PROGRESS", owner: owner, started: Scene.now)
  }

  @Test func `as many rows are claimed as workers are free`() throws {
    let scene = try Scene(rows: row("A"), row("B", "PENDING", "P0"), row("C"), row("D"))
    try expect(scene.orch("dispatch"), is: .prints("B\n"))
    try expect(scene.orch("dispatch", "--parallel", "9"), is: .prints("A\nC\n"))
    let full = """
      WARNING: nothing is started: 3 of 3 workers busy: B (dispatcher, since 18:00), \
      A (dispatcher, since 18:00), C (dispatcher, since 18:00) (ops why gives each row's reason, \
      and what to do)\n
      """
    try expect(scene.orch("dispatch"), is: .prints("NOOP\n", warning: full))
    try expect(scene.orch("dispatch", "--quiet"), is: .prints("NOOP\n"))
    try expect(scene.orch("dispatch", "--max-workers", "4"), is: .prints("D\n"))
    try expect(
      scene.text(),
      is: queueText(
        Self.claimed("A"), row("B", "IN_PROGRESS", "P0", owner: "dispatcher", started: Scene.now),
        Self.claimed("C"), Self.claimed("D")))
  }

  @Test func `the session that speaks owns the rows, and hands them on`() throws {
    let scene = try Scene(rows: row("A"))
    try expect(scene.orch("dispatch", "--owner-session", "lead"), is: .prints("A\n"))
    try expect(
      scene.orch("assign", "A", "--from", "lead", "--owner-session", "child"),
      is: .prints("A -> child\n"))
    try expect(scene.text(), is: queueText(Self.claimed("A", by: "child")))
    try expect(
      scene.orch("lease", "renew", "A", "--owner-session", "child"),
      is: .prints("lease renewed A until \(Scene.nowEpoch + 900)\n"))
  }

  @Test func `nothing to do is quiet, and status 3 only where that was asked for`() throws {
    let scene = try Scene(rows: row("A", "DONE"))
    try expect(scene.orch("dispatch"), is: .prints("NOOP\n"))
    try expect(
      scene.orch("dispatch", "--exit-code"), is: Outcome(status: 3, output: "NOOP\n", errors: ""))
    try expect(scene.orch("dispatch", "--json"), is: .prints("{\"claims\":[]}\n"))
  }

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

  @Test func `the setting says how many workers there are`() throws {
    let scene = try Scene(rows: Self.claimed("A", by: "w"), row("B"))
    try scene.write(#"{"max_workers": 1}"#, to: "orch.json")
    let full = """
      WARNING: nothing is started: 1 of 1 worker busy: A (w, since 18:00) (ops why gives each \
      row's reason, and what to do)\n
      """
    try expect(scene.orch("dispatch"), is: .prints("NOOP\n", warning: full))
    try expect(scene.orch("dispatch", environment: ["ORCH_MAX_WORKERS": "2"]), is: .prints("B\n"))
    try expect(
      scene.orch("dispatch", environment: ["ORCH_MAX_WORKERS": "65"]),
      is: .fails(
        64, "ERROR: invalid value '65' for ORCH_MAX_WORKERS (it must be a whole number, 1 to 64)"))
  }

  @Test func `where rows wait and none may start, one line says why`() throws {
    let scene = try Scene(
      rows: row("A", "IN_PROGRESS", owner: "w", started: Scene.now, notes: "touches=Sources/"),
      row("B", notes: "after=A"), row("C", notes: "retry_not_before=\(Scene.nowEpoch + 300)"),
      row("D", notes: "touches=docs/x.md,Sources/a.swift"), row("E"))
    _ = try scene.orch("lease", "acquire", "E", "--owner-session", "v")
    let reasons = """
      WARNING: nothing is started: B waits for A (IN_PROGRESS); C backs off until 18:05; D \
      overlaps A in Sources/a.swift; E is leased to v until 18:15 (ops why gives each row's \
      reason, and what to do)\n
      """
    let before = try scene.bytes()
    try expect(scene.orch("dispatch", "--parallel", "5"), is: .prints("NOOP\n", warning: reasons))
    try expect(scene.bytes(), is: before)
    try expect(scene.orch("dispatch", environment: later(minutes: 5)), is: .prints("C\n"))
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

  @Test func `where only such work waited there is nothing to pick`() throws {
    let scene = try Scene(
      rows: row("A", "DONE", notes: "idempotency_key=k1"), row("B", notes: "idempotency_key=k1"))
    let outcome = try scene.orch("pick", "--exit-code", "--json")
    #expect(outcome.status == 3 && outcome.output == "{\"item\":null}\n", "\(outcome)")
    #expect(outcome.errors.hasPrefix("WARNING: B is closed as DONE"), "\(outcome)")
  }
}
