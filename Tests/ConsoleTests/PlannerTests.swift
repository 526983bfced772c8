import JSON
import TestSupport
import Testing

@testable import Console

/// `orch plan propose`, `revise`, `approve` and `reject`, against an endpoint on loopback.
@Suite struct PlannerTests {
  typealias Answer = StandInEndpoint.Answer

  @Test func `from a goal to rows no row is typed`() throws {
    try PlannerScene.with([.says(PlannerScene.plan)]) { play in
      print(play.text(play.propose()))
      print(play.text(play.scene.run("plan list")))
      print(play.text(play.scene.run("plan show login")))
      print(play.text(play.scene.run("list")))
      let hash = play.hash
      print(play.text(play.scene.run("plan approve login --hash \(hash)")))
      print(play.text(play.scene.run("plan approve login --hash \(hash)")))
      print(play.text(play.scene.run("plan reject login")))
      print(play.text(play.scene.run("list")))
      print(play.costs, play.waited)
    }
  }

  struct Failure: Sendable, CustomTestStringConvertible {
    let name: String
    let answers: [Answer]
    var profile = ""
    let requests: Int
    var testDescription: String { name }
  }

  static let failures: [Failure] = [
    Failure(name: "401", answers: [.refuses(401, "Incorrect key")], requests: 1),
    Failure(name: "403", answers: [.refuses(403, "")], requests: 1),
    Failure(name: "404", answers: [.body("<html>", status: 404)], requests: 1),
    Failure(
      name: "redirect", answers: [.body("", status: 302, headers: ["Location: http://evil/"])],
      requests: 1),
    Failure(
      name: "429 without Retry-After", answers: [.refuses(429, "slow down")], requests: 5),
    Failure(
      name: "429 with Retry-After",
      answers: [.refuses(429, "slow down", headers: ["Retry-After: 3"])], requests: 5),
    Failure(
      name: "500 with a long Retry-After",
      answers: [
        .refuses(503, "down", headers: ["Retry-After: 6000"]), .refuses(401, "no"),
      ], requests: 2),
    Failure(name: "half an answer", answers: [.half], requests: 1),
    Failure(name: "too large", answers: [.tooLarge], requests: 1),
    Failure(name: "endless", answers: [.endless], requests: 1),
    Failure(name: "slow", answers: [.silent], profile: #", "timeout": "1s""#, requests: 1),
    Failure(name: "no completion", answers: [.body(#"{"choices":[]}"#)], requests: 1),
    Failure(name: "no HTTP", answers: [.body("x", headers: ["a"])], requests: 1),
    Failure(name: "400 to each form", answers: [.refuses(400, "bad model")], requests: 3),
  ]

  @Test(arguments: failures)
  func `an endpoint that gives no plan`(_ failure: Failure) throws {
    try PlannerScene.with(failure.answers, profile: failure.profile) { play in
      print("=== \(failure.name)")
      print(play.text(play.propose()), "waited", play.waited, play.endpoint.requests.count)
      print(play.scene.run("plan list").output)
    }
  }
}
