import HTTP
import Model
import Plans
import Testing
import Text

@testable import Server

/// The plan that an issue becomes: a stranger wrote the texts.
@Suite struct WebhookTests {
  private static let address = "https://forge.example/7"

  @Test(arguments: [
    ("short", "It fails.", "It fails.\n\n\(address)"),
    ("a log of a terminal", "log \u{1B}[31mred\r\n\tend", "log [31mred\r\n\tend\n\n\(address)"),
    (
      "longer than a brief", String(repeating: "y", count: Plan.textLimit),
      String(repeating: "y", count: Plan.textLimit - address.count - 9)
        + "\n\n(cut)\n\n\(address)"
    ),
  ])
  func `an issue has the brief that a plan may have`(
    _ name: String, _ body: String, _ brief: String
  ) throws {
    let issue: JSONValue = [
      "action": "opened",
      "issue": [
        "number": 7, "title": "It \u{1B}[1mhangs", "body": .string(body),
        "html_url": .string(Self.address),
      ],
      "repository": ["full_name": "a/b"],
    ]
    let bytes = Array("\(issue)".utf8)
    let request = try HTTPRequest(
      .post, "/v1/webhook", headers: ["host": ["x"], "content-length": ["\(bytes.count)"]],
      body: bytes, peer: "127.0.0.1")
    let made = try #require(try Webhook.plan(of: request))
    let plan = try PlanFile(parsing: made).plan
    #expect(plan.tasks.map(\.brief) == [brief], "\(name)")
    #expect(plan.tasks.map(\.task) == ["It [1mhangs"])
  }
}
