import Model
import TestSupport
import Testing

@testable import Door
@testable import Worktrees

/// What a front end hands to `edit` is checked there, and by `preview`.
@Suite struct CheckedEditTests {
  @Test(arguments: [
    (EditableField.priority, "urgent", "invalid value 'urgent' for priority: use P0|P1|P2"),
    (.task, "-", "invalid value '-' for task: it must not be empty"),
    (
      .dueAt, "junk",
      "invalid value 'junk' for due_at: use a time such as 2026-01-31 18:00, 2026-01-31, 18:00, "
        + "tomorrow, friday or 2d"
    ),
    (.maxAttempts, "-1", "invalid value '-1' for max_attempts: use a whole number from 0 on"),
    (.worker, "nobody", "there is no orch.json to name the workers"),
  ])
  func `a text that is not a value is refused`(
    _ field: EditableField, text: String, message: String
  ) throws {
    try withTaskQueue([QueueFixture.row("A")]) { queue, _ in
      let edit = Transition.Edit(id: "A", [field: text])
      func refusal(_ verb: () throws(Problem) -> Void) -> String? {
        do { try verb() } catch { return error.message }
        return nil
      }
      #expect(refusal { () throws(Problem) in _ = try queue.edit(edit, as: Caller()) } == message)
      #expect(
        refusal { () throws(Problem) in _ = try queue.preview(.edit(edit), as: Caller()) }
          == message)
      #expect(
        refusal { () throws(Problem) in _ = try queue.edit([edit], as: Caller()) } == message)
    }
  }

  @Test func `a preview shows the time that an edit would write`() throws {
    try withTaskQueue([QueueFixture.row("A")]) { queue, _ in
      let edit = Transition.Edit(id: "A", [.dueAt: "2d"])
      let preview = try queue.preview(.edit(edit), as: Caller())
      let edited = try queue.edit(edit, as: Caller())
      #expect(preview.item?.dueAt == edited.decision.item?.dueAt)
      #expect(preview.item?.dueAt?.count == "2026-01-31 18:00".count)
    }
  }
}
