import Host
import Model
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// A rewrite in place that gives way to a save begins again, and still reports what
/// that save did.
@Suite struct RetriedSaveTests {
  private static let withoutB = threeRowsLeft.changed((row("B"), ""))

  private static func row(_ id: String) -> String {
    "| \(id) | PENDING | P1 | work | it works | - | - | - |  |\n"
  }

  @Test(arguments: [nil, threeRowsLeft.changed((row("B"), row("B2")))])
  func `a save in the middle of a rewrite in place is recorded row by row`(
    earlier: String?
  ) throws {
    try withQueue(threeRows) { scene in
      try Directory.link(scene.path, to: scene.folder + "/other name")
      try scene.leaveOwnFile()
      if let earlier { try scene.save(earlier, age: .milliseconds(60)) }
      scene.fake.whenAsked {
        let isWriting = try scene.names(in: scene.sidecar.generations)
          .contains { $0.hasSuffix(".new") }
        if isWriting { try scene.save(Self.withoutB) }
        return isWriting
      }
      try scene.perform(.pick(id: "A"))
      #expect(
        try scene.journal() == [
          "1 s1 X status > BLOCKED, notes > cancelled_by_operator", "2 external B went",
          "3 s1 A status > IN_PROGRESS, owner_session > s1, started_at_kst > 2026-01-31 18:00",
        ])
    }
  }
}
