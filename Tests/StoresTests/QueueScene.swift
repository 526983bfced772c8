import Foundation
import Glibc
import Host
import Model
import StoreTestSupport
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A queue in a fresh folder with a clock of its own, saved a minute ago.
struct QueueScene: Sendable {
  let folder: String
  let path: String
  let fake = FakeClock()

  var sidecar: Sidecar { Sidecar(forQueueAt: path) }

  func store(timeout: Duration = .milliseconds(10_000)) -> MarkdownStore {
    MarkdownStore(
      path: path, lockTimeout: timeout, clock: fake.clock, keepsPreviews: { true })
  }

  func context(_ session: String? = "s1") -> TransitionContext {
    TransitionContext(
      session: session, now: QueueTime(epochSeconds: fake.now / 1_000_000_000, offset: 32400),
      author: Author(command: "test", traceID: "trace-1", actor: session ?? "me@1"))
  }

  @discardableResult
  func perform(_ transition: Transition, session: String = "s1") throws -> Answered<Decision> {
    try Answered { receive throws(StoreError) in
      try store().perform(transition, context: context(session), receive: receive)
    }
  }

  /// Cancels X, so that what stands there is a file that orch has left, a second
  /// ago.
  func leaveOwnFile() throws {
    try perform(.cancel(id: "X"))
    fake.pass(.milliseconds(1000))
  }

  // MARK: Files

  func text() throws -> String { try contents(of: path) }

  /// Saves as an editor does that truncates and writes, `age` ago.
  func save(_ text: String, age: Duration = .zero) throws { try save(text, to: path, age: age) }

  /// Saves as an editor does that writes a new file and renames it.
  func saveByRename(_ text: String, age: Duration = .zero) throws {
    try save(text, to: path + ".new", age: age)
    try Directory.move(path + ".new", to: path)
  }

  func save(_ text: String, to path: String, age: Duration = .zero) throws {
    let descriptor = try FileDescriptor(
      opening: path, for: .updatingOrCreating(permissions: 0o644))
    try descriptor.truncate(to: 0)
    try descriptor.write(Array(text.utf8), at: 0)
    try descriptor.setModified(fake.now - age.nanoseconds)
  }

  func exists(_ path: String) throws -> Bool { try FileStatus.ifExists(path) != nil }

  func names(in folder: String) throws -> [String] { try Directory.names(in: folder).sorted() }

  // MARK: Journal

  /// The entries, shortly: `2 external` or `3 s1 A status > DONE, notes > n`.
  func journal() throws -> [String] { try store().history(of: nil).map(\.summary) }
}

extension HistoryEntry {
  var summary: String {
    if isRemoval { return "\(sequence) \(actor) \(id ?? "") went" }
    let columns = Column.allCases.map(\.name).filter { after[$0] != nil }
    let cells = columns.map { "\($0) > \(after[$0] ?? "")" }.joined(separator: ", ")
    return "\(sequence) \(actor)" + (id.map { " \($0) \(cells)" } ?? "")
  }
}

/// Runs `body` with a queue that holds `text`.
func withQueue<Result>(
  _ text: String, _ body: (QueueScene) throws -> Result
) throws -> Result {
  try withTemporaryDirectory { folder in
    let scene = QueueScene(folder: folder, path: "\(folder)/QUEUE.md")
    try scene.save(text, age: .milliseconds(60_000))
    return try body(scene)
  }
}

/// A queue of three rows; X is there to be cancelled.
let threeRows = QueueFixture.text(
  QueueFixture.row("A"), QueueFixture.row("B"), QueueFixture.row("X"))

/// `threeRows` with X cancelled.
let threeRowsLeft = threeRows.changed(cancelledX)

/// The edit that cancels X.
let cancelledX = (
  "| X | PENDING | P1 | work | it works | - | - | - |  |",
  "| X | BLOCKED | P1 | work | it works | - | - | - | cancelled_by_operator |"
)

/// The edit that s1's pick of A makes.
let pickedA = (
  "| A | PENDING | P1 | work | it works | - | - |",
  "| A | IN_PROGRESS | P1 | work | it works | s1 | 2026-01-31 18:00 |"
)

/// The edit that s1's pick of B makes.
let pickedB = (
  "| B | PENDING | P1 | work | it works | - | - |",
  "| B | IN_PROGRESS | P1 | work | it works | s1 | 2026-01-31 18:00 |"
)

extension String {
  /// The text with each of `edits` carried out once; one that finds nothing to
  /// change is a mistake of the test.
  func changed(
    _ edits: (String, String)..., sourceLocation: SourceLocation = #_sourceLocation
  ) -> String {
    var text = self
    for (old, new) in edits {
      guard let range = text.range(of: old) else {
        Issue.record("there is no '\(old)' in \(text)", sourceLocation: sourceLocation)
        continue
      }
      text.replaceSubrange(range, with: new)
    }
    return text
  }
}
