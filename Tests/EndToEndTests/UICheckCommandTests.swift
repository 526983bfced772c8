import Foundation
import Host
import TestSupport
import Testing

@Suite struct UICheckCommandTests {
  /// A folder without a queue, and a `playwright-cli` in it.
  private func scene(_ script: String) throws -> Scene {
    let scene = try Scene()
    try writeExecutable("#!/bin/sh\n\(script)\n", to: scene.path("playwright-cli"))
    return scene
  }

  private func path(_ scene: Scene) -> [String: String] {
    ["PATH": "\(scene.folder):/usr/bin:/bin"]
  }

  @Test func `it needs no queue, and says in a line what became of it`() throws {
    let scene = try scene(#"[ "$1" = open ] || echo "Welcome home""#)
    let url = ["ui-check", "--url", "http://127.0.0.1:1/"]
    try expect(
      scene.run(scene.orchPath, url + ["--contains", "HOME"], environment: path(scene)),
      is: .prints("UI_SMOKE_OK\n"))
    try expect(
      scene.run(
        scene.orchPath, url + ["--contains", "a\u{202E}", "--contains", "b"],
        environment: path(scene)),
      is: Outcome(
        status: 1, output: "UI_SMOKE_FAIL: ui_missing_terms:a\\u{202E},b\n", errors: ""))
    try expect(
      scene.run(scene.orchPath, url + ["--contains", "b", "--json"], environment: path(scene)),
      is: Outcome(
        status: 1,
        output: #"{"ok":false,"reasons":["ui_missing_terms:b"],"missing":["b"],"#
          + #""snapshot_excerpt":"Welcome home"}"# + "\n", errors: ""))
    #expect(try Directory.names(in: scene.folder) == ["playwright-cli"])
  }

  /// The program is in a session of its own: what ends orch must end it, too.
  @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
  func `a signal that ends orch ends what it started`(_ signal: Int32) throws {
    let scene = try scene("echo $$ > ready; exec sleep 60")
    try #require(mkfifo(scene.path("ready"), 0o600) == 0)
    let orch = try ChildProcess(
      starting: scene.orchPath, ["ui-check", "--url", "http://127.0.0.1:1/"], in: scene.folder,
      environment: path(scene))
    // Waits until the program writes.
    let reader = open(scene.path("ready"), O_RDONLY)
    defer { close(reader) }
    var line = [UInt8](repeating: 0, count: 100)
    let count = read(reader, &line, line.count)
    let printed = String(decoding: line.prefix(max(count - 1, 0)), as: UTF8.self)
    let id = try #require(Int(printed))
    orch.send(signal)
    #expect(orch.wait().signal == signal)
    #expect(!ProcessTable.contains(id))
  }
}
