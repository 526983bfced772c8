import Door
import Host
import Text

@testable import Server

/// A talk with the server of the Model Context Protocol, a message a line. Each answer is a line of
/// JSON, and the queue stays one.
enum AgentTarget {
  // One thread calls the targets, and without a folder nothing can be tested.
  nonisolated(unsafe) private static let scratch = try! ScratchQueue()

  static func test(_ input: [UInt8]) throws {
    try scratch.reset()
    let opening = scratch.opening
    let queue = AgentQueue(
      session: "me", claimToken: nil, opening.environment, opening.clock, { Problem($0) },
      opened: { need, body in
        var opening = opening
        opening.settingsNeed = need
        body(TaskQueue.open(opening))
      })
    let server = ModelContextServer(
      name: "orch", version: "1", instructions: AgentQueue.instructions, tools: queue.tools)
    for line in input.split(separator: UInt8(ascii: "\n")).prefix(30) {
      var answer: [UInt8] = []
      try line.withUnsafeBytes { bytes in try server.answer(.bytes(bytes)) { answer += $0 } }
      if answer.isEmpty { continue }
      expect(answer.last == 10 && !answer.dropLast().contains(10), "an answer is not one line")
      _ = try JSONValue(parsing: answer)
      _ = queue.renewDueLeases()
    }
    try scratch.check()
  }
}
