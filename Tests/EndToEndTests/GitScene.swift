import Testing

/// A repository whose queue git merges by cell.
final class GitScene {
  let scene: Scene

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
