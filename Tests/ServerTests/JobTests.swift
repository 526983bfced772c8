import TestSupport
import Testing

@testable import Server

/// Jobs, as another tool posts them.
@Suite struct JobTests {
  @Test func `a job with an id that is there is refused, and changes nothing`() throws {
    try withTemporaryDirectory { folder in
      let gateway = try RunningGateway(in: folder)
      func post(_ prompt: String) -> (status: Int, head: [String], body: String) {
        gateway.answer(
          "POST", "/webhook", ["Authorization: Bearer \(gateway.secret)"],
          body: """
            {"job_id": "j", "goal": "g", "steps": [{"step_id": "s", "role": "assistant", \
            "prompt": "\(prompt)"}]}
            """)
      }
      #expect(post("one").status == 200)
      let queue = try contents(of: "\(folder)/QUEUE.md")
      for prompt in ["two", "one"] {
        let refused = post(prompt)
        #expect(refused.status == 409 && refused.body.contains(#""code":"job_exists""#))
      }
      #expect(try contents(of: "\(folder)/QUEUE.md") == queue)
    }
  }
}
