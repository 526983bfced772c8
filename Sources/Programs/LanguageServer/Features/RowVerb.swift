import Door
import Model
import Text
import Worktrees

/// A change that a person makes to a row from the editor, named as the command.
struct RowVerb: Sendable {
  let name: String
  let title: Sentence
  /// The texts that are offered if the change needs one; empty if it needs none.
  let choices: [Sentence]
  /// The command of a change whose text a person types, and how the text is given.
  private let words: (verb: String, text: String)?
  let perform: @Sendable (TaskQueue, _ id: String, _ text: String, Caller) throws -> Void

  static let all: [RowVerb] = [
    RowVerb("approve", Sentence("Approve", "승인")) { queue, id, _, caller in
      var reply = Transition.Reply(id: id, .approve)
      reply.isUnseen = true
      try queue.perform(.reply(reply), as: caller)
    },
    RowVerb(
      "reject", Sentence("Reject…", "반려…"),
      choices: [
        Sentence("It does not do what the row asks", "행이 요구하는 것을 하지 않습니다"),
        Sentence("It has no test", "테스트가 없습니다"),
        Sentence("It changes too much", "너무 많이 바꿉니다"),
      ], words: ("reject", "--reason TEXT")
    ) { queue, id, text, caller in
      try queue.perform(.reply(Transition.Reply(id: id, .reject(reason: text))), as: caller)
    },
    RowVerb(
      "answer", Sentence("Answer…", "답하기…"),
      choices: [Sentence("Yes", "예"), Sentence("No", "아니요"), Sentence("You decide", "알아서 정하십시오")],
      words: ("answer", "TEXT")
    ) { queue, id, text, caller in
      try queue.perform(
        .reply(Transition.Reply(id: id, .answer(text, question: nil))), as: caller)
    },
    RowVerb("retry", Sentence("Retry", "다시 시도")) { queue, id, _, caller in
      try queue.change(id, by: .retry(), as: caller)
    },
    RowVerb("pick", Sentence("Take", "맡기")) { queue, id, _, caller in
      guard try queue.pick(id, as: caller) != nil else {
        throw Obstacle(
          sentence: Sentence("the queue is paused (ops resume)", "큐가 일시 정지되었습니다 (ops resume)"))
      }
    },
    RowVerb("release", Sentence("Give back", "돌려놓기")) { queue, id, _, caller in
      try queue.perform(.release(id: id, force: false), as: caller)
    },
    RowVerb("done", Sentence("Finish", "완료")) { queue, id, _, caller in
      var finish = Transition.Finish(id: id, as: .done, notes: "")
      finish.appends = true
      try queue.perform(.finish(finish), as: caller)
    },
    RowVerb("cancel", Sentence("Cancel the work", "작업 취소")) { queue, id, _, caller in
      try queue.change(id, by: .cancel(), as: caller)
    },
  ]

  private init(
    _ name: String, _ title: Sentence, choices: [Sentence] = [],
    words: (verb: String, text: String)? = nil,
    perform: @escaping @Sendable (TaskQueue, _ id: String, _ text: String, Caller) throws -> Void
  ) {
    (self.name, self.title, self.choices) = (name, title, choices)
    (self.words, self.perform) = (words, perform)
  }

  /// The command line of a change whose text a person types.
  func commandLine(_ id: String) -> String {
    words.map { "orch \($0.verb) \(id.escaped) \($0.text)" } ?? "orch \(name) \(id.escaped)"
  }

  /// The command that an editor sends back when a person chooses the change.
  func command(of id: String, in address: String, _ language: Language) -> JSONValue {
    [
      "title": .string("\(title(language)) \(id.escaped)"), "command": .string("orch/\(name)"),
      "arguments": [["uri": .string(address), "id": .string(id)]],
    ]
  }
}

extension TaskQueue {
  fileprivate func change(_ id: String, by change: RowsChange, as caller: Caller) throws {
    for result in try self.change(.ids([id]), by: change, as: caller) {
      _ = try result.outcome.get()
    }
  }
}
