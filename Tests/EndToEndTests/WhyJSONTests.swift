import Testing

/// What `ops why --json` says of each reason.
@Suite struct WhyJSONTests {
  private static let waiting = """
    {"code":"waits","waits_for":[{"id":"A","status":"PENDING"}],\
    "root":{"id":"F","status":"FAILED","code":"failed"},"rows_between":1}
    """

  private typealias Case = (
    id: String, status: String?, reason: String, message: String, command: String?
  )

  private static let cases: [Case] = [
    ("B", "PENDING", waiting, "waits for A (PENDING), which waits for F (FAILED)", "ops retry F"),
    (
      "C", "PENDING",
      """
      {"code":"waits","waits_for":[{"id":"gone","status":null}],\
      "root":{"id":"gone","status":null,"code":"no_row"},"rows_between":0}
      """,
      "waits for gone (no such row)",
      "orch add --id gone --priority P1 --task T --success-criteria C"
    ),
    (
      "I", "PENDING", #"{"code":"dependency_cycle","cycle":["I","J"],"rows":2}"#,
      "waits for itself: I -> J -> I", "orch lint"
    ),
    (
      "D", "PENDING", #"{"code":"backs_off","retry_not_before":1769850300}"#,
      "backs off until 18:05", "ops retry D"
    ),
    (
      "E", "PENDING", #"{"code":"overlaps","with":"R","path":"Sources/a.swift"}"#,
      "overlaps R in Sources/a.swift", "orch show R"
    ),
    (
      "r", "PENDING", #"{"code":"same_label","with":"R"}"#, "same label as R (orch-r)",
      "orch show R"
    ),
    (
      "L", "PENDING", #"{"code":"duplicate","idempotency_key":"k"}"#,
      "was done under another id (idempotency_key k): a pick or dispatch closes it",
      "orch pick L"
    ),
    (
      "V", "PENDING", #"{"code":"leased","lease_owner":"v","lease_expires_at":1769850900}"#,
      "leased to v until 18:15", "orch release V --force"
    ),
    (
      "G", "PENDING", #"{"code":"next","rows_before":0}"#, "is the next to pick",
      "orch pick G"
    ),
    (
      "H", "PENDING", #"{"code":"queued","rows_before":1}"#, "it is behind 1 row",
      "orch pick H"
    ),
    (
      "R", "IN_PROGRESS", #"{"code":"in_progress"}"#, "IN_PROGRESS by w-a since 17:10",
      "orch show R"
    ),
    ("F", "FAILED", #"{"code":"failed"}"#, "FAILED: it broke", "ops retry F"),
    ("K", "DONE", #"{"code":"done"}"#, "DONE", nil),
    (
      "X", nil,
      #"{"code":"malformed_row","line":22,"problem":"expected 9 cells, found 3"}"#,
      "malformed row (line 22): expected 9 cells, found 3", "orch lint"
    ),
  ]

  @Test(arguments: cases)
  private func `a reason has a code and facts`(_ test: Case) throws {
    let (id, status, reason, message, command) = test
    let scene = try Scene(
      rows: row(
        "R", "IN_PROGRESS", owner: "w-a", started: "2026-01-31 17:10", notes: "touches=Sources/"),
      row("F", "FAILED", notes: "it broke"), row("A", "PENDING", "P2", notes: "after=F"),
      row("B", notes: "after=A"), row("C", notes: "after=gone"), row("I", notes: "after=J"),
      row("J", notes: "after=I"), row("D", notes: "retry_not_before=\(Scene.nowEpoch + 300)"),
      row("E", notes: "touches=Sources/a.swift"), row("G", "PENDING", "P0"), row("H"),
      row("K", "DONE", notes: "idempotency_key=k"), row("L", notes: "idempotency_key=k"), row("r"),
      row("V"), row("Y"), row("Z"), "| X | PENDING | P0 |")
    if id == "V" {
      try scene.orch("lease", "acquire", "V", "--owner-session", "v", "--quiet").check()
    }
    let line = """
      {"id":"\(id)","status":\(status.map { "\"\($0)\"" } ?? "null"),"reason":\(reason),\
      "message":"\(message)","command":\(command.map { "\"\($0)\"" } ?? "null")}
      """
    let busy = """
      {"max_workers":3,"rows":[{"id":"R","owner_session":"w-a","started_at_kst":"2026-01-31 17:10",\
      "started_at":"2026-01-31T17:10:00+09:00"}]}
      """
    try expect(
      scene.ops("why", id, "--json", "--quiet"),
      is: .prints("{\"rows\":[\(line)],\"busy\":\(busy)}\n"))
    let all = try scene.ops("why", "--json", "--quiet").output
    #expect(all.contains(line) == (status == "PENDING" || status == nil), "\(all)")
  }
}
