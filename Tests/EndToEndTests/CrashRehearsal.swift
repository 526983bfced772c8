import TestSupport
import Testing

/// A scene played through without an accident: what its command does, and what
/// the queue is before and after.
struct CrashRehearsal: Sendable {
  let scene: CrashScene
  let old: String
  let new: String
  /// The calls that change something, in order.
  let calls: [Strace.Call]

  init(of scene: CrashScene) throws {
    self.scene = scene
    (old, new, calls) = try withTemporaryDirectory { folder in
      try scene.prepare(in: folder)
      let old = try contents(of: "\(folder)/QUEUE.md")
      let trace = try scene.run(in: folder)
      try #require(
        trace.ending.status == 0 && trace.ending.errors == "", "\(trace.ending)")
      return (old, try contents(of: "\(folder)/QUEUE.md"), trace.calls.filter(\.isChanging))
    }
    try #require(old != new)
  }

  /// The places of the calls with this name.
  func places(of name: String) -> [Int] { calls.indices.filter { calls[$0].name == name } }

  /// Plays the scene in a fresh folder with an accident at each of the places, or at a
  /// sample of them.
  ///
  /// - Parameter accident: what happens: `signal=KILL`.
  func repeated(
    with accident: String, at places: [Int],
    _ body: (_ index: Int, _ trace: Strace.Trace, _ aftermath: CrashAftermath) throws -> Void
  ) throws {
    for index in LongTests.sample(4, of: places, named: "\(scene) \(accident)") {
      let story: Comment = "\(scene): \(accident) at \(calls[index])"
      var attempts = 0
      // strace only counts: where a run waited for something that the rehearsal
      // did not wait for, it met another call than the one that was meant.
      while try !plays(index, accident, story, body) {
        attempts += 1
        try #require(attempts < 40, story)
      }
    }
  }

  /// - Returns: `false` when the accident met another call.
  private func plays(
    _ index: Int, _ accident: String, _ story: Comment,
    _ body: (_ index: Int, _ trace: Strace.Trace, _ aftermath: CrashAftermath) throws -> Void
  ) throws -> Bool {
    try withTemporaryDirectory { folder in
      try scene.prepare(in: folder)
      let trace = try scene.run(
        in: folder,
        injecting: ["\(calls[index].name):\(accident):when=\(calls[index].occurrence)"])
      let changing = trace.calls.filter(\.isChanging)
      guard changing.count > index, changing[index].isTheSame(as: calls[index]) else {
        return false
      }
      try body(index, trace, CrashAftermath(folder: folder, story: story))
      return true
    }
  }
}
