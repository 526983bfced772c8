import Foundation
import Host
import Model
import TestSupport
import Testing
import Workers

@testable import Door

/// What is in the place of a brief, and can't be read as one.
@Suite struct BriefProblemTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var problem: BriefProblem?
    /// The size in the warning that the brief is cut.
    var cutFrom: Int?
    /// Makes what is at the path.
    var make: @Sendable (_ path: String) throws -> Void = { _ in }
  }

  private static func text(bytes: Int) -> @Sendable (String) throws -> Void {
    { try NewFile.create($0, text: String(repeating: "a", count: bytes)) }
  }

  @Test(arguments: [
    Case(testDescription: "nothing"),
    Case(testDescription: "a file", make: text(bytes: TaskMessage.briefLimit)),
    Case(testDescription: "a file of 2 MB", cutFrom: 2 << 20, make: text(bytes: 2 << 20)),
    Case(
      testDescription: "a folder", problem: .folder, make: { try Directory.createWithParents($0) }),
    Case(testDescription: "a pipe", problem: .noFile, make: { mkfifo($0, 0o600) }),
    Case(
      testDescription: "a link to a file beside it", problem: .link,
      make: { path in
        try NewFile.create(path + ".other", text: "text")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: path, withDestinationPath: path + ".other")
      }),
    Case(
      testDescription: "a link to nothing", problem: .link,
      make: { try FileManager.default.createSymbolicLink(atPath: $0, withDestinationPath: "x") }),
  ])
  func `what is in place of a brief is named with its path`(_ found: Case) throws {
    try withTemporaryDirectory { folder in
      let workspace = Workspace(
        storePath: "\(folder)/QUEUE.md", home: folder, sidecar: "\(folder)/.orch",
        environment: Environment([:]))
      let path = "\(folder)/tasks/A.md"
      try Directory.createWithParents("\(folder)/tasks")
      try found.make(path)
      let problem = found.problem.map { Problem.badBrief(path: path, id: "A", $0) }
      #expect(workspace.briefProblem(of: "A") == problem)
      #expect(workspace.briefProblems { $0 == "A" } == (problem.map { ["A": $0] } ?? [:]))
      #expect(workspace.briefProblems { _ in false }.isEmpty)
      if let problem {
        #expect(throws: problem) { try workspace.neededBriefs(of: ["A"]) }
      } else {
        let texts = try workspace.neededBriefs(of: ["A", "B"]).map(\.text)
        #expect(texts == [workspace.wholeBrief(of: "A")].compactMap(\.self))
      }
      switch workspace.briefWarning(of: "A") {
      case .longBrief(path, let bytes, TaskMessage.briefLimit)?: #expect(bytes == found.cutFrom)
      case .failure(let error)?: #expect(error == problem)
      case let other: #expect(other == nil && problem == nil && found.cutFrom == nil)
      }
    }
  }
}
