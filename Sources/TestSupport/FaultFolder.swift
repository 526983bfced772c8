import Foundation
import TestSupport
import Testing

/// A folder where commands of the table are run, and what is found there.
struct FaultFolder {
  let path: String
  let command: FaultCommand

  /// Runs a script in which `orch` and `ops` work on the queue.
  @discardableResult
  func bash(_ script: String, time: String? = nil) throws -> ChildProcess.Ending {
    let options = command.kept.faultOptions.joined(separator: " ")
    let functions = """
      orch() { "$ORCH" "$@" \(options); }; ops() { "$OPS" "$@" \(options); }

      """
    return try run(
      "/bin/bash", ["-c", functions + script], in: path,
      environment: Self.environment(at: time ?? command.time))
  }

  /// Runs the command under strace.
  func strace(
    _ calls: [String] = SystemCalls.changing, injecting injections: [String] = [],
    stringLimit: Int = 64
  ) throws -> Strace.Trace {
    try Strace.run(
      command.program, command.arguments, in: path,
      environment: Self.environment(at: command.time), tracing: calls, injecting: injections,
      stringLimit: stringLimit)
  }

  private static func environment(at time: String) -> [String: String] {
    [
      "ORCH": BuiltBinaries.orch, "OPS": BuiltBinaries.ops, "ORCH_NOW": time,
      "ORCH_TRACE_ID": "trace-test",
    ]
  }

  // MARK: Before the command

  /// The queue that all commands find.
  static let common: [QueueKept: Result<FolderImage, any Error>] = Dictionary(
    uniqueKeysWithValues: QueueKept.allCases.map { kept in
      (kept, Result { try image(FaultCommand.each("", "orch", in: [kept])[0], rows) })
    })

  private static let rows = """
    set -e
    row() { orch add -q --id $1 --priority P1 --task "Task $1" --success-criteria "$C"; }
    C='fix the login redirect'
    orch init -q; for id in A B C D E G; do row $id; done
    orch pick -q B --owner-session w; orch pick -q C --owner-session w
    orch fail -q D --notes broken; orch block -q E --notes waits
    printf '%s\\n' '[REPORT C]' 'Status: DONE' Files: '- login.swift' Diff-Summary: \
    '- Fixed the login redirect' Validation: '- 12 passed, 0 failed' Risks: '- None' Next: \
    '- None' > r.txt
    """

  /// The folder as the command finds it.
  static func before(_ command: FaultCommand) throws -> FolderImage {
    let common = try #require(Self.common[command.kept]).get()
    return try image(command, "set -e\n\(acknowledged)\n\(command.before)", from: common)
  }

  /// What was acknowledged must be there for ever; an editor had loaded the queue before.
  private static let acknowledged = """
    [ ! -e QUEUE.md ] || cp QUEUE.md old.md
    orch done -q B --owner-session w --notes acknowledged
    """

  private static func image(
    _ command: FaultCommand, _ script: String, from start: FolderImage = FolderImage()
  ) throws -> FolderImage {
    try withTemporaryDirectory { path in
      try start.write(to: path)
      let folder = FaultFolder(path: path, command: command)
      let ending = try folder.bash(script + "\n" + command.past.script, time: "2026-01-02 03:00")
      try #require(ending.status == 0, "\(command): \(ending)")
      return try FolderImage(of: path)
    }
  }

  // MARK: After it

  /// What commands show of the folder, and the names of all files. Numbers and tokens that
  /// differ from run to run are one `#`.
  struct State: Equatable {
    var text: String
    var names: Set<String>
  }

  /// The state after another command, which adds a row.
  func stateAfterNext(_ story: Comment) throws -> State {
    let next = try bash("orch add --id NEXT --priority P2 --task t --success-criteria c")
    #expect(next.status == 0 && next.output == "Added NEXT\n", "\(story)\n\(next)")
    let noise = next.errors.split(separator: "\n").filter { !$0.hasPrefix("WARNING: ") }
    #expect(noise.isEmpty, "\(story)\n\(next)")
    var history = ":"
    if case .oneStep = command.outcome, command.comparesHistory { history = "orch history" }
    let look = try bash(
      """
      [ ! -e QUEUE.md ] || cat QUEUE.md; orch list --json; \(history)
      \(command.looking)
      """)
    #expect(look.errors == "", "\(story)\n\(look)")
    return State(text: look.output.withoutNumbers, names: try names())
  }

  private func names() throws -> Set<String> {
    // Claims may be behind, for the journal makes up for them.
    let claims = [".orch/claims.json", ".orch/claims.json.new"]
    return Set(
      try FileManager.default.subpathsOfDirectory(atPath: path)
        .filter { !claims.contains($0) }.map(\.withoutNumbers))
  }
}

extension FaultPast {
  /// What an editor does to the queue.
  fileprivate var script: String {
    let edit = "sed 's/Task A/\(Self.typed)/' old.md"
    return switch self {
    case .quiet: ""
    case .savedInPlace: "\(edit) > new.md; cat new.md > QUEUE.md; touch -d '1 minute ago' QUEUE.md"
    case .savedByRename: "\(edit) > new.md; touch -d '1 minute ago' new.md; mv new.md QUEUE.md"
    }
  }
}

extension String {
  /// Processes, the time of a report, tokens and the generations' names as `#`.
  fileprivate var withoutNumbers: String {
    replacing(/@[0-9]+/, with: "@#").replacing(/[0-9]{13,}-[0-9a-f]{6}/, with: "#")
      .replacing(/[0-9]+-[0-9a-f]{6}/, with: "#").replacing(/gen\/[0-9]+/, with: "gen/#")
  }
}
