import Host
import Model
import StoreTestSupport
import Synchronization
import TestSupport
import Testing

@testable import QueueStore
@testable import Stores

/// The notices of a command that waits for a lock or a save.
@Suite struct WaitNoticeTests {
  private final class Shown: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock(\.self) }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private func pick(_ scene: QueueScene, timeout: Duration, clock: Clock) throws -> [String] {
    let shown = Shown()
    let store = MarkdownStore(
      path: scene.path, lockTimeout: timeout, clock: clock,
      notice: WaitNotice(show: { shown.add($0) }, clear: { shown.add("over") }))
    let context = TransitionContext(session: "s1", now: StoreConformance.now)
    do throws(StoreError) {
      _ = try store.perform(.pick(id: "A"), context: context)
    } catch {
      guard case .locked = error else { throw error }
      shown.add("locked")
    }
    return shown.all
  }

  @Test(arguments: [
    ("soon", 900, []),
    ("late", 1300, ["waiting for a save of QUEUE.md to end …", "over"]),
  ])
  func `a save that does not end is shown after a second`(
    _ end: String, milliseconds: Int, lines: [String]
  ) throws {
    let whole = "# Work\n\n" + threeRows + "\nThe end.\n"
    try withQueue(whole) { scene in
      try scene.leaveOwnFile()
      let left = try scene.text()
      try scene.save(String(left.prefix(230)))
      scene.fake.after(.milliseconds(milliseconds)) { try scene.save(left) }
      let shown = try pick(
        scene, timeout: .milliseconds(10_000), clock: scene.fake.clock)
      #expect(shown == lines, "\(end)")
      #expect(try scene.text().contains("| A | IN_PROGRESS |"))
    }
  }

  @Test(arguments: [("orch pick", "\(CurrentProcess.id) orch pick"), (nil, "another program")])
  func `a lock is shown with its holder, as far as that is known`(
    _ holder: String?, name: String
  ) throws {
    try withQueue(threeRows) { scene in
      try scene.leaveOwnFile()
      let lock = try LockFile(
        at: scene.sidecar.lock, permissions: 0o600, timeout: .zero, holder: holder ?? "",
        clock: scene.fake.clock)
      if holder == nil {
        try FileDescriptor(opening: scene.sidecar.lock, for: .updating).truncate(to: 0)
      }
      let fake = scene.fake
      let clock = Clock(
        now: { fake.now },
        monotonic: {
          fake.wait(.milliseconds(700))
          return fake.waited
        }, sleep: { _ in })
      #expect(
        try pick(scene, timeout: .milliseconds(2500), clock: clock)
          == ["waiting for \(name), which has QUEUE.md …", "over", "locked"])
      _ = consume lock
    }
  }
}
