import Operator
import Programs
import TestSupport
import Testing
import Text

@testable import Runner

/// A model that answers the questions of workers, against an endpoint on loopback.
@Suite struct AnswerQuestionsTests {
  typealias Answer = StandInEndpoint.Answer

  /// A scene in which row A asks which color it is.
  private func with(
    _ answers: [Answer], rounds: Int = 2, rest: String = "",
    _ body: (inout PlannerScene) throws -> Void
  ) throws {
    let settings = #", "answers": {"worker": "architect", "rounds": \#(rounds)}"# + rest
    try PlannerScene.with(answers, rest: settings) { play in
      var play = play
      _ = play.scene.run(words: [
        "add", "--id", "A", "--task", "Paint the door", "--criteria", "the door is painted",
      ])
      try ask("which color?", in: play)
      try body(&play)
    }
  }

  /// Row A is claimed, and its worker asks.
  private func ask(_ question: String, in play: PlannerScene) throws {
    play.scene.run("pick A --owner-session w")
    try play.write("[REPORT A]\nStatus: QUESTION\nQuestion: \(question)\n", to: "question.md")
    let report = play.scene.run("report --owner-session w --file question.md")
    #expect(report.output.hasPrefix("A -> BLOCKED (QUESTION)"), "\(report)")
  }

  /// The status of row A.
  private func status(in play: PlannerScene) -> String {
    play.scene.run("list").output.split(separator: "\t").dropFirst().first.map(String.init) ?? "-"
  }

  /// Why row A waits.
  private func reason(in play: PlannerScene) -> String {
    play.scene.run("why A").output.split(separator: "\t").dropFirst().first.map(String.init) ?? "-"
  }

  @Test func `a question is answered as by a person, and the history names the model`() throws {
    try with([.says("Use blue | not red.\nAsk no more.")]) { play in
      #expect(play.scene.run("ask").output == "A answered by architect\n")
      #expect(status(in: play) == "PENDING")
      let last = play.scene.run("history A").output.split(separator: "\n").last ?? ""
      #expect(last.contains("\tA\tanswer\tmodel:architect\t"), "\(last)")
      let task = play.scene.run("task A").output
      #expect(
        task.contains(
          """
          Question: which color?
          Answer: Use blue/not red. Ask no more. (model:architect, 2026-01-31 18:00)
          """), "\(task)")
      #expect(play.endpoint.requests.count == 1)
      #expect(play.lastMessage.contains("Task: Paint the door\n"))
      #expect(play.lastMessage.hasSuffix("Its question:\n\nwhich color?\n"))
      #expect(play.costs["id"]?.stringValue == "A" && play.costs["calls"]?.integerValue == 1)
      #expect(play.booked == (1, 0))
    }
  }

  @Test func `after its rounds a person has to answer`() throws {
    try with([.says("Blue.")], rounds: 1) { play in
      play.scene.run("ask")
      try ask("and the frame?", in: play)
      let said = "a person has to answer, because architect has given 1 answer already"
      #expect(play.scene.run("ask").output == "A \(said)\n")
      #expect(status(in: play) == "BLOCKED")
      #expect(reason(in: play) == "BLOCKED: asks: and the frame?; \(said)")
      #expect(play.endpoint.requests.count == 1)
      #expect(play.scene.run("ask").output == "")
      #expect(play.scene.run(words: ["answer", "A", "white"]).status == 0)
      #expect(status(in: play) == "PENDING")
    }
  }

  @Test func `a model may leave a question to a person`() throws {
    try with([.says("ASK_PERSON"), .says("Blue.")]) { play in
      #expect(play.scene.run("ask").output == "A a person has to answer, as architect says\n")
      #expect(
        reason(in: play) == "BLOCKED: asks: which color?; a person has to answer, as architect says"
      )
      // It is not asked the same question again, but the next one.
      #expect(play.scene.run("ask").output == "")
      _ = play.scene.run(words: ["answer", "A", "as you like"])
      try ask("really?", in: play)
      #expect(play.scene.run("ask").output == "A answered by architect\n")
    }
  }

  @Test func `an approval is left to people`() throws {
    try with([.says("Blue.")]) { play in
      play.scene.run("ask")
      _ = play.scene.run(words: [
        "add", "--id", "B", "--task", "Publish", "--criteria", "it is online", "--approval",
        "start",
      ])
      play.scene.run("pick B --owner-session w")
      #expect(play.scene.run("list --status BLOCKED").output.hasPrefix("B\tBLOCKED"))
      #expect(play.scene.run("ask").output == "")
      #expect(play.endpoint.requests.count == 1)
    }
  }

  /// The times at which the model is asked, and what is said then.
  @Test func `without a usable answer it is asked after a minute and five, and then a person`()
    throws
  {
    try with([.says(" \n"), .says("Bl", reason: "length"), .says("-")]) { play in
      let cut = "the answer was cut at the model's limit of tokens"
      let steps: [(time: String, said: String)] = [
        ("18:00", "A architect is asked again later: the answer is empty\n"), ("18:00", ""),
        ("18:01", "A architect is asked again later: \(cut)\n"), ("18:05", ""),
        (
          "18:06",
          "A a person has to answer, because architect gave no answer: the answer is empty\n"
        ), ("19:00", ""),
      ]
      for step in steps {
        play.scene.environment["ORCH_NOW"] = "2026-01-31 \(step.time)"
        #expect(play.scene.run("ask").output == step.said, "\(step.time)")
      }
      #expect(play.endpoint.requests.count == 3 && status(in: play) == "BLOCKED")
    }
  }

  @Test func `an outage is no fault of the question`() throws {
    try with([.refuses(401, "Incorrect key"), .says("Blue.")]) { play in
      let said = "architect is asked again later: HTTP status 401: Incorrect key"
      #expect(play.scene.run("ask").output == "A \(said)\n")
      #expect(reason(in: play) == "BLOCKED: asks: which color?; \(said)")
      // The worker is paused, and is not asked before the end of the pause.
      play.scene.environment["ORCH_NOW"] = "2026-01-31 18:04"
      #expect(play.scene.run("ask").output == "")
      #expect(play.endpoint.requests.count == 1)
      play.scene.environment["ORCH_NOW"] = "2026-01-31 18:30"
      #expect(play.scene.run("ask").output == "A answered by architect\n")
    }
  }

  @Test func `without a budget nothing is asked`() throws {
    try with([.says("Blue.")], rest: #", "budget": {"calls_per_day": 0}"#) { play in
      let said = play.scene.run("ask").output
      #expect(said.hasPrefix("A architect is asked again later: "), "\(said)")
      #expect(play.endpoint.requests.isEmpty && status(in: play) == "BLOCKED")
    }
  }

  @Test func `in a folder that is not trusted nothing is asked`() throws {
    try with([.says("Blue.")]) { play in
      #expect(play.scene.run("trust --revoke").status == 0)
      let said = play.scene.run("ask").output
      #expect(said.hasPrefix("A architect is asked again later: "), "\(said)")
      #expect(play.endpoint.requests.isEmpty)
    }
  }

  @Test func `without the setting nothing is asked`() throws {
    try PlannerScene.with([.says("Blue.")]) { play in
      _ = play.scene.run(words: ["add", "--id", "A", "--task", "Paint", "--criteria", "painted"])
      try ask("which color?", in: play)
      let ending = play.scene.run("ask")
      #expect(ending.status == 0 && ending.output == "")
      #expect(play.endpoint.requests.isEmpty)
    }
  }
}
