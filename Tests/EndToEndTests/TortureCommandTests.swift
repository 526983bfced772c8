import Foundation
import TestSupport
import Testing
import Text

/// The whole command, for a second each time.
@Suite struct TortureCommandTests {
  private func scratch(in scene: Scene) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: scene.folder)
      .filter { $0.hasPrefix(".orch-torture-") }
  }

  @Test func `it loses nothing, and leaves the user's queue and log alone`() throws {
    let scene = try Scene(rows: row("A"))
    let before = try scene.text()
    let outcome = try scene.orch(
      "torture", "--seconds", "1", "--processes", "3", "--seed", "1", "--json")
    let report = try #require(
      try JSONValue(parsing: Array(outcome.output.utf8)).objectValue, "\(outcome)")
    #expect(report["seed"] == 1)
    #expect(report["acknowledged"]?.objectValue?["add"] != 0)
    for name in ["lost", "duplicated", "unexpected", "gone"] {
      #expect(report[name] == [], "\(outcome)")
    }
    #expect(report["kept"] == .null)
    #expect(outcome.status == 0)
    #expect(try scratch(in: scene) == [])
    #expect(outcome.errors == "")
    try expect(scene.text(), is: before)
    #expect(!scene.exists("logs"))
    #expect(!scene.exists(".orch"))
  }

  @Test func `what another program does to the file is reported, and the file is kept`() throws {
    let scene = try Scene()
    let outcome = try scene.bash(
      """
      "$ORCH" torture --seconds 3 --processes 2 & torture=$!
      while kill -0 $torture; do
        # Again where the editor saves over it before any command has seen it.
        grep -q worker- .orch-torture-*/QUEUE.md && ! grep -q stranger .orch-torture-*/QUEUE.md \\
          && sed -i '/^|---/a | stranger | BLOCKED | P1 | t | c | - | - | - | - | - |' \\
            .orch-torture-*/QUEUE.md
      done 2> /dev/null
      wait $torture
      """)
    #expect(outcome.status == 1, "\(outcome)")
    let kept = try #require(try scratch(in: scene).first, "\(outcome)")
    // Where sed read a save that was half done, it is rows of others that are missed, or all.
    #expect(outcome.output.contains("\n- "), "\(outcome)")
    #expect(outcome.output.hasSuffix("\nkept \(scene.path(kept))\n"), "\(outcome)")
    #expect(scene.exists("\(kept)/QUEUE.md"))
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `a signal ends it before its time, and leaves nothing`(_ signal: Int32) throws {
    let scene = try Scene()
    let torture = try ChildProcess(
      starting: scene.orchPath, ["torture", "--seconds", "600", "--processes", "2"],
      in: scene.folder, environment: TestEnvironment.base(home: scene.folder))
    try awaitCondition("rows are added") {
      guard let name = try scratch(in: scene).first else { return false }
      return (try? scene.text("\(name)/QUEUE.md"))?.contains("| worker-") == true
    }
    torture.send(signal)
    let ending = torture.wait()
    #expect(ending.signal == signal, "\(ending)")
    #expect(ending.output == "" && ending.errors == "", "\(ending)")
    #expect(try scratch(in: scene) == [])
  }

  @Test func `a folder that is not there is no place for it`() throws {
    let scene = try Scene()
    try expect(
      scene.orch("torture", "--queue", "nowhere/QUEUE.md"),
      is: .fails(
        73,
        "ERROR: cannot create \(scene.path("nowhere")): No such file or directory (check the "
          + "folder, and whether the disk is full)"))
  }

  @Test func `a terminal shows how far it is`() throws {
    let scene = try Scene()
    let screen = try scene.terminal(#""$ORCH" torture --seconds 4 --processes 1"#, columns: 200)
    // One save can take longer than a second.
    let shown = (1...3).map {
      "\r\u{1B}[Ktorture: \($0) of 4 s in \(scene.path(".orch-torture-"))"
    }
    #expect(shown.contains(where: screen.contains), "\(screen)")
    #expect(screen.contains("torture seconds=4 processes=1 seed="))
  }
}
