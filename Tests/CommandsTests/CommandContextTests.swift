import Foundation
import Model
import TestSupport
import Testing

@testable import Door
@testable import Runner

@Suite struct CommandContextTests {
  private static let form =
    "(it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast)"

  private static func refusal(_ text: String) -> String {
    "bad_setting 64: invalid value '\(text)' for ORCH_NOW \(form)"
  }

  @Test func `a refreshed queue keeps its place, also while an editor has moved it away`() throws {
    try withScene([]) { outer in
      var inner = Scene(folder: "\(outer.folder)/inner")
      inner.environment["HOME"] = outer.folder
      try FileManager.default.createDirectory(
        atPath: inner.folder, withIntermediateDirectories: false)
      try FileManager.default.copyItem(atPath: outer.queue, toPath: inner.queue)
      let context = inner.context()
      let path = try context.taskQueue.queuePath()
      #expect(path == inner.queue)
      try FileManager.default.removeItem(atPath: inner.queue)
      context.taskQueue.refresh(for: "tick")
      #expect(try context.taskQueue.queuePath() == path)
    }
  }

  @Test(arguments: [
    (nil, nil, "2026-01-31T18:00:12+09:00"), ("", nil, "2026-01-31T18:00:12+09:00"),
    (nil, "0", "2026-01-31T09:00:12+00:00"), (nil, "-3.5", "2026-01-31T05:30:12-03:30"),
    ("1769850000", nil, "2026-01-31T18:00:00+09:00"), ("0", "0", "1970-01-01T00:00:00+00:00"),
    ("-86400", "0", "1969-12-31T00:00:00+00:00"),
    ("2026-02-28 23:59", nil, "2026-02-28T23:59:00+09:00"),
    ("2026-02-28 23:59", "0", "2026-02-28T23:59:00+00:00"),
    ("2026-02-29 00:00", nil, refusal("2026-02-29 00:00")),
    ("2026-02-28", nil, refusal("2026-02-28")), ("soon", nil, refusal("soon")),
    ("1769850000.5", nil, refusal("1769850000.5")),
    ("1769850000000", nil, refusal("1769850000000")),
    ("9223372036854775807", nil, refusal("9223372036854775807")),
    ("-9223372036854775808", nil, refusal("-9223372036854775808")),
    ("9999-12-31 23:59", nil, refusal("9999-12-31 23:59")),
    // 12.345678 seconds after 1769850000, as the scene's clock has it.
    ("x1@1769850000", nil, "2026-01-31T18:00:12+09:00"),
    ("x10@1769850000", nil, "2026-01-31T18:02:03+09:00"),
    ("x3600@1769850000", "0", "2026-01-31T21:20:44+00:00"),
    ("x10@1769850020", nil, "2026-01-31T17:59:03+09:00"),
    ("x0@1769850000", nil, refusal("x0@1769850000")), ("x12", nil, refusal("x12")),
    ("x3601@1769850000", nil, refusal("x3601@1769850000")), ("x2@-1", nil, refusal("x2@-1")),
    ("x2@99999999999", nil, refusal("x2@99999999999")), ("12@0", nil, refusal("12@0")),
    ("x3600@0", "0", "2255-03-14T16:00:00+00:00"),
    ("\u{202E}", nil, refusal(#"\u{202E}"#)),
    (
      "1769850000", "KST",
      "bad_setting 64: invalid value 'KST' for ORCH_TZ_OFFSET "
        + "(it must be hours east of UTC, such as 9 or -3.5)"
    ),
  ])
  func `now is the clock's, or what ORCH_NOW says, at the offset`(
    _ frozen: String?, offset: String?, outcome: String
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_NOW"] = frozen
      scene.environment["ORCH_TZ_OFFSET"] = offset
      let context = scene.context()
      #expect(
        scene.outcome { try context.taskQueue.now().iso8601 } == outcome)
    }
  }

  @Test(arguments: [
    (nil, Scene.start), ("1769850000", 1_769_850_000_000_000_000),
    ("2026-01-31 18:00", 1_769_850_000_000_000_000), ("soon", Scene.start),
    ("1769850000000", Scene.start), ("x1@1769850000", Scene.start),
    ("x10@1769850000", 1_769_850_000_000_000_000 + 10 * (Scene.start - 1_769_850_000_000_000_000)),
  ])
  func `the run log's time is frozen too, and never made up`(
    _ frozen: String?, time: Int
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_NOW"] = frozen
      #expect(scene.context().taskQueue.logTime == time)
    }
  }

  @Test func `a frozen time stands in the row and in the log`() throws {
    try withScene([QueueFixture.row("A")]) { scene in
      var scene = scene
      scene.environment["ORCH_NOW"] = "2026-03-01 09:30"
      #expect(scene.run("pick --owner-session s1") == .init(output: "A\n"))
      #expect(try contents(of: scene.queue).contains("| s1 | 2026-03-01 09:30 |"))
      let log = try contents(of: scene.log).split(separator: "\n")
      #expect(log.allSatisfy { $0.hasPrefix(#"{"ts_kst":"2026-03-01T09:30:00+09:00","#) })
    }
  }

  @Test(arguments: ["pick", "list", "pick --no-log"])
  func `an unreadable time stops what writes times, if only into the log`(
    _ line: String
  ) throws {
    try withScene([QueueFixture.row("A")]) { scene in
      var scene = scene
      scene.environment["ORCH_NOW"] = "soon"
      let before = try contents(of: scene.queue)
      let error = "ERROR: invalid value 'soon' for ORCH_NOW \(Self.form)\n"
      #expect(scene.run(line) == .init(status: 64, errors: error))
      #expect(try contents(of: scene.queue) == before)
    }
  }

  @Test(arguments: [
    (nil, nil, nil), ("s1", nil, "s1"), (nil, "s2", "s2"), ("s1", "s2", "s1"), ("-", nil, nil),
    ("", "s2", nil), (nil, "", nil), (" a|b\n", nil, "a/b"),
  ])
  func `the session comes from the option, then from the variable`(
    _ option: String?, variable: String?, session: String?
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_OWNER_SESSION"] = variable
      let context = scene.context { $0.ownerSession = option }
      #expect(context.session == session)
      #expect(context.caller.session == session)
      let now = try context.taskQueue.now()
      #expect(now.iso8601 == "2026-01-31T18:00:12+09:00")
    }
  }

  @Test(arguments: [("t1", "t2", "t1"), (nil, "t2", "t2")])
  func `the option names the run, then the variable`(
    _ option: String?, variable: String?, trace: String
  ) {
    var scene = Scene(folder: "/nowhere")
    scene.environment["ORCH_TRACE_ID"] = variable
    #expect(scene.context { $0.traceID = option }.taskQueue.traceID == trace)
  }

  @Test func `a run without a name gets one of its own`() {
    let scene = Scene(folder: "/nowhere")
    let names = Set((0..<100).map { _ in scene.context().taskQueue.traceID })
    #expect(names.count == 100)
    #expect(names.allSatisfy { $0.wholeMatch(of: /trace-[0-9a-f]{12}/) != nil })
  }
}
