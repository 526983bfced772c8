import Host
import TestSupport
import Testing
import Workers

@testable import Attempts
@testable import Door

/// What of a project and a home a sandbox shows, and what of it may be changed.
@Suite struct SandboxReaderTests {
  private func places(
    in folder: String, worktree: String? = nil, isWorker: Bool = true,
    environment: [String: String] = [:], _ change: (inout WorkerProfile) -> Void = { _ in }
  ) throws -> SandboxPlaces {
    var profile = WorkerProfile(name: "w", adapter: .claude)
    profile.sandboxRules = SandboxRules()
    change(&profile)
    let project = "\(folder)/home/project"
    let workspace = Workspace(
      storePath: "\(project)/QUEUE.md", home: project, sidecar: "\(project)/.orch",
      queuePath: "\(project)/QUEUE.md",
      environment: Environment(
        ["PATH": "\(folder)/home/bin:/usr/bin", "HOME": "\(folder)/home"].merging(environment) {
          $1
        }))
    let reader = SandboxReader(
      workspace: workspace, profile: profile, rules: profile.sandboxRules ?? SandboxRules(),
      root: project, isWorker: isWorker)
    return try reader.places(in: worktree)
  }

  private func make(_ folder: String, _ names: [String]) throws {
    for name in names {
      let path = "\(folder)/home/\(name)"
      if name.hasSuffix("/") {
        try Directory.createWithParents(path)
      } else {
        try Directory.createWithParents(Path.parent(of: path))
        try NewFile.create(path, text: "")
      }
    }
  }

  private static let project = [
    "project/QUEUE.md", "project/orch.json", "project/.orch/", "project/.git/", "project/src/",
    "project/README",
  ]

  @Test func `names in the folder of the queue stay, and its other entries may be changed`() throws
  {
    try withTemporaryDirectory { folder in
      try make(
        folder, Self.project + ["project/QUEUE.md.12.new", "project/.QUEUE.md.9-ab", "secret"])
      let places = try places(in: folder)
      let project = "\(folder)/home/project"
      #expect(places.frozen.keys.sorted() == [project])
      #expect(
        places.frozen[project] == [".git", ".orch", "README", "src"].map { "\(project)/\($0)" })
      #expect(places.keptFolders == ["\(project)/.git", "\(project)/.orch"])
      #expect(places.kept.isSuperset(of: ["QUEUE.md", "orch.json"].map { "\(project)/\($0)" }))
      let hidden = ["/home", "/root", "/run", "/tmp", "/var/tmp"]
      let home = "\(folder)/home"
      let isInHidden = hidden.contains { Path.isInside(home, $0) }
      #expect(places.hidden == hidden + (isInHidden ? [] : [home]))
      #expect(places.home == (isInHidden ? home : nil))
    }
  }

  @Test func `a path of writable leads nowhere outside the project`() throws {
    try withTemporaryDirectory { folder in
      try make(folder, Self.project + ["secret/", "project/a/"])
      let project = "\(folder)/home/project"
      _ = try TestSupport.run(
        "ln", ["-s", "../secret", "\(project)/out"], in: "/")
      let places = try places(in: folder, worktree: "\(folder)/trees/A") {
        $0.sandboxRules?.writable = ["out", "out/x/", "a/../../secret", "gone", "a", "new/b/"]
      }
      #expect(places.writable == ["\(project)/a", "\(project)/new/b"])
      #expect(places.work == "\(folder)/trees/A")
      #expect(places.fixed == ["\(folder)/trees/A/.git"])
      #expect(places.frozen.isEmpty)
    }
  }

  /// A worker could make a link of it while another one starts.
  @Test func `a path of writable inside another one is not mounted again`() throws {
    try withTemporaryDirectory { folder in
      try make(folder, Self.project + ["project/a/b/", "project/c/"])
      let project = "\(folder)/home/project"
      func writable(in worktree: String?) throws -> [String] {
        try places(in: folder, worktree: worktree) {
          $0.sandboxRules?.writable = ["a/b", "a", "c", "a", "c/"]
        }.writable
      }
      #expect(try writable(in: "\(folder)/trees/A") == ["\(project)/a", "\(project)/c"])
      #expect(try writable(in: nil) == [])
    }
  }

  @Test func `an agent has its state, a copy of its file and what env names; a check has not`()
    throws
  {
    try withTemporaryDirectory { folder in
      try make(
        folder,
        Self.project + [".claude/settings.json", ".claude.json", "key.json", "bin/", "opt/claude"])
      let home = "\(folder)/home"
      _ = try TestSupport.run(
        "sh", ["-c", "chmod +x opt/claude && ln -s ../opt/claude bin/claude"], in: home)
      func change(_ profile: inout WorkerProfile) { profile.env = ["KEY", "HOME", "WORD"] }
      let variables = ["KEY": "\(home)/key.json", "WORD": "no path"]
      let worker = try places(in: folder, environment: variables, change)
      #expect(worker.writable == ["\(home)/.claude"])
      #expect(worker.fixed == ["\(home)/.claude/settings.json"])
      #expect(worker.copy == .init(of: "\(home)/.claude.json", at: "\(home)/.claude.json"))
      let shown = worker.readable.filter { Path.isInside($0, home) }
      #expect(
        shown
          == [
            "\(home)/.claude/settings.json", "\(home)/bin", "\(home)/key.json", "\(home)/opt",
            "\(home)/project", "\(home)/project/.orch",
          ])
      let check = try places(in: folder, isWorker: false, environment: variables, change)
      #expect(check.writable == [] && check.copy == nil && check.fixed == [])
      #expect(!check.readable.contains("\(home)/opt") && check.readable.contains("\(home)/bin"))
    }
  }

  @Test(arguments: ["bin/", "/bin", "./bin", "x/../bin", "bin/."])
  func `another way to write a path is no link`(_ path: String) throws {
    try withTemporaryDirectory { folder in
      try make(folder, Self.project + ["bin/", "x/", "y/"])
      let home = "\(folder)/home"
      _ = try TestSupport.run("ln", ["-s", "bin", "\(home)/link"], in: "/")
      let places = try places(
        in: folder, environment: ["PATH": "\(home)/\(path):\(home)/link/", "HOME": "\(home)/"])
      #expect(places.links == ["\(home)/link": "\(home)/bin"])
      #expect(places.readable.contains("\(home)/bin"))
    }
  }

  /// As with a repository of the files in a home.
  @Test(arguments: [nil, "trees/A"])
  func `a project with the home of the user in it can't be kept`(_ worktree: String?) throws {
    try withTemporaryDirectory { folder in
      try make(folder, Self.project)
      let project = "\(folder)/home/project"
      try Directory.createWithParents("\(project)/me")
      for home in [project, "\(project)/me"] {
        #expect(throws: SandboxObstacle.home(folder: project)) {
          try places(
            in: folder, worktree: worktree.map { "\(folder)/\($0)" }, environment: ["HOME": home])
        }
      }
    }
  }

  @Test func `a queue with two names, or in a full folder, can't be kept`() throws {
    try withTemporaryDirectory { folder in
      try make(folder, Self.project)
      let project = "\(folder)/home/project"
      _ = try TestSupport.run("sh", ["-c", "seq 1001 | xargs touch"], in: project)
      #expect(throws: SandboxObstacle.crowded(folder: project, most: 1000)) {
        try places(in: folder)
      }
      _ = try places(in: folder, worktree: "\(folder)/trees/A")
      try Directory.link("\(project)/QUEUE.md", to: "\(project)/src/other")
      #expect(throws: SandboxObstacle.linked(path: "\(project)/QUEUE.md")) {
        try places(in: folder, worktree: "\(folder)/trees/A")
      }
    }
  }
}
