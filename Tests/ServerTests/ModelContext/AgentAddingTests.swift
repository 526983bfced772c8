import Door
import Host
import TestSupport
import Testing
import Text

@testable import Server

/// Rows that a client's model adds.
@Suite struct AgentAddingTests {
  @Test(
    arguments: [
      (["it works", "it is fast"], nil),
      (
        ["it works; it is fast"],
        ".rows[1].criteria[0]: the gate reads this as 2 criteria: 'it works', 'it is fast'; "
          + "write each as its own criterion"
      ),
      (["it works", "- it is fast"], nil),
    ] as [([String], String?)])
  func `each criterion of a list is one, or no row is added`(
    _ criteria: [String], _ refusal: String?
  ) throws {
    try withTemporaryDirectory { folder in
      let path = "\(folder)/QUEUE.md"
      try writeAged(QueueFixture.text(QueueFixture.row("A")), to: path)
      let (environment, clock) = (Environment(["HOME": folder]), FakeClock().clock)
      var opening = Opening(
        .file(path), in: folder, environment: environment, program: "test", traceID: "trace",
        clock: clock)
      opening.writesLog = false
      let queue = AgentQueue(
        session: "me", claimToken: nil, environment, clock, { Problem($0) },
        opened: { [opening] _, body in body(TaskQueue.open(opening)) })
      let tool = queue.add
      let rows: JSONValue = [
        ["task": "Mend the gate"],
        ["task": "Dig the garden", "criteria": .array(criteria.map(JSONValue.string))],
      ]
      let result = tool.call(try Arguments(["rows": rows], tool.parameters, of: tool.name))
      #expect(result.isError == (refusal != nil))
      if let refusal { #expect(result.text == refusal) }
      let text = try contents(of: path)
      for task in ["Mend the gate", "Dig the garden"] {
        #expect(text.contains(task) == (refusal == nil))
      }
    }
  }
}
