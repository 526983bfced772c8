import Foundation
import TestSupport
import Testing

/// Questions of workers and answers of people, from the report to the next message.
@Suite struct QuestionTests {
  private func scene(_ kept: QueueKept = .inFile) throws -> Scene {
    let scene = try Scene(kept)
    if kept == .inFile { try scene.write(queueText()) }
    #expect(try scene.add("--id", "A", "--success-criteria", "x fixed").status == 0)
    return scene
  }

  /// Claims the row, and reports on it.
  private func report(_ text: String, in scene: Scene) throws -> Outcome {
    #expect(try scene.orch("pick", "A", "--owner-session", "w").status == 0)
    try scene.write("[REPORT A]\n\(text)\n", to: "report.txt")
    return try scene.orch("report", "--file", "report.txt", "--owner-session", "w")
  }

  private func questions(in scene: Scene) throws -> String {
    let message = try scene.orch("task", "A").output
    return message.split(separator: "\n")
      .filter { $0.hasPrefix("Question: ") || $0.hasPrefix("Answer: ") || $0.hasPrefix("Notes: ") }
      .joined(separator: "\n")
  }

  @Test(arguments: QueueKept.allCases)
  func `an answer reaches the next worker as it was given`(_ kept: QueueKept) throws {
    let scene = try scene(kept)
    _ = try report("Status: QUESTION\nQuestion: tabs / spaces?", in: scene)
    #expect(try scene.orch("prime", "--lead").output.contains("A asks: tabs/spaces?"))
    #expect(try scene.ops("why", "A").output.contains("orch answer A TEXT"))
    try scene.orch("answer", "A", "use src / lib only", "--owner-session", "lead").check()
    try expect(
      questions(in: scene),
      is: "Question: tabs / spaces?\nAnswer: use src/lib only (lead, 2026-01-31 18:00)")
  }

  @Test(arguments: ["None", "-", "없음"])
  func `a question that asks nothing is a fault`(_ question: String) throws {
    let scene = try scene()
    #expect(
      try report("Status: QUESTION\nQuestion: \(question)", in: scene).output.contains(
        "A -> PENDING (RETRY)\nThe report: the status is QUESTION, and no Question: line"))
  }
}
