import Model
import StoreTestSupport
import Testing

/// What people say to rows that wait for them.
struct ReplyTests {
  private func outcome(_ kind: Transition.Reply.Kind, _ notes: String, _ status: Status = .blocked)
    -> String
  {
    Transition.reply(.init(id: "A", kind))
      .outcome(for: .sample("A", status, owner: "s1", notes: notes), session: "lead")
  }

  @Test func `a question waits for its answer, and the next one for another`() {
    let asked = Transition.review(
      .init(id: "A", by: .report(force: false), .init(verdict: .sample(.question)))
    ).outcome(for: .sample("A", .inProgress, owner: "s1", notes: "x"), session: "s1")
    #expect(
      asked
        == "A BLOCKED s1 09:00 [x / question=1 / awaits=answer / review:QUESTION question:which one?]"
    )
    #expect(
      outcome(.answer("both", question: nil), "x / question=1 / awaits=answer")
        == "A PENDING - - [x / question=1 / answer 1: both (lead, 2026-01-31 18:00)]")
    let again = Transition.review(
      .init(id: "A", by: .report(force: false), .init(verdict: .sample(.question)))
    ).outcome(
      for: .sample("A", .inProgress, owner: "s1", notes: "question=1 / answer 1: both"),
      session: "s1")
    #expect(
      again
        == "A BLOCKED s1 09:00 [answer 1: both / question=2 / awaits=answer / review:QUESTION question:which one?]"
    )
  }

  @Test func `any other blocked row may be answered`() {
    #expect(
      outcome(.answer("y", question: nil), "x", .blocked)
        == "A PENDING - - [x / answer: y (lead, 2026-01-31 18:00)]")
  }

  @Test(
    "A reply that no row awaits is refused",
    arguments: [
      (.answer("y", question: nil), "awaits=answer", .pending, "not_awaited"),
      (.answer("y", question: nil), "awaits=approval", .blocked, "not_awaited"),
      (.answer("y", question: nil), "approval=start / awaits=approval", .blocked, "not_awaited"),
      (.answer("y", question: 1), "x", .blocked, "other_question"),
      (.answer("y", question: 1), "question=2 / awaits=answer", .blocked, "other_question"),
      (.approve, "awaits=answer", .blocked, "not_awaited"),
      (.approve, "approval=start / awaits=answer", .blocked, "not_awaited"),
      (.approve, "approval=start", .done, "not_awaited"),
      (.approve, "approval=start / rejected: no (ann) / later", .blocked, "not_awaited"),
      (.approve, "approved (ann, 2026-01-31 18:00)", .failed, "not_awaited"),
      (.reject(reason: "r"), "approval=start", .failed, "not_awaited"),
      (.reject(reason: "r"), "x", .inProgress, "not_awaited"),
    ] as [(Transition.Reply.Kind, String, Status, String)])
  func refused(kind: Transition.Reply.Kind, notes: String, status: Status, code: String) {
    #expect(outcome(kind, notes, status) == "refused: \(code)")
  }

  @Test func `an approval ends the row, a rejection sends it back`() {
    #expect(
      outcome(.approve, "x / review_attempts=1 / awaits=approval")
        == "A DONE s1 09:00 [x / approved (lead, 2026-01-31 18:00)]")
    #expect(
      outcome(.reject(reason: "no title"), "x / awaits=approval")
        == "A PENDING - - [x / rejected: no title (lead, 2026-01-31 18:00)]")
  }

  @Test(arguments: [Status.failed, .blocked])
  func `the start of a row that stopped is approved, and it stays so`(_ status: Status) {
    #expect(
      outcome(.approve, "x / approval=start", status)
        == "A \(status.rawValue) s1 09:00 [x / approved (lead, 2026-01-31 18:00)]")
  }

  @Test func `no answer becomes control, and each is found by its number`() {
    #expect(
      outcome(.answer("y / awaits=approval", question: 2), "question=2 / awaits=answer")
        == "A PENDING - - [question=2 / answer 2: y/awaits=approval (lead, 2026-01-31 18:00)]")
    let item = QueueItem.sample(
      "A", .pending, notes: "answer 1: a (x) / y / answer 2: b (x) / answer 3: c / question=2")
    #expect(item.answers == [1: "a (x)", 2: "b (x)"])
  }
}
