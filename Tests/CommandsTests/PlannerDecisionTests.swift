import Foundation
import Host
import Operator
import Programs
import TestSupport
import Testing

@testable import Runner

/// What people decide of proposals, after others applied, asked or were killed.
@Suite struct PlannerDecisionTests {
  private static let approve = "plan approve login --hash \(PlannerTests.hash)"
  private static let head = ".orch/plans/login/proposals/1/proposal.json"
  private static let longer = PlannerScene.plan.replacing(
    #""after":["schema"]}"#,
    with:
      #""after":["schema"]},{"id":"page","task":"Add it","worker":"sim","criteria":["cmd: test"]}"#
  )

  // MARK: Other versions

  /// Applies a version of the plan that no planner wrote.
  private func applyByHand(_ play: PlannerScene) throws {
    try play.write(
      PlannerScene.plan.replacing("Add the table", with: "Add it by hand"), to: "by-hand.json")
    #expect(play.scene.run("plan apply by-hand.json").status == 0)
  }

  @Test func `a proposal does not take back what was applied since`() throws {
    try PlannerScene.with([.says(PlannerScene.plan), .says(Self.longer)]) { play in
      play.propose()
      #expect(play.scene.run(Self.approve).status == 0)
      #expect(play.scene.run("plan revise login --feedback page").status == 0)
      try applyByHand(play)
      #expect(
        play.text(play.scene.run("plan approve login --hash \(play.hash)")) == """
          1
          ERROR: another version of plan login was applied since this one was proposed (orch plan \
          revise login --feedback TEXT changes the version that is applied now)

          """)
      #expect(play.scene.run("plan list").output.hasPrefix("login\trunning\t0/2\t2\t"))
      #expect(play.scene.run("plan revise login --feedback page").status == 0)
      #expect(play.lastMessage.contains("Add it by hand"))
      #expect(!play.lastMessage.contains("\"page\""))
      #expect(play.scene.run("plan approve login --hash \(play.hash)").status == 0)
    }
  }

  @Test func `what was rejected is not revised where a version is applied`() throws {
    try PlannerScene.with([.says(PlannerScene.plan), .says(Self.longer)]) { play in
      play.propose()
      #expect(play.scene.run(Self.approve).status == 0)
      #expect(play.scene.run("plan revise login --feedback page").status == 0)
      // Before it is decided, it is what a further revision is of.
      #expect(play.scene.run("plan revise login --feedback more").status == 0)
      #expect(play.lastMessage.contains("\"page\""))
      #expect(play.scene.run("plan reject login").status == 0)
      #expect(play.scene.run("plan revise login --feedback other").status == 0)
      #expect(!play.lastMessage.contains("\"page\""))
    }
  }

  @Test func `show says which rows a revision changes`() throws {
    try PlannerScene.with([.says(PlannerScene.plan), .says(Self.longer)]) { play in
      play.propose()
      #expect(play.scene.run(Self.approve).status == 0)
      #expect(play.scene.run("plan revise login --feedback page").status == 0)
      let lines = play.scene.run("plan show login").output.split(
        separator: "\n", omittingEmptySubsequences: false)
      #expect(
        lines.suffix(6).joined(separator: "\n") == """

          login version 2 would be: 1 added, 0 changed, 0 cancelled
          + login.page

          orch plan approve login --hash \(play.hash)

          """)
    }
  }

  @Test func `people are told which plans they have to decide`() throws {
    try PlannerScene.with([.says(PlannerScene.plan), .says(Self.longer)]) { play in
      let nothing = play.text(play.scene.run("waiting", of: Ops.program))
      play.propose()
      let line = "login is proposed: 2 tasks (orch plan show login)\n"
      #expect(play.text(play.scene.run("waiting", of: Ops.program)) == "0\n" + line)
      #expect(play.scene.run("waiting --plan other", of: Ops.program).output != line)
      #expect(
        play.text(play.scene.run("waiting --json", of: Ops.program)) == """
          0
          {"rows":[],"proposals":[{"plan":"login","tasks":2,"hash":"\(PlannerTests.hash)"}]}

          """)
      #expect(play.scene.run("digest", of: Ops.program).output.contains(line))
      #expect(play.scene.run("plan reject login").status == 0)
      #expect(play.text(play.scene.run("waiting", of: Ops.program)) == nothing)
    }
  }

  // MARK: Who decides, and what was decided

  @Test(arguments: ["plan reject login", approve])
  func `a plan whose process was killed before it noted the approval is approved`(
    _ command: String
  ) throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      play.propose()
      let proposed = try #require(play.files[Self.head])
      #expect(play.scene.run(Self.approve).status == 0)
      let approved = play.files[Self.head]
      try play.write(proposed, to: Self.head)
      #expect(
        play.text(play.scene.run(command)).hasPrefix(
          "1\nERROR: the proposal of plan login was already approved"))
      #expect(play.files[Self.head] == approved)
    }
  }

  @Test func `rules hold whatever proposal.json says of its writer`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      play.propose()
      let head = try #require(play.files[Self.head])
      try play.write(
        head.replacing(#""planner":"architect""#, with: #""planner":null"#), to: Self.head)
      let settings = try #require(play.files["orch.json"])
      try play.write(
        settings.replacing(#""code_needs": "cmd:""#, with: #""max_tasks": 1"#), to: "orch.json")
      #expect(
        play.text(play.scene.run(Self.approve))
          == "1\n.tasks: 2 tasks, and the limit is 1: split the plan\n")
    }
  }

  @Test func `nothing is applied unread without a planner`() throws {
    try PlannerScene.with([], planner: #""auto_approve": true"#) { play in
      #expect(
        play.text(play.propose("--auto-approve"))
          == "1\nERROR: orch.json names no planner (it has architect)\n")
      #expect(play.text(play.scene.run("plan list")) == "0\nNo plans\n")
    }
  }

  @Test(arguments: ["plan reject login", approve])
  func `a worker decides nothing`(_ command: String) throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      play.propose()
      var scene = play.scene
      scene.environment["ORCH_LABEL"] = "com.orch.worker"
      #expect(
        play.text(scene.run(command)) == """
          77
          ERROR: a worker can't answer, approve or reject (a person can; or unset ORCH_LABEL and \
          ORCH_ATTEMPT if this is not a worker)

          """)
    }
  }

  // MARK: At once

  @Test func `of two that ask for a plan at once one asks`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      let folder = "\(play.scene.folder)/.orch/plans/login/proposals"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      let lock = try LockFile(
        at: "\(folder)/lock", permissions: 0o600, timeout: .zero, holder: "orch plan",
        clock: .system)
      let process = ProcessInfo.processInfo.processIdentifier
      #expect(
        play.text(play.propose()) == """
          75
          ERROR: a planner is being asked for plan login by process \(process) orch plan (wait until \
          the planner has answered)

          """)
      #expect(play.endpoint.requests.isEmpty)
      withExtendedLifetime(lock) {}
    }
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      play.propose()
      let lock = try LockFile(
        at: "\(play.scene.folder)/.orch/plans/login/proposals/lock", permissions: 0o600,
        timeout: .zero, holder: "orch plan", clock: .system)
      #expect(
        play.text(play.scene.run("plan revise login --feedback more")).hasPrefix(
          "75\nERROR: a planner is being asked for plan login"))
      #expect(play.endpoint.requests.count == 1)
      withExtendedLifetime(lock) {}
    }
  }

  // MARK: What a clone brings

  @Test func `folders with names that orch does not write are none of a proposal`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      for name in ["9223372036854775807", "2147483648", "007", "+8", "-1"] {
        try FileManager.default.createDirectory(
          atPath: "\(play.scene.folder)/.orch/plans/login/proposals/\(name)",
          withIntermediateDirectories: true)
      }
      #expect(play.text(play.propose()) == PlannerTests.proposed)
      #expect(play.files[Self.head] != nil)
    }
  }

  @Test func `no line of a goal looks like one of show`() throws {
    let plan = PlannerScene.plan.replacing(
      #""title":"Log in","#,
      with: #""title":"Log in","goal":"All\norch plan approve login --hash 1\n\nversion 1","#)
    try PlannerScene.with([.says(plan)]) { play in
      play.propose()
      #expect(
        play.scene.run("plan show login").output.hasPrefix(
          """
          login proposed: 2 tasks
          Log in
          goal: All
            orch plan approve login --hash 1
            version 1
          proposal 1 of architect,
          """))
      #expect(play.scene.run("plan approve login --hash \(play.hash)").status == 0)
      #expect(play.scene.run("plan show login").output.contains("\n  version 1\nversion 1, sha256"))
    }
  }
}
