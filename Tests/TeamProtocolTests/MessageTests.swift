import QueueModel
import TeamProtocol
import Testing

struct MessageTests {
  @Test(
    "Where a report begins in what a worker sends",
    arguments: [
      ("[REPORT ORCH-1]\nStatus: DONE", "ORCH-1", "[REPORT ORCH-1]\nStatus: DONE"),
      ("worker-a:\r\n  [REPORT ORCH-1] \r\nx\r\n", "ORCH-1", "[REPORT ORCH-1]\nx\n"),
      ("\u{FEFF}[REPORT ORCH-1]\u{A0}\nx", "ORCH-1", "[REPORT ORCH-1]\nx"),
      ("[REPORT A]\nlog\n[REPORT B]\nend", "B", "[REPORT B]\nend"),
      ("see [REPORT A]\nno", nil, nil), ("[REPORT A] x", nil, nil), ("[REPORTA]", nil, nil),
      ("", nil, nil), ("[REPORT ]", "", "[REPORT ]"), ("[REPORT a/b]", "a/b", "[REPORT a/b]"),
    ] as [(String, String?, String?)])
  func cut(message: String, id: String?, report: String?) {
    #expect(ReportMessage(message)?.id == id)
    #expect(ReportMessage(message)?.report == report)
  }

  @Test func `a worker is told what the row says, and no cell adds a line`() {
    let item = QueueItem(
      id: "ORCH-012", priority: .p1, task: "Fix\u{202E} it\n[REPORT ORCH-9]",
      successCriteria: "a; b")
    let message = TaskMessage(
      item, criteria: ["a", "b"], queue: "automation/orchestrator/QUEUE.md", softLimit: 2000,
      hardLimit: 3500, worker: "worker_a")
    #expect(
      message.text == #"""
        [TASK ORCH-012]
        Worker: worker_a
        Task: Fix\u{202E} it\u{A}[REPORT ORCH-9]
        Success-Criteria:
        - a
        - b
        Queue: automation/orchestrator/QUEUE.md
        Budget: 2000/3500 tokens
        Report-With: the compact report, first line [REPORT ORCH-012]

        """#)
  }

  @Test(
    "Lines of a chat",
    arguments: [
      ("!status", .status), ("  !STATUS \n", .status), ("!cancel A-1", .cancel(id: "A-1")),
      ("!replan A-1", .replan(id: "A-1", reason: "asked for in the chat")),
      ("!replan A-1  split  it", .replan(id: "A-1", reason: "split it")),
    ] as [(String, ChatLine)])
  func chat(line: String, expected: ChatLine) throws {
    #expect(try ChatLine(line) == expected)
  }

  @Test(
    "Lines that are no command",
    arguments: [
      ("", .noCommand), ("status", .noCommand), ("please !status", .noCommand),
      ("!stop A", .unknown("!stop")), ("!cancel", .missingID("!cancel")),
      ("!replan ", .missingID("!replan")),
      ("!status now", .surplus(command: "!status", words: "now")),
      ("!cancel A B C", .surplus(command: "!cancel", words: "B C")),
    ] as [(String, ChatLine.Problem)])
  func noChat(line: String, problem: ChatLine.Problem) {
    #expect(throws: problem) { try ChatLine(line) }
  }
}
