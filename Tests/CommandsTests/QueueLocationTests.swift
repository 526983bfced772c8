import Foundation
import Glibc
import Host
import Model
import TestSupport
import Testing
import Text

@testable import Door
@testable import Runner
@testable import Worktrees

@Suite struct QueueLocationTests {
  struct Search: CustomTestStringConvertible {
    let testDescription: String
    /// Files below the folder; one that ends in a slash is a folder.
    let files: [String]
    var links: [String: String] = [:]
    let from: String
    var home = ""
    let outcome: String
  }

  private static func missing(from: String, to end: String) -> String {
    "no_queue 66: no QUEUE.md from \(from) up to \(end) "
      + "(orch init creates one here; --queue PATH names one elsewhere)"
  }

  @Test(arguments: [
    Search(testDescription: "here", files: ["QUEUE.md"], from: "", outcome: "~/QUEUE.md"),
    Search(
      testDescription: "above", files: ["QUEUE.md", "a/b/"], from: "/a/b", outcome: "~/QUEUE.md"),
    Search(
      testDescription: "the nearest", files: ["QUEUE.md", "a/QUEUE.md", "a/b/"], from: "/a/b",
      outcome: "~/a/QUEUE.md"),
    Search(
      testDescription: "the second place", files: ["automation/orchestrator/QUEUE.md", "a/"],
      from: "/a", outcome: "~/automation/orchestrator/QUEUE.md"),
    Search(
      testDescription: "the first place before the second",
      files: ["QUEUE.md", "automation/orchestrator/QUEUE.md"], from: "", outcome: "~/QUEUE.md"),
    Search(
      testDescription: "the second place here before the first above",
      files: ["QUEUE.md", "a/automation/orchestrator/QUEUE.md"], from: "/a",
      outcome: "~/a/automation/orchestrator/QUEUE.md"),
    Search(
      testDescription: "beside .git", files: [".git/HEAD", "QUEUE.md", "a/"], from: "/a",
      outcome: "~/QUEUE.md"),
    Search(
      testDescription: "not beyond .git", files: ["QUEUE.md", "a/.git/HEAD", "a/b/"], from: "/a/b",
      outcome: missing(from: "~/a/b", to: "~/a")),
    Search(
      testDescription: "past a .git that is no repository",
      files: ["QUEUE.md", "a/.git/", "a/b/.git"], from: "/a/b", outcome: "~/QUEUE.md"),
    Search(
      testDescription: "in the user's home", files: ["a/QUEUE.md", "a/b/"], from: "/a/b",
      home: "/a", outcome: "~/a/QUEUE.md"),
    Search(
      testDescription: "not beyond the user's home", files: ["QUEUE.md", "a/b/"], from: "/a/b",
      home: "/a", outcome: missing(from: "~/a/b", to: "~/a")),
    Search(
      testDescription: "nor where the home is named with a slash", files: ["QUEUE.md", "a/b/"],
      from: "/a/b", home: "/a/", outcome: missing(from: "~/a/b", to: "~/a")),
    Search(
      testDescription: "nor where the home is a link", files: ["QUEUE.md", "a/b/"],
      links: ["me": "a"], from: "/a/b", home: "/me", outcome: missing(from: "~/a/b", to: "~/a")),
    Search(
      testDescription: "past a folder with the name", files: ["QUEUE.md", "a/QUEUE.md/"],
      from: "/a", outcome: "~/QUEUE.md"),
    Search(
      testDescription: "past another spelling", files: ["a/queue.md"], from: "/a",
      outcome: missing(from: "~/a", to: "~")),
    Search(
      testDescription: "through a link", files: ["store/Q.md", "a/"],
      links: ["QUEUE.md": "store/Q.md"], from: "/a", outcome: "~/store/Q.md"),
    Search(
      testDescription: "not past a broken link", files: ["QUEUE.md", "a/"],
      links: ["a/QUEUE.md": "gone.md"], from: "/a",
      outcome: "no_queue 66: ~/a/QUEUE.md is a link to gone.md, which does not exist "
        + "(fix the link, or remove it)"),
  ])
  func `the search goes up and ends where it should`(_ search: Search) throws {
    try withScene(nil) { scene in
      try Self.create(search.files, search.links, in: scene.folder)
      let location = QueueLocation(
        environment: Environment(["HOME": scene.folder + search.home]),
        currentDirectory: scene.folder + search.from)
      let outcome = scene.outcome { try location.find(named: nil).path }
      #expect(outcome == search.outcome)
    }
  }

  struct Naming: CustomTestStringConvertible {
    let testDescription: String
    var option: String?
    var variables: [String: String] = [:]
    let outcome: String
  }

  @Test(arguments: [
    Naming(testDescription: "the search", outcome: "~/QUEUE.md"),
    Naming(testDescription: "the option", option: "a/Q.md", outcome: "~/a/Q.md"),
    Naming(testDescription: "dots", option: "a/../a/./Q.md", outcome: "~/a/Q.md"),
    Naming(
      testDescription: "the variable", variables: ["ORCH_QUEUE_MD": "a/Q.md"],
      outcome: "~/a/Q.md"),
    Naming(
      testDescription: "a home", variables: ["ORCH_BASE_DIR": "a"], outcome: "~/a/QUEUE.md"),
    Naming(
      testDescription: "the variable before a home",
      variables: ["ORCH_QUEUE_MD": "a/Q.md", "ORCH_BASE_DIR": "b"], outcome: "~/a/Q.md"),
    Naming(
      testDescription: "the option before both", option: "link.md",
      variables: ["ORCH_QUEUE_MD": "a/QUEUE.md", "ORCH_BASE_DIR": "b"], outcome: "~/a/Q.md"),
    Naming(
      testDescription: "empty variables",
      variables: ["ORCH_QUEUE_MD": "", "ORCH_BASE_DIR": ""], outcome: "~/QUEUE.md"),
    Naming(testDescription: "a link", option: "link.md", outcome: "~/a/Q.md"),
    Naming(testDescription: "through a linked folder", option: "lf/Q.md", outcome: "~/a/Q.md"),
    Naming(testDescription: "a missing file", option: "a/x.md", outcome: "~/a/x.md"),
    Naming(
      testDescription: "a missing file in a linked folder", option: "lf/x.md", outcome: "~/a/x.md"),
    Naming(testDescription: "a missing folder", option: "x/y.md", outcome: "~/x/y.md"),
    Naming(
      testDescription: "a broken link", option: "broken.md",
      outcome: "no_queue 66: ~/broken.md is a link to gone/Q.md, which does not exist "
        + "(fix the link, or remove it)"),
  ])
  func `what is named is taken without a search`(_ naming: Naming) throws {
    try withScene([]) { scene in
      try Self.create(
        ["a/Q.md", "a/QUEUE.md", "b/QUEUE.md"],
        ["link.md": "a/Q.md", "lf": "a", "broken.md": "gone/Q.md"], in: scene.folder)
      let location = QueueLocation(
        environment: Environment(naming.variables.merging(["HOME": scene.folder]) { $1 }),
        currentDirectory: scene.folder)
      let outcome = scene.outcome {
        try location.find(named: naming.option).path
      }
      #expect(outcome == naming.outcome)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
  func `another user's queue is taken only when it is named`() throws {
    try withScene([]) { scene in
      try #require(chown(scene.queue, 12345, 12345) == 0)
      let location = QueueLocation(
        environment: Environment(["HOME": scene.folder]), currentDirectory: scene.folder)
      let found = scene.outcome { try location.find(named: nil).path }
      #expect(
        found == "foreign_queue 77: ~/QUEUE.md belongs to another user "
          + "(name it with --queue to use it anyway)")
      let named = try location.find(named: "QUEUE.md").path
      #expect(named == scene.queue)
    }
  }

  private static func create(
    _ files: [String], _ links: [String: String], in folder: String
  ) throws {
    let manager = FileManager.default
    for file in files {
      let path = "\(folder)/\(file)"
      let parent = file.hasSuffix("/") ? path : Path.parent(of: path)
      try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
      if !file.hasSuffix("/") { try writeAged("", to: path) }
    }
    for (name, target) in links {
      try manager.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: target)
    }
  }
}

/// A link that comes to stand at a queue's path while a command holds it.
@Suite struct FollowedQueueTests {
  private let row = QueueFixture.row("A")

  @Test func `a command follows a link to the sidecar of the file that it leads to`() throws {
    try withScene([row]) { scene in
      let context = scene.context()
      _ = try context.taskQueue.snapshot()
      #expect(try context.taskQueue.followQueue() == nil)
      try move(scene, to: scene.folder + "/shared")
      let notice = try context.taskQueue.followQueue()
      let sentence = notice?.sentence(queueOption: "").english
      #expect(sentence?.hasPrefix("\(scene.queue) is now a link to ") == true)
      #expect(try context.taskQueue.queuePath() == scene.folder + "/shared/QUEUE.md")
      #expect(try context.taskQueue.sidecarFolder() == scene.folder + "/shared/.orch")
      #expect(try context.taskQueue.followQueue() == nil)
    }
  }

  @Test func `a queue that was found by a search is not followed out of its folder`() throws {
    try withScene([row]) { scene in
      try withTemporaryDirectory { other in
        let (found, named) = (scene.context(), scene.context { $0.queue = "QUEUE.md" })
        for context in [found, named] { _ = try context.taskQueue.snapshot() }
        try move(scene, to: other + "/shared")
        let refusal = scene.outcome { "\(try found.taskQueue.followQueue() == nil)" }
        #expect(
          refusal.hasPrefix(
            "foreign_queue 77: ~/QUEUE.md has become a link to \(other)/shared/QUEUE.md"))
        #expect(throws: Problem.self) {
          _ = try found.taskQueue.perform(.pick(id: "A"), as: found.caller)
        }
        #expect(try contents(of: other + "/shared/QUEUE.md") == QueueFixture.text(row) + "")
        #expect(try named.taskQueue.followQueue() != nil)
      }
    }
  }

  private func move(_ scene: Scene, to folder: String) throws {
    try Directory.create(folder, permissions: 0o700)
    try Directory.move(scene.queue, to: folder + "/QUEUE.md")
    #expect(symlink(folder + "/QUEUE.md", scene.queue) == 0)
  }
}
