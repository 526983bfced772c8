import Foundation
import Host
import Model
import QueueStore
import TestSupport
import Testing
import Text

@testable import Door
@testable import Requests

/// A queue with a command inbox.
struct InboxScene {
  let queue: TaskQueue
  private let home: String
  var folder: String { "\(home)/.orch/commands" }

  fileprivate init(queue: TaskQueue, home: String) { (self.queue, self.home) = (queue, home) }

  /// The same queue, as another process opens it.
  var opened: TaskQueue { TaskQueue.open(queue.opening) }

  func write(_ text: String, to name: String, permissions: Int = 0o600) throws {
    try write(Data(text.utf8), to: name, permissions: permissions)
  }

  func write(_ data: Data, to name: String, permissions: Int = 0o600) throws {
    let path = "\(folder)/\(name)"
    try data.write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: path)
  }

  func git(_ words: String...) throws {
    let ending = try TestSupport.run("git", words, in: home, environment: ["HOME": home])
    try #require(ending.status == 0, "\(words): \(ending.errors)")
  }

  /// The step of a tick that reads the inbox.
  func tick(_ receive: () -> Void = {}) throws { try opened.answerCommands { _ in receive() } }

  // MARK: What is there

  /// The names in the inbox that programs wrote.
  var files: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { ![".gitignore", "done"].contains($0) }.sorted()
  }

  func text(of name: String) throws -> String { try contents(of: "\(home)/.orch/answers/\(name)") }

  /// The answers as `LINE KEY: added IDS`, `LINE KEY: ID STATUS, was STATUS` or
  /// `LINE KEY: CODE: MESSAGE`.
  func answers(_ name: String) throws -> [String] {
    try text(of: name).split(separator: "\n").map { line in
      let answer = try #require(try JSONValue(parsing: Array(line.utf8)).objectValue)
      let place = answer["line"]?.integerValue.map(String.init) ?? "-"
      let start = "\(place) \(answer["key"]?.stringValue ?? "-"): "
      if let error = answer["error"]?.objectValue {
        return start
          + [error["code"], error["message"]].map { $0?.stringValue ?? "-" }
          .joined(separator: ": ")
      }
      let result = try #require(answer["result"]?.objectValue)
      if let ids = result["ids"]?.arrayValue {
        return start + "added " + ids.compactMap(\.stringValue).joined(separator: ", ")
      }
      let texts = ["id", "to", "from"].map { result[$0]?.stringValue ?? "-" }
      return start + "\(texts[0]) \(texts[1]), was \(texts[2])"
    }
  }

  var ids: [String] {
    get throws {
      let rows = try opened.snapshot()
      return (0..<rows.rowCount).compactMap { rows.item(at: $0)?.id }
    }
  }

  func row(_ id: String) throws -> QueueItem { try opened.row(id) }

  func history(of id: String) throws -> [HistoryEntry] {
    try opened.queue(as: Caller()).history(of: id)
  }

  /// The bytes of the table.
  var table: String { get throws { try contents(of: "\(home)/QUEUE.md") } }
}

/// Runs `body` with a queue in a folder of its own, and an empty inbox.
///
/// - Parameter rows: whole lines of `QUEUE.md`.
func withInbox(_ rows: [String], _ body: (InboxScene) throws -> Void) throws {
  try withTaskQueue(rows) { queue, home in
    var opening = queue.opening
    opening.environment = Environment(["HOME": home, "PATH": "/usr/bin:/bin"])
    let scene = InboxScene(queue: TaskQueue.open(opening), home: home)
    for folder in ["\(home)/.orch", scene.folder] {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    try body(scene)
  }
}
