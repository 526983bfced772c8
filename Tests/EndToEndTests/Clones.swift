import Testing

/// Two clones of one branch: the scene's folder is mine, and `b` below it theirs.
final class Clones {
  let git: GitScene
  var scene: Scene { git.scene }

  /// - Parameter scene: has a queue, which is pushed as the first commit.
  init(_ scene: Scene) throws {
    git = GitScene(scene)
    try git.run(
      """
      git init -q -b main && $ORCH init --git > /dev/null
      git config pull.rebase false && git config stash.showStat false
      git add QUEUE.md .gitattributes && git commit -q -m start
      git init -q --bare -b main origin.git && git remote add origin origin.git
      git push -q -u origin main && git clone -q origin.git b
      cd b && git config pull.rebase false && $ORCH init --git > /dev/null
      """)
  }

  convenience init(rows: String...) throws { try self.init(Scene(file: queueText(rows))) }

  /// Runs a script in my clone, which must succeed.
  ///
  /// - Returns: what it printed.
  @discardableResult
  func mine(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Outcome {
    let outcome = try git.git("set -e\n\(script)")
    outcome.check(sourceLocation: sourceLocation)
    return outcome
  }

  /// Pulls in their clone, runs a script there that must succeed, and pushes what it changed.
  func theirs(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let outcome = try git.git(
      """
      set -e
      cd b; git pull -q
      \(script)
      git commit -q -a -m theirs; git push -q
      """)
    outcome.check(sourceLocation: sourceLocation)
  }

  /// My rows by their ids: status, owner, task and notes, of which empty ones are left out.
  func rows(in name: String = "QUEUE.md") throws -> [String] {
    try scene.text(name).split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().map {
      let cells = $0.split(separator: "|").map { $0.trimmingPrefix(" ").trimmingSuffix() }
      return [cells[0], cells[1], cells[5], cells[3], cells.count > 8 ? cells[8] : ""]
        .filter { !["", "-"].contains($0) }.joined(separator: " ")
    }
  }
}

extension Substring {
  fileprivate func trimmingSuffix() -> String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
