import Foundation
import Glibc
import TestSupport
import Testing

/// An editor saves the queue while a pick that has read it is about to write it.
@Suite(.enabled(if: Strace.isPermitted, "\(Strace.refusal)"))
struct ConcurrencySaveTests {
  enum Way: CaseIterable { case writtenInPlace, renamed }

  /// How the pick replaces the queue.
  enum Mode: CaseIterable { case byExchange, byRename, inPlace }

  private static let word = "what a person typed"

  @Test(arguments: Way.allCases, Mode.allCases)
  func `both the save and the claim are in the queue`(way: Way, mode: Mode) throws {
    try withQueue { folder in
      if mode == .inPlace {
        try FileManager.default.linkItem(
          atPath: "\(folder)/QUEUE.md", toPath: "\(folder)/OTHER.md")
      }
      let pick = try StoppedPick(
        in: folder, injecting: mode == .byRename ? ["renameat2:error=EINVAL"] : [])
      let saved = try save(in: folder, way)
      pick.goOn()
      let ending = pick.process.wait()
      #expect(ending.output == "A\n" && ending.errors == "", "\(ending)")
      #expect(try rows(in: folder) == ["A IN_PROGRESS work", "B PENDING \(Self.word)"])
      let text = try contents(of: "\(folder)/QUEUE.md")
      #expect(text.split(separator: "\n").last == saved.split(separator: "\n").last)
      let next = try run(BuiltBinaries.orch, ["pick"], in: folder)
      #expect(next.output == "B\n" && next.errors == "", "\(next)")
    }
  }

  /// A crash between the two swaps leaves the save beside the queue; then the next
  /// command merges it.
  @Test(arguments: Way.allCases)
  func `the save outlives a kill at any call after it`(way: Way) throws {
    let calls = try withQueue { folder in
      let pick = try StoppedPick(in: folder, tracing: SystemCalls.changing)
      _ = try save(in: folder, way)
      pick.goOn()
      _ = pick.process.wait()
      return try pick.calls.filter(\.isChanging)
    }
    #expect(calls.filter { $0.arguments.contains("RENAME_EXCHANGE") }.count == 2)
    let stop = try #require(calls.firstIndex { $0.name == StoppedPick.place })
    for index in (stop + 1)..<calls.count where calls[index].name != StoppedPick.place {
      // A run that waited for something else counts calls that the first did not.
      let isMet = try (1...5).contains { _ in try kill(at: calls[index], index, way) }
      #expect(isMet, "\(calls[index])")
    }
  }

  /// - Parameter index: how many calls that change something come before it.
  /// - Returns: `false` when the kill met another call.
  private func kill(at call: Strace.Call, _ index: Int, _ way: Way) throws -> Bool {
    try withQueue { folder in
      let pick = try StoppedPick(
        in: folder, tracing: SystemCalls.changing,
        injecting: ["\(call.name):signal=KILL:when=\(call.occurrence)"])
      _ = try save(in: folder, way)
      pick.goOn()
      let story: Comment = "\(way), killed at \(call)"
      let ending = pick.process.wait()
      let changes = try pick.calls.filter(\.isChanging)
      guard ending.signal == SIGKILL, changes.count == index + 1, changes[index].isTheSame(as: call)
      else { return false }
      let next = try run(
        BuiltBinaries.orch, CrashScene.addition("NEXT", task: "Go on"), in: folder)
      #expect(next.output == "Added NEXT\n", "\(story): \(next)")
      let queue = try contents(of: "\(folder)/QUEUE.md")
      #expect(queue.contains(Self.word), "\(story): \(next)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/.orch/found"), story)
      let rest = try run(BuiltBinaries.orch, ["pick"], in: folder)
      let isClaimed = queue.contains("| A | IN_PROGRESS |")
      #expect(rest.output == (isClaimed ? "B\n" : "A\n") && rest.errors == "", "\(story): \(rest)")
      return true
    }
  }

  // MARK: Helpers

  private func withQueue<Result>(_ body: (String) throws -> Result) throws -> Result {
    try withTemporaryDirectory { folder in
      try CrashScene.write(
        QueueFixture.text(QueueFixture.row("A"), QueueFixture.row("B")), to: "\(folder)/QUEUE.md")
      return try body(folder)
    }
  }

  /// - Returns: what was saved.
  private func save(in folder: String, _ way: Way) throws -> String {
    let text = QueueFixture.text(QueueFixture.row("A"), QueueFixture.row("B", task: Self.word))
    let queue = "\(folder)/QUEUE.md"
    switch way {
    case .writtenInPlace: try CrashScene.write(text, to: queue)
    case .renamed:
      try CrashScene.write(text, to: queue + "~")
      #expect(rename(queue + "~", queue) == 0)
    }
    return text
  }

  private func rows(in folder: String) throws -> [String] {
    QueueRow.rows(in: try contents(of: "\(folder)/QUEUE.md"))
      .map { "\($0.id) \($0.status) \($0.task)" }
  }
}
