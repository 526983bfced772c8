import Model
import Testing
import Workers

@testable import Attempts

/// What the attempts of one agent's session took, of which each resumes the one before.
@Suite struct SessionCostsTests {
  struct Session: CustomTestStringConvertible {
    let testDescription: String
    var adapter = WorkerProfile.Adapter.claude
    /// What each attempt says: `version money` or tokens `input output`; empty for nothing.
    let says: [String]
    let booked: [String]
  }

  @Test(arguments: [
    Session(
      testDescription: "a thread, at the price of its model", adapter: .codex,
      says: ["100 10", "300 50", "30 5"], booked: ["10 120 prices", "40 280 prices", "5 40 prices"]),
    Session(
      testDescription: "a thread with an attempt that said nothing", adapter: .codex,
      says: ["100 10", "", "300 50", "400 60"],
      booked: ["10 120 prices", "unknown", "40 280 estimate", "10 120 prices"]),
    Session(
      testDescription: "a session", says: ["2.2 100", "2.2 250"],
      booked: ["? 100 cli", "? 150 cli"]),
    Session(
      testDescription: "a session with an attempt that said nothing",
      says: ["2.2 100", "", "2.2 250", "2.2 300"],
      booked: ["? 100 cli", "unknown", "? 150 estimate", "? 50 cli"]),
    Session(
      testDescription: "a session whose first attempt said nothing", says: ["", "2.2 250"],
      booked: ["unknown", "? 250 estimate"]),
    Session(
      testDescription: "a session that a newer version goes on with",
      says: ["2.1.200 100", "2.1.200 50", "2.2 250", "2.2 300"],
      booked: ["? 100 cli", "? 50 cli", "? 100 estimate", "? 50 cli"]),
    Session(
      testDescription: "a session of which a newer version has only its own part",
      says: ["2.1.200 100", "2.2 50", "2.2 80"],
      booked: ["? 100 cli", "? 50 estimate", "? 30 cli"]),
  ])
  func `the attempts of a session take the differences of its counters`(
    _ session: Session
  ) throws {
    try AttemptPlay.runAgent(session.adapter) { play in
      let book = BookCosts(queue: play.scene.queue().working(in: play.workspace))
      for (place, said) in session.says.enumerated() {
        let words = said.split(separator: " ").map(String.init)
        var transcript = AgentTranscript()
        if session.adapter == .claude, !said.isEmpty {
          transcript = AgentTranscript(
            microdollars: try #require(Int(words[1])), version: words[0])
          transcript.counters?.outputTokens = nil
        } else if !said.isEmpty {
          var counters = AgentUsage()
          (counters.inputTokens, counters.cachedInputTokens) = (Int(words[0]), 0)
          counters.outputTokens = Int(words[1])
          transcript.counters = counters
        }
        var record = WorkerRecord(
          id: "A", claimToken: "\(place)-a", storeName: "QUEUE.md", label: "l", workerName: "w",
          supervisor: play.record.supervisor, graceSeconds: 1, settingsDigest: "")
        (record.adapter, record.session, record.model) = (session.adapter, "t", "codex-1")
        try book(of: &record, by: transcript)
      }
      #expect(try play.booked == session.booked)
    }
  }
}
