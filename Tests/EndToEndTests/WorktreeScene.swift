import TestSupport
import Testing

// A project whose worker has worktrees. The worker is a script that writes `out/ID` and reports it.

extension Scene {
  /// A project with one commit, which is trusted.
  ///
  /// - Parameters:
  ///   - rows: whole lines; the first is A, which the worker works on.
  ///   - worktrees: `worktrees` of `orch.json`.
  ///   - work: what the worker does besides, in its worktree.
  ///   - making: a script that makes the repository.
  convenience init(
    worktreesOf rows: [String] = [worktreeRow("A")], settings worktrees: String = "{}",
    working work: String = "", making: String = Scene.makingRepository
  ) throws {
    try self.init(file: queueText(rows))
    try write(
      """
      {"workers": {"a": {"adapter": "report", "argv": ["./agent.sh"], "worktree": true,
                         "integrate": "merge"}},
       "retry": {"lost": {"retries": 99}},
       "worktrees": \(worktrees),
       "review": {"run_checks": true, "checks": {"alone": ["sh", "alone.sh"]}}}
      """, to: "orch.json")
    try writeExecutable(
      """
      #!/bin/bash
      cat > /dev/null
      home=\(folder)
      mkdir -p out
      echo work > "out/$ORCH_ITEM_ID"
      \(work)
      printf '[REPORT %s]\\nStatus: DONE\\nFiles:\\n- out/%s\\n' "$ORCH_ITEM_ID" "$ORCH_ITEM_ID"
      """, to: path("agent.sh"))
    try write("first\n", to: "list.txt")
    // The worktrees are in the home of the user, which is this folder here.
    try write(".config\n.local\n", to: ".gitignore")
    git(making)
    try trust()
  }

  static let makingRepository = """
    git init -q -b main && git config user.name me && git config user.email me@example.org
    git add .gitignore agent.sh list.txt && git commit -qm start
    """

  /// Runs a script of git's that must succeed.
  @discardableResult
  func git(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
    guard let outcome = try? bash(script, environment: Self.gitVariables) else { return "not run" }
    outcome.check(sourceLocation: sourceLocation)
    return outcome.output
  }

  static var gitVariables: [String: String] {
    var variables = ["PATH": "/usr/bin:/bin"]
    for role in ["AUTHOR", "COMMITTER"] {
      variables["GIT_\(role)_NAME"] = "me"
      variables["GIT_\(role)_EMAIL"] = "me@example.org"
    }
    return variables
  }

  /// - Parameter minute: of the scene's clock.
  func worktreeTick(_ minute: Int, _ words: [String] = [], path: String? = nil) throws -> Outcome {
    var environment = later(minutes: minute)
    environment["PATH"] = path
    return try run(
      orchPath, ["tick", "--parallel", "4", "--max-workers", "4"] + words, environment: environment)
  }

  /// The subjects of what landed, the newest first.
  var landed: [Substring] {
    git("git log --first-parent --format=%s main..orch/integration").split(separator: "\n")
  }

  /// What is not committed in the worktrees, which is nothing after an attempt.
  var uncommitted: String {
    git("for tree in .local/state/orch/worktrees/*/*; do git -C $tree status -s; done")
  }

  /// Plays commands, each behind `$ `, and returns them with what they print, as a transcript shows
  /// it: `tick 10` is a tick in the tenth minute, and waits for the workers.
  func played(_ transcript: String, in subfolder: String = "") throws -> String {
    var minute = 0
    return try Transcript("```console\n\(transcript)\n```\n").played(in: path(subfolder)) {
      command, place in
      let words = command.split(separator: " ")
      let isTick = words[0] == "tick"
      if isTick { minute = Int(words[1]) ?? 0 }
      let script =
        isTick ? "exec $ORCH tick --parallel 4 --max-workers 4" : Self.functions + command
      let environment = Self.gitVariables.merging(later(minutes: minute)) { $1 }
        .merging(["PATH": "\(Scene.binaries):/usr/bin:/bin"]) { $1 }
      let outcome = try run(
        "/bin/bash", ["-c", "cd \"$0\" && \(script)", place], environment: environment)
      if isTick { try awaitWorkers() }
      return shown(outcome)
    }
    .split(separator: "\n").dropFirst().dropLast().joined(separator: "\n")
  }

  /// `rows` prints the rows, and `said` what orch wrote into the log of a row's worker.
  private static let functions = """
    rows() { tail -n +5 QUEUE.md; }
    said() { sed -n '/ runs \\| ended /d; s/^\\[orch\\] //p' .orch/attempts/$1/*/output.log; }

    """

  /// What two runs print alike.
  private func shown(_ outcome: Outcome) -> String {
    let errors = outcome.errors.split(separator: "\n").map { "2> \($0)\n" }.joined()
    let status = outcome.status == 0 ? "" : "[status \(outcome.status)]\n"
    return (outcome.output + errors + status).replacing(folder, with: "~")
      .replacing(/worktrees\/[0-9a-f]{16}/, with: "worktrees/QUEUE")
      .replacing(/\b[0-9a-f]{40}\b/, with: "COMMIT")
      .replacing(/\b(base|as) [0-9a-f]{10}\b/) { "\($0.1) COMMIT" }
      .replacing(/\b([0-9]+-)[0-9a-f]{6}\b/) { "\($0.1)xxxxxx" }
      .replacing(#/\b[\w-]+@[\w.()-]+, /#, with: "me@host, ")
      .replacing(/[0-9]+-[0-9a-fx]+\.report/, with: "REPORT")
      .replacing(/([ (])[0-9a-f]{32}\)/) { "\($0.1)DIGEST)" }
      .replacing(/~\/\.[a-z]*…/, with: "~/…")
  }
}

/// A row whose work is a file of its name.
func worktreeRow(_ id: String, criteria: String? = nil, notes: String = "") -> String {
  row(
    id, criteria: criteria ?? "file: out/\(id)",
    notes: ["worker=a", notes].filter { !$0.isEmpty }.joined(separator: " / "))
}
