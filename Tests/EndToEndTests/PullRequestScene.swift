import TestSupport
import Testing
import Text

/// A project whose worker's work becomes pull requests, on a forge that is a program.
struct PullRequestScene {
  let scene: Scene
  let gitHub: GitHubStandIn

  /// - Parameters:
  ///   - rows: whole lines.
  ///   - forge: what `orch.json` says of the forge.
  init(
    _ rows: [String] = [worktreeRow("A")], forge: String = #"{"repo": "o/n"}"#
  ) throws {
    scene = try Scene(file: queueText(rows))
    gitHub = try GitHubStandIn(in: scene.path(".forge"), bare: scene.path(".forge/bare.git"))
    try scene.write(
      """
      {"workers": {"a": {"adapter": "report", "argv": ["./agent.sh"], "worktree": true,
                         "integrate": "pr"}},
       "retry": {"ci": {"delays": ["1m"]}, "review": {"delays": ["1m"]},
                 "conflict": {"delays": ["1m"]}},
       "forge": \(forge)}
      """, to: "orch.json")
    // Each attempt adds a line, and keeps the message that it got.
    try writeExecutable(
      """
      #!/bin/bash
      mkdir -p out
      cat > "\(scene.folder)/.forge/message-$ORCH_ITEM_ID"
      echo work >> "out/$ORCH_ITEM_ID"
      printf '[REPORT %s]\\nStatus: DONE\\nFiles:\\n- out/%s\\n' "$ORCH_ITEM_ID" "$ORCH_ITEM_ID"
      """, to: scene.path("agent.sh"))
    try scene.write(".config\n.local\n.forge\n", to: ".gitignore")
    scene.git(
      """
      git init -q --bare -b main .forge/bare.git
      \(Scene.makingRepository.replacing(" list.txt", with: ""))
      git remote add origin "$PWD/.forge/bare.git" && git push -q origin main
      """)
    try scene.trust()
  }

  func environment(_ minute: Int) -> [String: String] {
    var environment: [String: String] = later(minutes: minute)
    environment["PATH"] = "\(gitHub.programs):\(Scene.binaries):/usr/bin:/bin"
    return environment
  }

  /// A tick, and what it starts, to their ends.
  @discardableResult
  func tick(_ minute: Int) throws -> Outcome {
    let outcome = try scene.run(
      scene.orchPath, ["tick", "--parallel", "10", "--max-workers", "10"],
      environment: environment(minute))
    try scene.awaitWorkers()
    return outcome
  }

  @discardableResult
  func sync(_ minute: Int, _ words: String...) throws -> Outcome {
    try scene.run(
      scene.opsPath, ["pr", "sync"] + words,
      environment: environment(minute))
  }

  func orch(_ words: String...) throws -> Outcome { try scene.run(scene.orchPath, words) }

  /// The cells of a row behind its task: status, and notes.
  func row(_ id: String) throws -> (status: String, notes: String) {
    let shown = try scene.run(scene.orchPath, ["show", id, "--json"])
    let object = try JSONValue(parsing: Array(shown.output.utf8)).objectValue
    let item = object?["item"]?.objectValue ?? object
    return (item?["status"]?.stringValue ?? "-", item?["notes"]?.stringValue ?? "-")
  }

  func message(_ id: String) throws -> String { try scene.text(".forge/message-\(id)") }

  /// How often the forge was asked for pull requests.
  func questions() throws -> Int {
    try gitHub.calls().count { $0.contains("graphql") && !"\($0)".contains("viewer") }
  }
}
