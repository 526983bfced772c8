import Attempts
import Commands
import Door
import Foundation
import Host
import Model
import Monitoring
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

/// What commands that look after a queue say of its budget and of the ledger of costs.
@Suite struct BudgetFindingsTests {
  private static let ledger = """
    {"schema":1,"time":"2026-01-31T10:00:00+09:00","id":"A","claim":1,"attempt":"a","worker":"agent","adapter":"claude","usage":null,"cost":{"usd":3,"source":"cli"}}
    {"schema":1,"time":"2026-01-31T10:00:00+09:00","id":"C","claim":1,"attempt":"c","worker":"agent","adapter":"claude","usage":null,"cost":{"usd":13.4,"source":"cli"}}

    """

  /// Rows for an agent and for a script, of which A has spent what it may. Both programs may start.
  private func withBudget(_ budget: String?, _ body: (Scene) throws -> Void) throws {
    let rows = [
      "| A | PENDING | P1 | work | it works | - | - | - | - |",
      "| B | PENDING | P1 | work | it works | - | - | - | worker=script |",
      "| C | DONE | P1 | work | it works | - | - | - | - |",
      "| D | PENDING | P1 | work | it works | - | - | - | - |",
    ]
    try withScene(rows) { scene in
      var scene = scene
      let limits = budget.map { #", "budget": \#($0)"# } ?? ""
      try writeAged(
        #"{"workers": {"agent": {"adapter": "claude", "budget_usd": 2.5}, "#
          + #""script": {"adapter": "report", "argv": ["true"]}}, "routes": [{"worker": "agent"}]\#(limits)}"#,
        to: "\(scene.folder)/orch.json")
      try Directory.create("\(scene.folder)/.orch", permissions: 0o700)
      try writeAged(Self.ledger, to: "\(scene.folder)/.orch/costs.jsonl")
      try Directory.create("\(scene.folder)/bin", permissions: 0o700)
      try writeExecutable("#!/bin/sh\n", to: "\(scene.folder)/bin/claude")
      scene.environment["PATH"] = "\(scene.folder)/bin:/usr/bin:/bin"
      let hash = scene.run("trust --hash").output
      scene.environment["ORCH_TRUST"] = String(hash.dropLast())
      try body(scene)
    }
  }

  private func koreanTerminal(_ scene: Scene) -> Scene {
    var scene = scene
    scene.terminal = (true, true)
    scene.width = 76
    scene.environment.merge(["NO_COLOR": "1", "LANG": "ko_KR.UTF-8"]) { $1 }
    return scene
  }

  // MARK: Rows

  @Test func `status names a row that has spent what it may`() throws {
    try withBudget(#"{"usd_per_row": 3}"#) { scene in
      #expect(
        scene.run("status", of: Ops.program).output == """
          summary PENDING=3 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=1
          top_in_progress: none
          stuck:
          - A budget.usd_per_row: 3.00 of 3.00 USD spent on A, and an attempt of agent may cost 2.50 (raise budget.usd_per_row in orch.json)

          """)
      #expect(
        scene.run("status --json", of: Ops.program).output.contains(
          #""stuck":[{"id":"A","waits_for":[],"budget":{"key":"usd_per_row","limit":3.0,"spent":3.0,"left":0.0}}],"#
        ))
      #expect(
        koreanTerminal(scene).run("status", of: Ops.program).output.hasSuffix(
          """
          stuck:
            A budget.usd_per_row: A에 3.00 USD 중 3.00 사용, agent 시도에 2.50 필요
              (orch.json의 budget.usd_per_row을(를) 올리십시오)

          """))
    }
  }

  @Test(arguments: [
    (#"{"usd_per_row": 6}"#, []), (#"{"usd_per_row": 5.49}"#, ["A"]),
    (#"{"usd_per_row": 0}"#, ["A", "D"]), (#"{"usd_per_day": 1, "usd_per_row": 3}"#, ["A"]),
    (#"{"usd_per_day": 1}"#, []),
  ])
  func `only rows whose own limit allows no start are stuck`(
    _ budget: String, ids: [String]
  ) throws {
    try withBudget(budget) { scene in
      let overview = try scene.context().taskQueue.overview(limit: 0)
      #expect(overview.stuck.map(\.id) == ids)
    }
  }

  @Test func `a limit of 0 names no row, because it keeps all from starting`() throws {
    try withBudget(#"{"usd_per_row": 0}"#) { scene in
      let excess = try #require(
        scene.context().taskQueue.budgetFindings().budget?.excess(of: "agent"))
      #expect(
        excess.sentence.english == "budget.usd_per_row: 0.00 of 0.00 USD spent on a row")
      #expect(
        excess.sentence.korean == "budget.usd_per_row: 한 행에 0.00 USD 중 0.00 사용")
    }
  }

  // MARK: The day

  @Test func `what is nearly spent is said in the language of the reader`() throws {
    try withBudget(#"{"usd_per_day": 20}"#) { scene in
      #expect(
        scene.run("health", of: Ops.program)
          == .init(status: 20, output: "HEALTH_WARN budget: 16.40 of 20.00 USD spent today\n"))
      let terminal = koreanTerminal(scene)
      #expect(
        terminal.run("health", of: Ops.program).output
          == "HEALTH_WARN 예산: 오늘 20.00 USD 중 16.40 사용\n")
      #expect(
        terminal.run("health --json", of: Ops.program).output.contains(
          #""reason":"budget: 16.40 of 20.00 USD spent today","#))
      func line(_ scene: Scene) -> String? {
        scene.run("doctor", of: Ops.program).output.split(separator: "\n")
          .first { $0.hasPrefix("warn  budget ") }.map {
            $0.split(separator: " ").joined(separator: " ")
          }
      }
      #expect(
        line(scene)
          == "warn budget 16.40 of 20.00 USD spent today (raise budget.usd_per_day in orch.json)")
      #expect(
        line(terminal)
          == "warn budget 오늘 20.00 USD 중 16.40 사용 (orch.json의 budget.usd_per_day을(를) 올리십시오)")
    }
  }

  @Test(arguments: [
    (
      #"{"usd_per_day": 18}"#,
      "2 rows wait: budget.usd_per_day: 16.40 of 18.00 USD spent today, and an attempt of agent may "
        + "cost 2.50; until 2026-02-01 00:00",
      "2행 대기: budget.usd_per_day: 오늘 18.00 USD 중 16.40 사용, agent 시도에 2.50 필요. "
        + "2026-02-01 00:00까지", "A"
    ),
    (
      #"{"usd_per_row": 3}"#,
      "A waits: budget.usd_per_row: 3.00 of 3.00 USD spent on A, and an attempt of agent may cost 2.50",
      "A 대기: budget.usd_per_row: A에 3.00 USD 중 3.00 사용, agent 시도에 2.50 필요", "A"
    ),
  ])
  func `what the budget stops is not well`(
    _ budget: String, english: String, korean: String, first: String
  ) throws {
    try withBudget(budget) { scene in
      #expect(
        scene.run("health", of: Ops.program)
          == .init(status: 20, output: "HEALTH_WARN \(english)\n"))
      #expect(
        koreanTerminal(scene).run("health", of: Ops.program).output == "HEALTH_WARN \(korean)\n")
      let json = scene.run("health --json", of: Ops.program).output
      #expect(json.contains(#""first":"\#(first)","reason":{"code":"budget","#), "\(json)")
    }
  }

  // MARK: The ledger

  @Test(
    arguments: [
      ("costs.jsonl", "folder", "it is not a regular file"),
      ("costs.jsonl", "link", "Too many levels of symbolic links"),
      ("costs.lock", "folder", "it is not a regular file"),
      ("costs.lock", "link", "Too many levels of symbolic links"),
    ], [nil, #"{"usd_per_day": 20}"#])
  func `the costs of agents can't be read or written`(
    _ example: (name: String, kind: String, reason: String), budget: String?
  ) throws {
    try withBudget(budget) { scene in
      let path = "\(scene.folder)/.orch/\(example.name)"
      try? Directory.remove(path)
      if example.kind == "link" {
        #expect(symlink("../other", path) == 0)
      } else {
        try Directory.create(path, permissions: 0o700)
      }
      let remedy =
        example.kind == "link"
        ? "links are not followed here: remove it" : "check what it is, and move it away"
      let problem =
        "the costs of agents can't be read or written: cannot use ~/.orch/\(example.name): "
        + "\(example.reason) (\(remedy))"
      #expect(
        scene.run("status", of: Ops.program).output.hasPrefix(
          "summary PENDING=3 IN_PROGRESS=0 BLOCKED=0 FAILED=0 DONE=1\n\(problem)\n"))
      #expect(
        scene.run("health", of: Ops.program)
          == .init(status: 20, output: "HEALTH_WARN \(problem)\n"))
      let member = #""costs_problem":"\#(problem)""#
      for command in ["status", "health"] {
        #expect(scene.run("\(command) --json", of: Ops.program).output.contains(member))
      }
      #expect(
        koreanTerminal(scene).run("health", of: Ops.program).output.hasPrefix(
          "HEALTH_WARN 에이전트의 비용을 읽거나 쓸 수 없습니다: cannot use ~/.orch/\(example.name): "))
      let named = scene.run("doctor", of: Ops.program).output.split(separator: "\n")
        .filter { $0.contains("/.orch/\(example.name): \(example.reason)") }
      #expect(named.count == 1, "\(named)")
    }
  }

  @Test func `without an agent nobody asks for the ledger`() throws {
    try withScene([]) { scene in
      try writeAged(
        #"{"workers": {"script": {"adapter": "report", "argv": ["true"]}}}"#,
        to: "\(scene.folder)/orch.json")
      try Directory.create("\(scene.folder)/.orch", permissions: 0o700)
      try Directory.create("\(scene.folder)/.orch/costs.jsonl", permissions: 0o700)
      #expect(scene.run("health", of: Ops.program) == .init(output: "HEALTH_OK\n"))
    }
  }
}
