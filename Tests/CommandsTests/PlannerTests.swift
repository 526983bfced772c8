import Foundation
import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

/// `orch plan propose`, `revise`, `approve` and `reject`, against an endpoint on loopback.
@Suite struct PlannerTests {
  typealias Answer = StandInEndpoint.Answer
  static let hash = "70b87145c921348ecb452a3c6ffc15843bfed9bfe9308740cf17d5ef7f16b388"
  static let proposed = """
    0
    login proposed: 2 tasks, no rows yet
    read it:    orch plan show login
    change it:  orch plan revise login --feedback TEXT

    """

  @Test func `from a goal to rows no row is typed`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      #expect(play.text(play.propose()) == Self.proposed)
      #expect(
        play.text(play.scene.run("plan list")) == "0\nlogin\tproposed\t0/2\t-\t0.0024\tLog in\n")
      #expect(
        play.text(play.scene.run("plan show login")) == """
          0
          login proposed: 2 tasks
          Log in
          proposal 1 of architect, stand-in-1, sha256 \(Self.hash)

          login.schema  Add the table
            success_criteria: cmd: test
            priority: P1
            worker: sim
            tasks/login.schema.md:
              All of it.

          login.api  Add the endpoints
            success_criteria: cmd: test
            priority: P1
            after: login.schema
            worker: sim

          orch plan approve login --hash \(Self.hash)

          """)
      #expect(play.text(play.scene.run("list")) == "0\n")
      #expect(
        play.text(play.scene.run("plan approve login --hash \(Self.hash)")) == """
          0
          Applied login version 1 (70b87145c921): 2 added, 0 changed, 0 cancelled
          + login.schema
          + login.api

          """)
      let decided =
        "1\nERROR: the proposal of plan login was already approved (orch plan revise login "
        + "--feedback TEXT makes a new proposal)\n"
      #expect(play.text(play.scene.run("plan approve login --hash \(Self.hash)")) == decided)
      #expect(play.text(play.scene.run("plan reject login")) == decided)
      #expect(
        play.text(play.scene.run("list"))
          == "0\nlogin.schema\tPENDING\tP1\tAdd the table\nlogin.api\tPENDING\tP1\tAdd the endpoints\n"
      )
      #expect(play.costs["id"]?.stringValue == "plan:login")
      #expect(play.costs["calls"]?.integerValue == 1)
    }
  }

  // MARK: Mistakes

  private static let cycle = PlannerScene.plan.replacing(
    #""id":"schema","#, with: #""id":"schema","after":["api"],"#)
  private static let mistake =
    ".tasks[0].after[0]: these tasks wait for each other: schema → api → schema; remove one of "
    + "these dependencies"

  @Test func `mistakes go back to the planner`() throws {
    try PlannerScene.with([.says(Self.cycle), .says("{"), .says(PlannerScene.plan)]) { play in
      #expect(play.text(play.propose()) == Self.proposed)
      #expect(
        play.lastMessage == """
          The plan has these mistakes:
          - not JSON: line 1, column 2: unexpected end of JSON
          Answer with the whole corrected plan.
          """)
      let second = play.endpoint.requests[1].body
      #expect(second.contains(Self.mistake))
      #expect(
        play.files[".orch/plans/login/proposals/1/request-2.json"] == second)
    }
  }

  @Test func `after the third answer with mistakes there is no plan`() throws {
    try PlannerScene.with([.says(Self.cycle)]) { play in
      #expect(
        play.text(play.propose()) == """
          1
          ERROR: after 3 answers the plan still has mistakes: \(Self.mistake) (say the goal in more \
          detail; .orch/plans/login/proposals/1 has the answers)

          """)
      #expect(play.endpoint.requests.count == 3)
      #expect(play.text(play.scene.run("plan list")) == "0\nNo plans\n")
    }
  }

  @Test func `an answer that was cut is told so`() throws {
    try PlannerScene.with([.says("{", reason: "length")]) { play in
      let mistake = "not JSON: line 1, column 2: unexpected end of JSON"
      #expect(
        play.text(play.propose()) == """
          1
          ERROR: after 3 answers the plan still has mistakes: \(mistake); the last answer was cut \
          at the model's limit of tokens (divide the goal, so that its plan is shorter; \
          .orch/plans/login/proposals/1 has the answers)

          """)
      #expect(
        play.lastMessage == """
          The plan has these mistakes:
          - \(mistake)
          Your answer was cut at your limit of tokens: write a shorter plan.
          Answer with the whole corrected plan.
          """)
    }
  }

  // MARK: Decisions

  @Test func `what changed between reading and approving is refused`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      play.propose()
      let file = ".orch/plans/login/proposals/1/plan.json"
      let other = try #require(play.files[file]).replacing("Add the table", with: "Drop it")
      try play.write(other, to: file)
      #expect(
        play.text(play.scene.run("plan approve login --hash \(Self.hash)")) == """
          1
          ERROR: the content of the proposal of plan login does not have this hash (read the \
          proposal again: orch plan show login prints its hash)

          """)
      #expect(play.text(play.scene.run("list")) == "0\n")
      try play.write(other.replacing("{\"plan\"", with: "{ \"plan\""), to: file)
      #expect(
        play.text(play.scene.run("plan approve login --hash \(Self.hash)")).hasPrefix(
          "65\nERROR: ~/.orch/plans/login/proposals/1/plan.json is not a file of a plan"))
    }
  }

  @Test func `settings that changed since are checked again`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      play.propose()
      let settings = try #require(play.files["orch.json"])
      try play.write(
        settings.replacing(#""workers": ["sim"]"#, with: #""workers": ["other"]"#),
        to: "orch.json")
      #expect(
        play.text(play.scene.run("plan approve login --hash \(Self.hash)")) == """
          1
          .tasks[0].worker: 'sim' is not one of other
          .tasks[1].worker: 'sim' is not one of other

          """)
      #expect(play.text(play.scene.run("list")) == "0\n")
    }
  }

  @Test func `a revision is a new proposal, of a plan that was applied its next version`() throws {
    let longer = PlannerScene.plan.replacing(
      #""after":["schema"]}"#,
      with:
        #""after":["schema"]},{"id":"page","task":"Add it","worker":"sim","criteria":["cmd: test"]}"#
    )
    try PlannerScene.with([.says(PlannerScene.plan), .says(longer), .says(longer)]) { play in
      play.propose()
      let ending = play.scene.run(
        words: ["plan", "revise", "login", "--feedback", "The page, too"])
      #expect(ending.output.hasPrefix("login proposed: 3 tasks, no rows yet\n"))
      let message = play.lastMessage
      #expect(
        message.hasPrefix("The goal:\n\nPeople log in\n\nThe plan so far:\n\n{\"plan\":\"login\""))
      #expect(
        message.hasSuffix("\n\nChange it, and answer with the whole plan:\n\nThe page, too\n"))
      #expect(
        play.text(play.scene.run("plan approve login --hash \(Self.hash)")).hasPrefix(
          "1\nERROR: the content of the proposal of plan login does not have this hash"))
      #expect(
        play.text(play.scene.run("plan approve login --hash \(play.hash)")).hasPrefix("0\nApplied"))
      #expect(play.scene.run("plan list").output.hasPrefix("login\trunning\t0/3\t1\t"))
      play.scene.run("plan revise login --feedback again")
      // The plan goes on meanwhile.
      #expect(play.scene.run("plan list").output.hasPrefix("login\trunning\t0/3\t1\t"))
      #expect(
        play.scene.run("plan show login").output.contains("\nproposal 3 of architect, stand-in-1, ")
      )
      #expect(
        play.text(play.scene.run("plan reject login --reason enough"))
          == "0\nlogin rejected: 3 tasks\n")
      #expect(play.scene.run("plan list").output.hasPrefix("login\trunning\t0/3\t1\t"))
    }
  }

  private static let automatic: [(setting: String, plan: String, text: String)] = [
    (
      "", PlannerScene.plan,
      "1\nERROR: orch.json does not allow --auto-approve (set \"auto_approve\": true in planner, or "
        + "read the plan and approve it)\n"
    ),
    (
      #", "auto_approve": true"#, PlannerScene.plan,
      "0\nApplied login version 1 (70b87145c921): 2 added, 0 changed, 0 cancelled\n+ login.schema\n"
        + "+ login.api\n"
    ),
    (
      #", "auto_approve": true"#,
      PlannerScene.plan.replacing(
        #""title":"Log in","#, with: #""title":"Log in","defaults":{"approval":"done"},"#),
      "0\nlogin proposed: 2 tasks, no rows yet\n"
    ),
  ]

  @Test(arguments: automatic)
  func `a plan that nobody read is applied only where the settings allow it`(
    _ setting: String, _ plan: String, _ text: String
  ) throws {
    try PlannerScene.with(
      [.says(plan)], planner: #""worker": "architect"\#(setting)"#
    ) { play in
      let ending = play.propose("--auto-approve")
      #expect(play.text(ending).hasPrefix(text))
      let isHeld = plan != PlannerScene.plan
      #expect(
        ending.errors.contains(
          "WARNING: not applied, because a person must approve schema, api\n") == isHeld)
    }
  }

  // MARK: Limits

  @Test func `the day's requests are limited`() throws {
    try PlannerScene.with(
      [.refuses(500, "x")], rest: #", "budget": {"calls_per_day": 2}"#
    ) { play in
      #expect(play.propose().status == 75)
      #expect(play.endpoint.requests.count == 2)
      #expect(play.waited == "2 s")
      #expect(play.scene.run("worker resume architect", of: Ops.program).status == 0)
      #expect(
        play.text(play.propose()) == """
          78
          ERROR: budget.calls_per_day: 2 of 2 requests sent today; until 2026-02-01 00:00 (its rows \
          wait for the next day; or raise budget.calls_per_day in orch.json)

          """)
      #expect(play.endpoint.requests.count == 2)
    }
  }

  @Test func `a mistake is not sent back where no request is left today`() throws {
    try PlannerScene.with(
      [.says(Self.cycle)], rest: #", "budget": {"calls_per_day": 1}"#
    ) { play in
      #expect(
        play.text(play.propose()).hasPrefix(
          "78\nERROR: budget.calls_per_day: 1 of 1 requests sent today; until 2026-02-01 00:00 ("))
      #expect(play.endpoint.requests.count == 1)
    }
  }

  @Test func `what answers cost is looked at before the next request`() throws {
    try PlannerScene.with(
      [.says(Self.cycle)], rest: #", "budget": {"usd_per_day": 0.003}"#
    ) { play in
      #expect(
        play.text(play.propose()).hasPrefix(
          "78\nERROR: budget.usd_per_day: 0.0024 of 0.003 USD spent today, and an attempt of "
            + "architect may cost 0.0024; until 2026-02-01 00:00 ("))
      #expect(play.endpoint.requests.count == 1)
    }
  }

  @Test func `a key that is not valid pauses the planner`() throws {
    try PlannerScene.with([.refuses(401, "no"), .says(PlannerScene.plan)]) { play in
      play.propose()
      let paused = play.text(play.propose())
      #expect(paused.hasPrefix("78\nERROR: worker architect is paused until 18:05"))
      #expect(play.endpoint.requests.count == 1)
      #expect(play.scene.run("worker resume architect", of: Ops.program).status == 0)
      #expect(play.text(play.propose()) == Self.proposed)
    }
  }

  @Test func `nothing is sent from a home that is not trusted as it is`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      let settings = try #require(play.files["orch.json"])
      try play.write(
        settings.replacing(#""model": "m""#, with: #""model": "n""#), to: "orch.json")
      #expect(play.text(play.propose()).hasPrefix("77\nERROR: "))
      #expect(play.endpoint.requests.isEmpty)
    }
  }

  @Test func `a planner works no rows, and a worker of rows writes no plans`() throws {
    try PlannerScene.with([.says("It works.")]) { play in
      #expect(
        play.text(play.scene.run("plan propose --goal x --planner sim")) == """
          1
          ERROR: orch.json has no planner 'sim' (it has architect)

          """)
      #expect(
        play.text(play.scene.run("add x --worker architect"))
          == "64\nERROR: orch.json has no worker 'architect' (it has sim, other)\n")
      play.scene.run("add x --id A --worker sim")
      let table = try #require(play.files["QUEUE.md"])
      try play.write(table.replacing("worker=sim", with: "worker=architect"), to: "QUEUE.md")
      #expect(
        play.scene.run("why A", of: Ops.program).output.contains(
          "worker 'architect' writes plans, and does not work on rows"))
      #expect(
        play.scene.run("worker list", of: Ops.program).output.contains(
          "architect\tllm\t./curl.sh\tready\t0/0\n"))
      #expect(
        play.text(play.scene.run("worker test architect", of: Ops.program)).hasPrefix(
          "0\nIt works.\narchitect works: its report was understood\n"))
      let log = try #require(play.files["curl.log"])
      #expect(log.contains("PATH=") && !log.contains("LLM_") && !log.contains("0123456789"))
    }
  }
}
