import Testing

/// A repository whose queue git merges by cell.
final class GitScene {
  let scene: Scene

  /// The folder of a scene, in which there may be no repository yet.
  init(_ scene: Scene) { self.scene = scene }

  /// A repository with one commit, `start`.
  init(file: String) throws {
    scene = try Scene(file: file)
    try run("git init -q -b main && $ORCH init --git > /dev/null")
    try run("git add . && git commit -q -m start && git tag start")
  }

  /// Two branches, each with one commit behind `start`; `main` is checked out.
  func branch(side: String, main: String) throws {
    try run("git checkout -q -b side")
    try commit(side)
    try run("git checkout -q main")
    try commit(main)
  }

  private func commit(_ text: String) throws {
    try scene.write(text)
    try run("git commit -q -a -m change")
  }

  /// Runs a script that must succeed and say nothing.
  func run(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try expect(git(script), is: .prints(""), sourceLocation: sourceLocation)
  }

  /// Runs a script. The driver is found on the `PATH`, as on a person's machine.
  func git(_ script: String) throws -> Outcome {
    var variables = ["PATH": "\(Scene.binaries):/usr/bin:/bin"]
    for role in ["AUTHOR", "COMMITTER"] {
      variables["GIT_\(role)_NAME"] = "me"
      variables["GIT_\(role)_EMAIL"] = "me@example.org"
    }
    return try scene.bash(script, environment: variables)
  }
}

/// How a change of one branch gets onto another: `main` is checked out before, and is OURS.
enum GitMerge: String, CaseIterable {
  case merge, rebase, cherryPick, stashPop

  var script: String {
    switch self {
    case .merge: "git merge -q --no-edit side > /dev/null"
    case .rebase: "git checkout -q side && git rebase -q main"
    case .cherryPick: "git cherry-pick side > /dev/null"
    case .stashPop:
      "git checkout -q start && git restore -s side QUEUE.md && git stash push -q "
        + "&& git checkout -q main && git stash pop -q > /dev/null"
    }
  }
}

/// What real git makes of two branches that changed one queue.
@Suite struct GitMergeTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    let side: String
    let main: String
    let merged: String
    /// The lines printed about conflicts, without the file's name.
    var messages: [String] = []
  }

  private static let start = queueText(row("A"), row("B"))

  @Test(arguments: GitMerge.allCases, clean)
  func `branches that changed other cells merge clean`(_ way: GitMerge, _ test: Case) throws {
    let git = try GitScene(file: Self.start)
    try git.branch(side: test.side, main: test.main)
    try git.run(way.script)
    try expect(git.scene.text(), is: test.merged)
  }

  static let clean = [
    Case(
      testDescription: "other cells of one row", side: queueText(row("A", "DONE"), row("B")),
      main: queueText(row("A", task: "typed"), row("B")),
      merged: queueText(row("A", "DONE", task: "typed"), row("B"))),
    Case(
      testDescription: "a row at the end by each",
      side: queueText(row("A"), row("B"), row("S")), main: queueText(row("A"), row("B"), row("M")),
      merged: queueText(row("A"), row("B"), row("S"), row("M"))),
    Case(
      testDescription: "a table that one of them aligned",
      side: queueText(row("A"), row("B", task: "typed")).replacing(" | ", with: "   | "),
      main: queueText(row("A", "DONE"), row("B")),
      merged: queueText(row("A", "DONE"), row("B", task: "typed"))),
  ]

  @Test(arguments: GitMerge.allCases, conflicts)
  func `a conflict leaves a whole table, and is reported`(_ way: GitMerge, _ test: Case) throws {
    let git = try GitScene(file: Self.start)
    try git.branch(side: test.side, main: test.main)
    let outcome = try git.git(way.script)
    #expect(outcome.status == 1, "\(outcome)")
    let whole =
      "QUEUE.md is a whole table without conflict markers: read the messages above, then git add it"
    for line in test.messages.map({ "QUEUE.md: \($0)" }) + [whole] {
      #expect(outcome.errors.contains("WARNING: \(line)\n"), "\(outcome)")
    }
    try expect(git.scene.text(), is: test.merged)
    try expect(
      git.git("git status --porcelain --untracked-files=no; $ORCH lint"),
      is: .prints("UU QUEUE.md\n"))
  }

  static let conflicts = [
    Case(
      testDescription: "one cell", side: queueText(row("A", task: "typed there"), row("B")),
      main: queueText(row("A", task: "typed here"), row("B")),
      merged: queueText(
        row("A", task: "typed here", notes: "merge: the other branch had task=typed there"),
        row("B")),
      messages: ["A: task stays 'typed here', the other branch had 'typed there'"]),
    Case(
      testDescription: "a row that one deleted", side: queueText(row("A")),
      main: queueText(row("A"), row("B", "DONE")), merged: queueText(row("A"), row("B", "DONE")),
      messages: ["B: deleted by the other branch, but changed here: it stays"]),
  ]

  @Test func `a version that is not a queue is left to a person`() throws {
    let git = try GitScene(file: Self.start)
    let main = queueText(row("A", "DONE"), row("B"))
    try git.branch(side: queueText(row("A"), "<<<<<<< HEAD", row("B", "DONE")), main: main)
    let outcome = try git.git(GitMerge.merge.script)
    let error = """
      ERROR: theirs:QUEUE.md:6:1: a merge conflict marker '<<<<<<<' in the table (nothing was \
      merged; repair the file by hand, or take one side with git checkout --ours or --theirs)

      """
    #expect(outcome.status == 1 && outcome.errors.contains(error), "\(outcome)")
    try expect(git.scene.text(), is: main)
    try expect(
      git.git("git status --porcelain --untracked-files=no"), is: .prints("UU QUEUE.md\n"))
  }

  @Test func `branches that merged each other, and settled a conflict differently`() throws {
    let git = try GitScene(file: Self.start)
    try git.branch(
      side: queueText(row("A", task: "there"), row("B")),
      main: queueText(row("A", task: "here"), row("B")))
    let settle = "> /dev/null 2>&1; git commit -q -a -m settled"
    try git.run("git tag first; git merge side \(settle); git checkout -q side")
    try git.run("git merge first \(settle); git checkout -q main")
    let outcome = try git.git(GitMerge.merge.script)
    let error = "WARNING: QUEUE.md: A: task stays 'here', the other branch had 'there'\n"
    #expect(outcome.status == 1 && outcome.errors.contains(error), "\(outcome)")
  }

  @Test func `a queue that both branches made`() throws {
    let git = try GitScene(file: Self.start)
    try git.run("git checkout -q -b side && git rm -q QUEUE.md && git commit -q -m gone")
    try git.run("git checkout -q -b other && git branch base")
    try git.scene.write(queueText(row("A"), row("S")))
    try git.run("git add QUEUE.md && git commit -q -m one && git checkout -q base")
    try git.scene.write(queueText(row("A"), row("M")))
    try git.run(
      "git add QUEUE.md && git commit -q -m two && git merge -q --no-edit other > /dev/null")
    try expect(git.scene.text(), is: queueText(row("A"), row("S"), row("M")))
  }
}
