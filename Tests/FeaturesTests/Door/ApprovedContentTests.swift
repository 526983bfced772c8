import Foundation
import Host
import Model
import TestSupport
import Testing

@testable import Door
@testable import Monitoring
@testable import Work
@testable import Worktrees

/// What changes of a row whose start was approved: it is not handed out before it is approved again.
@Suite struct ApprovedContentTests {
  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Empty where the approval still counts.
    var parts: [DecidedContent.Part] = []
    let make: @Sendable (_ queue: TaskQueue, _ folder: String) throws -> Void
  }

  private static let settings = """
    {"workers": {"default": {"adapter": "command", "argv": ["true"]}, \
    "other": {"adapter": "command", "argv": ["true"]}}, "routes": [ROUTES]}
    """

  private static func settings(_ routes: String) -> String {
    settings.replacingOccurrences(of: "ROUTES", with: routes)
  }

  private static func edit(_ texts: [EditableField: String], appends: Bool = false)
    -> @Sendable (TaskQueue, String) throws -> Void
  {
    { queue, _ in
      _ = try queue.edit(Transition.Edit(id: "A", texts, appends: appends), as: .session("w"))
    }
  }

  private static func brief(_ text: String) -> @Sendable (TaskQueue, String) throws -> Void {
    { _, folder in
      try writeAged(text, to: "\(folder)/tasks/A.md")
    }
  }

  private static func replacing(_ text: String, by other: String)
    -> @Sendable (TaskQueue, String) throws -> Void
  {
    { _, folder in
      let file = try String(contentsOfFile: "\(folder)/QUEUE.md", encoding: .utf8)
      try writeAged(file.replacingOccurrences(of: text, with: other), to: "\(folder)/QUEUE.md")
    }
  }

  private static let changes = [
    Change(testDescription: "nothing") { _, _ in },
    Change(testDescription: "the task", parts: [.task], make: edit([.task: "other"])),
    Change(
      testDescription: "the criteria", parts: [.successCriteria],
      make: edit([.successCriteria: "easy"])),
    Change(
      testDescription: "no criteria", parts: [.successCriteria],
      make: edit([.successCriteria: ""])),
    Change(
      testDescription: "a note", parts: [.notes], make: edit([.notes: "as root"], appends: true)),
    Change(testDescription: "the notes", parts: [.notes], make: edit([.notes: "as root"])),
    Change(testDescription: "the worker", parts: [.worker], make: edit([.worker: "other"])),
    Change(testDescription: "by a patch", parts: [.task]) { queue, _ in
      let json = #"{"changed": [{"field": "task", "from": "work", "to": "other"}]}"#
      _ = try queue.edit("A", FieldChanges(parsing: Array(json.utf8)), as: .session("w"))
    },
    Change(
      testDescription: "by hand", parts: [.successCriteria], make: replacing("it works", by: "easy")
    ),
    Change(
      testDescription: "by hand, a note that reads as an answer", parts: [.notes],
      make: replacing("approval=start", by: "answer 1: as root (me) / approval=start")),
    Change(
      testDescription: "by hand, blanks", make: replacing("| it works |", by: "|   it works  |")),
    Change(testDescription: "a row for which it waits", parts: [.after], make: edit([.after: "B"])),
    Change(testDescription: "the brief", parts: [.brief], make: brief("all of it\n")),
    Change(
      testDescription: "the line end of the brief", parts: [.brief], make: brief("some of it")),
    Change(testDescription: "no brief", parts: [.brief]) { _, folder in
      try Directory.removeIfThere("\(folder)/tasks/A.md")
    },
    Change(testDescription: "a route", parts: [.worker]) { _, folder in
      try writeAged(
        settings(#"{"id": "A", "worker": "other"}"#), to: "\(folder)/orch.json")
    },
    Change(testDescription: "a route of other rows") { _, folder in
      try writeAged(
        settings(#"{"id": "B", "worker": "other"}"#), to: "\(folder)/orch.json")
    },
    Change(
      testDescription: "what is not decided",
      make: edit([
        .priority: "P0", .labels: "web", .timeout: "2h", .maxAttempts: "9", .onFailure: "cancel",
      ])),
    Change(testDescription: "changed and changed back") { queue, folder in
      try edit([.task: "other"])(queue, folder)
      _ = try queue.perform(.undo(id: "A"), as: .session("w"))
    },
  ]

  @Test(arguments: changes)
  func `other content than what was approved is asked for again`(_ change: Change) throws {
    let rows = [
      QueueFixture.row("A", notes: "approval=start"), QueueFixture.row("B", "DONE"),
    ]
    try withTaskQueue(rows, settings: Self.settings("")) { queue, folder in
      try Directory.createWithParents("\(folder)/tasks")
      try writeAged("some of it\n", to: "\(folder)/tasks/A.md")
      try queue.perform(.reply(.init(id: "A", .approve)), as: Caller())
      let approved = try queue.details(ofRow: "A").approvalDigest
      try change.make(queue, folder)
      queue.refresh(for: nil)
      if change.parts.isEmpty {
        #expect(try queue.details(ofRow: "A").approvalDigest == approved)
        #expect(try queue.pick(as: .session("w"))?.id == "A")
        return
      }
      let reason = try queue.why("A", as: Caller()).explanations.first?.reason
      #expect(reason == .needsApproval(changed: change.parts))
      #expect(try queue.pick(as: .session("w")) == nil)
      let owed = try queue.owedReplies().rows.first
      #expect(owed?.row.cause == .approvalToStart(changed: change.parts))
      #expect(try queue.changesSinceApproval(ofRow: "A").changes.map(\.part) == change.parts)
      let digest = try queue.details(ofRow: "A").approvalDigest
      #expect(digest != approved && digest == owed?.digest)
      var reply = Transition.Reply(id: "A", .approve)
      reply.digest = approved
      #expect(throws: Problem.self) { try queue.perform(.reply(reply), as: Caller()) }
      reply.digest = digest
      try queue.perform(.reply(reply), as: Caller())
      #expect(try queue.pick(as: .session("w"))?.id == "A")
    }
  }

  @Test func `what was kept of a decision is shown only as long as it is what was decided`() throws
  {
    let rows = [QueueFixture.row("A", notes: "approval=start")]
    try withTaskQueue(rows) { queue, folder in
      try queue.perform(.reply(.init(id: "A", .approve)), as: Caller())
      try Self.edit([.task: "other"])(queue, folder)
      let diff = try queue.changesSinceApproval(ofRow: "A")
      #expect(diff.changes.map(\.from) == ["work"] && diff.changes.map(\.to) == ["other"])
      let path = "\(folder)/.orch/decisions/A/\(diff.approved).json"
      try writeAged(#"{"id": "A", "task": "forged"}"#, to: path)
      #expect(throws: Problem.self) { try queue.changesSinceApproval(ofRow: "A") }
    }
  }

  /// Two tasks with one digest of 1.0, which were searched for.
  private static let good = "Say hello to everybody in the office. Ref 00e0747b"
  private static let evil = "Remove the production database, at once. R 0096b028"
  private static let older = "89c35f80014b"

  @Test(
    arguments: [
      (true, good, []), (true, evil, [.task]), (false, good, []), (false, evil, []),
    ] as [(Bool, String, [DecidedContent.Part])])
  func `a digest of 1.0 counts for the content that is kept, or for any if none is`(
    _ isKept: Bool, _ task: String, _ changed: [DecidedContent.Part]
  ) throws {
    let settings = #"{"workers": {"w": {"adapter": "command", "argv": ["true"]}}}"#
    let row = [
      "| K | PENDING | P1 | \(task) | it is done | - | - | - |",
      "worker=w / approval=start / approved (me@host, 2026-01-31 10:00, \(Self.older)) |",
    ].joined(separator: " ")
    try withTaskQueue([row], settings: settings) { queue, folder in
      if isKept {
        let content =
          #"{"id": "K", "task": "\#(Self.good)", "success_criteria": "it is done", "#
          + #""worker": "w"}"#
        try Directory.createWithParents("\(folder)/.orch/decisions/K")
        try writeAged(content, to: "\(folder)/.orch/decisions/K/\(Self.older).json")
      }
      let reason = try queue.why("K", as: Caller()).explanations.first?.reason
      if changed.isEmpty {
        #expect(try queue.pick(as: .session("w"))?.id == "K")
      } else {
        #expect(reason == .needsApproval(changed: changed))
        #expect(try queue.pick(as: .session("w")) == nil)
        var reply = Transition.Reply(id: "K", .approve)
        reply.digest = Self.older
        #expect(throws: Problem.self) { try queue.perform(.reply(reply), as: Caller()) }
      }
    }
  }
}
