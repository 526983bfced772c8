import Foundation
import Git
import Host
import TestSupport

/// A repository in a temporary folder, `project`, with a commit on the branch `main`: `a.txt` has
/// the line `one`, and `.gitignore` has `*.log`.
struct GitScene {
  /// The temporary folder, links followed.
  let root: String

  var project: String { "\(root)/project" }
  /// What a planted program writes to, if it runs.
  var marker: String { "\(root)/marker" }
  var environment: Environment { Environment(TestEnvironment.base(home: root)) }

  /// A call of git by the test itself that failed.
  struct Failure: Error { let ending: ChildProcess.Ending }

  @discardableResult
  func git(
    _ words: String..., in folder: String? = nil, variables: [String: String] = [:],
    input: String? = nil
  ) throws -> String {
    let ending = try run(
      "git", words, in: folder ?? project,
      environment: ["HOME": root].merging(variables) { $1 }, input: input)
    guard ending.status == 0 else { throw Failure(ending: ending) }
    return ending.output.split(separator: "\n").joined(separator: "\n")
  }

  /// As orch opens it.
  func repository(at folder: String? = nil) throws -> Repository {
    try Repository(holding: folder ?? project, environment: environment)
  }

  func write(_ text: String, to path: String) throws {
    let url = URL(filePath: "\(project)/\(path)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func text(of path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(project)/\(path)")), as: UTF8.self)
  }

  /// Commits all files of the checkout.
  @discardableResult
  func commitAll(_ message: String = "more") throws -> ObjectID {
    try git("add", "--all")
    try git("commit", "--quiet", "--message", message)
    return try id("HEAD")
  }

  func id(_ revision: String) throws -> ObjectID {
    guard let id = ObjectID(try git("rev-parse", "--verify", revision)) else {
      throw CocoaError(.formatting)
    }
    return id
  }

  /// The path of a program that writes its name into a file, and passes its input on.
  func planted(_ name: String) throws -> String {
    let path = "\(root)/\(name)"
    try writeExecutable("#!/bin/sh\necho \(name) >> \(marker)\ncat\n", to: path)
    return path
  }

  /// What planted programs have run.
  var ran: String { (try? String(contentsOfFile: marker, encoding: .utf8)) ?? "" }
}

func withGitScene(_ body: (GitScene) throws -> Void) throws {
  try withTemporaryDirectory { root in
    let scene = GitScene(root: root)
    try scene.git("init", "--quiet", "--initial-branch=main", scene.project, in: root)
    try scene.git("config", "user.name", "Ann")
    try scene.git("config", "user.email", "ann@example.org")
    try scene.write("one\n", to: "a.txt")
    try scene.write("*.log\n", to: ".gitignore")
    try scene.commitAll("first")
    try body(scene)
  }
}
