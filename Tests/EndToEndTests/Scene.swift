import Foundation
import TestSupport
import Testing

/// A fresh folder, mostly with a queue in it, and the two programs run there. The
/// folder goes with its scene.
///
/// The clock is frozen, and the programs see nothing of the test run's environment.
final class Scene {
  let folder: String
  /// What each run of the two programs is given at the end.
  var options: [String] = []

  /// What `ORCH_NOW` says.
  static let now = "2026-01-31 18:00"
  /// `now` in seconds since 1970.
  static let nowEpoch = 1_769_850_000

  var queue: String { path("QUEUE.md") }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// A folder with nothing in it.
  init() throws {
    folder = "\(temporaryFolder)/orch-scene-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  /// A folder that is there.
  init(in folder: String) { self.folder = folder }

  /// A folder with this `QUEUE.md`.
  convenience init(file: String) throws {
    try self.init()
    try write(file)
  }

  /// A folder with a queue of these rows, which are whole lines.
  convenience init(rows: String...) throws { try self.init(file: queueText(rows)) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  // MARK: Programs

  var orchPath: String { BuiltBinaries.orch }
  var opsPath: String { BuiltBinaries.ops }

  func orch(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try run(BuiltBinaries.orch, arguments, environment: environment)
  }

  func ops(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try run(BuiltBinaries.ops, arguments, environment: environment)
  }

  /// Runs a script that may call `$ORCH` and `$OPS`.
  func bash(_ script: String, environment: [String: String] = [:]) throws -> Outcome {
    try run("/bin/bash", ["-c", script], environment: environment)
  }

  /// Runs a command line on a terminal of its own, standard error included.
  ///
  /// - Parameter columns: the terminal's width.
  func terminal(
    _ script: String, columns: Int = 80, environment: [String: String] = [:]
  ) throws -> String {
    let line = "stty cols \(columns) -onlcr; \(script)"
    return try run("script", ["-qec", line, "/dev/null"], environment: environment).output
  }

  /// - Parameter subfolder: where it runs, below the scene's folder.
  func run(
    _ program: String, _ arguments: [String], in subfolder: String = "",
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let mine = [
      "ORCH": BuiltBinaries.orch, "OPS": BuiltBinaries.ops, "ORCH_NOW": Scene.now,
      "ORCH_TRACE_ID": "trace-test", "HOME": folder,
      "TZ": "KST-9",
    ]
    let isOurs = [orchPath, opsPath].contains(program)
    let words = arguments + (isOurs ? options : [])
    let outcome = Outcome(
      try TestSupport.run(
        program, words, in: subfolder.isEmpty ? folder : path(subfolder),
        environment: mine.merging(environment) { $1 }))
    if isOurs {
      PrintedJSON.check(outcome.output, of: program == orchPath ? "orch" : "ops", words)
    }
    return outcome
  }

  /// Trusts the home of this scene's queue, as it is now.
  ///
  /// - Parameter environment: variables for the command; a program of the folder may be in `PATH`.
  func trust(environment: [String: String] = [:]) throws {
    // Whatever the umask is: others may not have written what starts.
    for (name, mode) in [("", 0o755), ("orch.json", 0o644)] { chmod(path(name), mode_t(mode)) }
    let outcome = try orch("trust", "--yes", environment: environment)
    #expect(outcome.status == 0, "\(outcome)")
  }

  // MARK: Files

  func text(_ name: String = "QUEUE.md") throws -> String { try contents(of: path(name)) }

  func bytes(_ name: String = "QUEUE.md") throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path(name))))
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Writes a file with a time a minute ago, so that no command waits for the end of a save.
  func write(_ text: String, to name: String = "QUEUE.md") throws {
    try writeAged(text, to: path(name))
  }

  func write(_ bytes: [UInt8], to name: String = "QUEUE.md") throws {
    try writeAged(Data(bytes), to: path(name))
  }

  /// Makes a folder of git, as far as orch looks for one.
  func makeGitFolder(_ name: String) throws {
    try makeFolder(name)
    try write("ref: refs/heads/main\n", to: "\(name)/HEAD")
  }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: path(name), withIntermediateDirectories: true)
  }
}

/// How a program ended, and all it said.
struct Outcome: Equatable, CustomStringConvertible {
  var status: Int32
  var output: String
  var errors: String

  /// What was run; not compared.
  var scene = ""

  static func == (left: Self, right: Self) -> Bool {
    left.status == right.status && left.output == right.output && left.errors == right.errors
  }

  /// Success, with these texts.
  static func prints(_ output: String, warning: String = "") -> Outcome {
    Outcome(status: 0, output: output, errors: warning)
  }

  /// Failure, with one line on standard error.
  static func fails(_ status: Int32, _ error: String) -> Outcome {
    Outcome(status: status, output: "", errors: error + "\n")
  }

  var description: String {
    "\(scene)\nstatus \(status)\nstdout:\n\(output)\nstderr:\n\(errors)"
  }
}

extension Outcome {
  /// Fails the test where the script did.
  func check(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(status == 0, "\(self)", sourceLocation: sourceLocation)
  }

  init(_ ending: ChildProcess.Ending) {
    self.init(
      status: ending.status, output: ending.output, errors: ending.errors, scene: ending.scene)
  }
}

/// Checks what a command did. Where it did something else, both are shown whole.
func expect<Value: Equatable>(
  _ value: Value, is expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(value == expected, sourceLocation: sourceLocation)
}

extension Scene {
  /// A folder with a queue of these rows, which are whole lines.
  convenience init(_ kept: QueueKept, rows: [String]) throws {
    try self.init(file: queueText(rows))
    guard kept == .inDatabase else { return }
    options += ["--db", kept.name]
    try expect(orch("migrate").status, is: 0)
  }

  /// A folder with a queue of rows that wait.
  convenience init(_ kept: QueueKept, ids: String...) throws {
    switch kept {
    case .inFile: try self.init(file: queueText(ids.map { row($0) }))
    case .inDatabase:
      try self.init()
      options = ["--db", kept.name]
      try expect(orch("init"), is: .prints("Created \(path(kept.name))\n"))
      for id in ids { try expect(add("--id", id), is: .prints("Added \(id)\n")) }
    }
  }
}

/// The scene's clock in later minutes, as `ORCH_NOW` says it.
func later(minutes: Int) -> [String: String] {
  ["ORCH_NOW": String(Scene.nowEpoch + minutes * 60)]
}

extension Scene {
  /// Claims A for a session, and gives the claim's token.
  func claimedToken(by session: String, minutes: Int = 0) throws -> String {
    let outcome = try orch(
      "pick", "A", "--owner-session", session, "--json", environment: later(minutes: minutes))
    return outcome.tokens.first ?? "no token in \(outcome)"
  }
}

extension Outcome {
  /// The tokens in what was printed: a number, and six random hex digits.
  var tokens: [String] {
    output.matches(of: /"attempt":"([0-9]+-[0-9a-f]{6})"/).map { String($0.1) }
  }

  /// The outcome with the random digits of each token as `x`.
  var withoutNonces: Outcome {
    var outcome = self
    outcome.output = output.replacing(/("attempt":"[0-9]+-)[0-9a-f]{6}"/) { "\($0.1)xxxxxx\"" }
    return outcome
  }
}
