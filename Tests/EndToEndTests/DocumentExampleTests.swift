import Foundation
import Glibc
import TestSupport
import Testing

/// Runs every console example of the documents, in order, in a fresh folder for
/// each document, and compares what it prints with what the document shows.
@Suite struct DocumentExampleTests {
  /// The folder as the documents name it.
  static let folder = "/home/me/demo"

  @Test(arguments: [
    ("README.md", 12), ("docs/cli.md", 69), ("docs/json.md", 18), ("docs/queue-file.md", 8),
    ("docs/migrating.md", 17), ("docs/migrating.ko.md", 17),
    ("docs/routing.md", 26), ("docs/routing.ko.md", 26), ("docs/dispatch.md", 40),
    ("docs/storage.md", 6), ("docs/concepts.md", 8), ("README.ko.md", 12),
    ("docs/scheduling.md", 5), ("docs/plans.md", 19), ("docs/plans.ko.md", 19),
    ("docs/worktrees.md", 11), ("docs/worktrees.ko.md", 11),
    ("docs/interchange.md", 13), ("docs/interchange.ko.md", 13),
    ("docs/forge.md", 14), ("docs/forge.ko.md", 14),
    ("docs/events.md", 13), ("docs/events.ko.md", 13),
    ("docs/telemetry.md", 8), ("docs/telemetry.ko.md", 8),
    ("docs/planner.md", 14), ("docs/planner.ko.md", 14),
    ("docs/mcp.md", 6), ("docs/mcp.ko.md", 6),
    ("docs/coming-from/devops.md", 8), ("docs/coming-from/devops.ko.md", 8),
    ("docs/coming-from/jobs.md", 8), ("docs/coming-from/jobs.ko.md", 8),
    ("docs/coming-from/README.md", 9), ("docs/coming-from/README.ko.md", 9),
    ("docs/command-inbox.md", 3), ("docs/command-inbox.ko.md", 3),
    ("docs/server.md", 11), ("docs/server.ko.md", 11),
    ("docs/git.md", 16), ("docs/watch.md", 4), ("docs/pilot_runbook.md", 15),
    ("docs/checklist.md", 16), ("docs/workers.md", 11), ("docs/quickstart-agents.md", 18),
  ])
  func `the examples print what the document shows`(_ path: String, minimum: Int) throws {
    #expect(Transcript(try Project.text(path)).commands.count >= minimum)
    try withTemporaryDirectory { folder in
      if path.hasPrefix("docs/migrating.") { try PythonToolFiles.write(into: folder) }
      if path == "docs/scheduling.md" {
        try FileManager.default.createSymbolicLink(
          atPath: "\(folder)/automation", withDestinationPath: "\(Project.folder)/automation")
      }
      if Self.withHome.contains(path) {
        return try withTemporaryDirectory { try check(path, in: folder, home: $0) }
      }
      if Self.withEndpoint.contains(path) {
        let endpoint = StandInEndpoint(Self.plannersAnswers)
        defer { withExtendedLifetime(endpoint) {} }
        return try check(
          path, in: folder,
          variables: [
            "LLM_URL": endpoint.url, "LLM_MODEL": "stand-in", "LLM_API_KEY": "sk-0123456789abcdef",
          ])
      }
      if Self.withForge.contains(path) {
        return try withTemporaryDirectory { try checkWithForge(path, in: folder, home: $0) }
      }
      if Self.withServer.contains(path) {
        return try withTemporaryDirectory { try checkWithServer(path, in: folder, home: $0) }
      }
      guard Self.withAgent.contains(path) else { return try check(path, in: folder) }
      try withTemporaryDirectory { programs in
        for place in [folder, programs] { chmod(place, 0o755) }
        try ClaudeStandIn.write(into: programs)
        try check(path, in: folder, agentIn: programs)
      }
    }
  }

  /// The documents whose readers have an agent installed.
  private static let withAgent = ["README.md", "README.ko.md", "docs/quickstart-agents.md"]

  /// The documents whose readers have a model, and what it answers them.
  private static let withEndpoint = ["docs/planner.md", "docs/planner.ko.md"]
  private static let plannersAnswers: [StandInEndpoint.Answer] = {
    let schema =
      #"{"id":"schema","task":"Add the credentials table","worker":"sim","#
      + #""criteria":["cmd: test"],"brief":"A row for each passkey of an account.","touches":["db/"]}"#
    let api =
      #"{"id":"api","task":"Add the endpoints","worker":"sim","after":["schema"],"#
      + #""criteria":["cmd: test"],"touches":["api/"]}"#
    let page =
      #"{"id":"page","task":"Add the page","worker":"sim","after":["api"],"#
      + #""criteria":["cmd: test"],"touches":["web/"],"approval":"done"}"#
    func plan(_ tasks: String...) -> StandInEndpoint.Answer {
      .says(
        #"{"plan":"login","title":"Log in with a passkey","tasks":[\#(tasks.joined(separator: ","))]}"#
      )
    }
    return [
      .says("[REPORT WORKER-TEST]\nStatus: DONE"), plan(schema, api), plan(schema, api, page),
    ]
  }()

  /// The documents whose readers have a queue and a server, which they call with a token.
  private static let withServer = ["docs/server.md", "docs/server.ko.md"]

  private func checkWithServer(_ path: String, in folder: String, home: String) throws {
    let scene = Scene(in: folder)
    let environment = ["HOME": home, "XDG_CONFIG_HOME": "\(home)/.config"]
    try scene.orch("init", environment: environment).check()
    let token = try scene.orch(
      "token", "add", "ci", "--scope", "read,submit,decide,work", "-q", environment: environment)
    token.check()
    let server = try ServerProcess(of: scene, environment: environment)
    defer { server.end() }
    try check(
      path, in: folder, home: home,
      variables: [
        "ORCH_URL": server.address, "ORCH_TOKEN": String(token.output.dropLast()),
      ])
  }

  /// The documents whose readers have a repository on GitHub, and its program.
  private static let withForge = ["docs/forge.md", "docs/forge.ko.md"]
  private static let remote = "git@github.com:me/words.git"

  private func checkWithForge(_ path: String, in folder: String, home: String) throws {
    let bare = "\(home)/bare.git"
    let made = try run("git", ["init", "-q", "--bare", "-b", "main", bare], in: home)
    #expect(made.status == 0, "\(made)")
    let gitHub = try GitHubStandIn(in: home, repository: "me/words", bare: bare)
    try gitHub.setLog(
      "sorted\tCheck the words\t2026-01-31T09:00:00.0000000Z sort: words.txt:2: disorder: A\n")
    // What the check says each time before the reader looks.
    var conclusions = ["FAILURE", nil, "SUCCESS", nil]
    try check(path, in: folder, agentIn: gitHub.programs, home: home) { command in
      if command == "ops pr sync --now", let conclusion = conclusions.removeFirst() {
        try gitHub.setChecks("orch/A", [("sorted", "COMPLETED", conclusion)])
      }
      return command.replacing(Self.remote, with: bare)
    }
    #expect(conclusions.isEmpty)
  }

  /// The documents whose examples write below the reader's home.
  private static let withHome = ["docs/worktrees.md", "docs/worktrees.ko.md"]

  /// - Parameters:
  ///   - programs: a folder with the program of an agent; `nil` without one.
  ///   - home: the reader's home; `nil` for none.
  ///   - variables: further variables of the reader.
  ///   - prepare: what happens before a command is run, and returns what is run in its place.
  private func check(
    _ path: String, in folder: String, agentIn programs: String? = nil, home: String? = nil,
    variables: [String: String] = [:], preparing prepare: (String) throws -> String = { $0 }
  ) throws {
    let folders = [BuiltBinaries.folder] + (programs.map { [$0] } ?? [])
    try Transcript.check("\(Project.folder)/\(path)", in: folder) { command, place in
      let ending = try run(
        "/bin/bash", ["-c", "exec 2>&1; \(prepare(command))"], in: place,
        environment: [
          "PATH": "\(folders.joined(separator: ":")):/usr/bin:/bin",
          "ORCH_NOW": "2026-01-31 18:00", "LOGNAME": "me", "TZ": "KST-9",
        ].merging(home.map { ["HOME": $0] } ?? [:]) { $1 }.merging(variables) { $1 })
      let output = ending.output.replacingOccurrences(of: folder, with: Self.folder)
        .replacingOccurrences(of: home ?? folder, with: "/home/me")
        .replacingOccurrences(of: BuiltBinaries.folder, with: "/usr/local/bin")
      return programs.map {
        output.replacingOccurrences(of: $0, with: ClaudeStandIn.shownFolder)
      } ?? output
    }
  }
}

/// A fenced block of a document, without the indentation of its fence.
struct CodeBlock {
  /// What stands behind the opening fence: `swift`, `console`.
  let kind: String
  /// The file that the text before it names last: `Sources/Programs/Commands/CountCommand.swift`.
  let path: String?
  var text = ""

  static func all(in document: String) -> [CodeBlock] {
    var blocks: [CodeBlock] = []
    var isInBlock = false
    var indentation = 0
    var path: String?
    for line in document.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.drop(while: { $0 == " " }).hasPrefix("```") {
        isInBlock.toggle()
        indentation = line.prefix { $0 == " " }.count
        if isInBlock {
          blocks.append(CodeBlock(kind: String(line.dropFirst(indentation + 3)), path: path))
        }
        path = nil
      } else if isInBlock {
        blocks[blocks.count - 1].text += line.dropFirst(indentation) + "\n"
      } else if line.hasSuffix("`:") {
        path = line.split(separator: "`").dropLast().last.map(String.init)
      }
    }
    return blocks
  }
}
