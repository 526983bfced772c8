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
  /// The call that puts the new text at the queue's path.
  let swap: Int

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
    swap = try #require(
      calls.firstIndex { $0.result == 0 && $0.name.hasPrefix("rename") && $0.concerns("QUEUE.md") }
        ?? calls.firstIndex { $0.name == "pwrite64" && $0.concerns("QUEUE.md") })
    try #require(old != new)
  }

  /// The text after an accident at the call with this index.
  func text(afterAccidentAt index: Int) -> String { index <= swap ? old : new }

  /// The places of the calls with one of these names, or of all of them but for
  /// those that the scene itself tampers with.
  func places(of names: String...) -> [Int] {
    let tampered = scene.injections.map { $0.prefix { $0 != ":" } }
    return calls.indices.filter { index in
      names.isEmpty
        ? !tampered.contains(calls[index].name[...]) : names.contains(calls[index].name)
    }
  }

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
      try body(index, trace, CrashAftermath(scene: scene, folder: folder, story: story))
      return true
    }
  }
}
