import TestSupport
import Testing

@Suite struct PictureTests {
  /// The clock of the queue in it stands still, and nothing in it depends on the machine.
  @Test func `the picture of ops watch is what its script makes`() throws {
    let scene = try Scene()
    let outcome = try scene.run(
      "/bin/bash", ["\(Project.folder)/automation/tmux/picture.sh", "-"],
      environment: ["BIN": BuiltBinaries.folder, "PATH": "/usr/bin:/bin"])
    let committed = try Project.text("docs/images/ops-watch.svg")
    #expect(outcome == .prints(committed), "automation/tmux/picture.sh makes it anew\n\(outcome)")
  }

  @Test func `no picture is made of a screen that ended`() throws {
    let scene = try Scene()
    _ = try scene.bash(
      """
      mkdir bin; ln -s "$BIN/orch" "$BIN/reference" bin/
      printf '#!/bin/sh\\nexit 1\\n' > bin/ops; chmod 755 bin/ops
      """, environment: ["BIN": BuiltBinaries.folder])
    let outcome = try scene.run(
      "/bin/bash", ["\(Project.folder)/automation/tmux/picture.sh", "-"],
      environment: ["BIN": "\(scene.folder)/bin", "PATH": "/usr/bin:/bin"])
    #expect(outcome.status == 1 && outcome.output.isEmpty)
    #expect(outcome.errors == "picture: ops watch ended before it showed its keys\n")
  }
}
