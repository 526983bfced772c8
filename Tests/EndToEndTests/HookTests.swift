import Foundation
import TestSupport
import Testing

/// Hooks and the processes that start and end around them.
@Suite struct HookTests {
  /// A scene whose hook `chat` gets the events `done`, and is trusted.
  ///
  /// - Parameters:
  ///   - script: the hook, in sh.
  ///   - others: further members of `orch.json`, with a comma behind each.
  private func scene(
    _ kept: QueueKept = .inFile, ids: [String], _ script: String, others: String = ""
  ) throws -> Scene {
    let scene = try Scene(kept, rows: ids.map { row($0) })
    try writeExecutable("#!/bin/sh\n\(script)\n", to: scene.path("hook.sh"))
    try scene.write(
      #"{\#(others)"hooks": {"chat": {"on": ["done"], "argv": ["./hook.sh"]}}}"#, to: "orch.json")
    try scene.trust()
    return scene
  }

  private func finish(_ ids: String..., in scene: Scene) throws {
    for id in ids {
      _ = try scene.orch("pick", id, "--owner-session", "w")
      try scene.orch("done", id, "--owner-session", "w", "--notes", "ok").check()
    }
  }

  /// What the hook writes into a pipe, once it does.
  private func piped(_ scene: Scene, times: Int = 1) throws -> String {
    // One reader may get what several hooks write.
    let outcome = try scene.bash(
      """
      : > piped
      until [ $(wc -l < piped) -ge \(times) ]; do timeout 60 cat pipe >> piped || exit; done
      cat piped
      """)
    outcome.check()
    // Until its process has written down that it was delivered.
    try scene.bash("flock .orch/hooks*/chat.lock true").check()
    return outcome.output
  }

  /// The hook ends the process that delivers, at the first sight of an event before it takes it, at
  /// the second one behind that.
  @Test(arguments: QueueKept.allCases)
  func `a killed delivery loses nothing, and keeps the order`(_ kept: QueueKept) throws {
    let scene = try self.scene(
      kept, ids: ["A", "B", "C"],
      #"""
      id=$(jq -r .id)
      kill_delivery() {
        set -- $(cat "/proc/$PPID/stat") # of the keeper, whose parent it is
        kill -9 "$4"
        sleep 60
      }
      [ -e "before-$id" ] || { : > "before-$id"; kill_delivery; }
      echo "$id" >> got
      [ -e "behind-$id" ] || { : > "behind-$id"; kill_delivery; }
      """#)
    try finish("A", "B", "C", in: scene)
    var statuses: [Int32] = []
    repeat { statuses.append(try scene.orch("deliver").status) } while statuses.last == -1
    #expect(statuses == [-1, -1, -1, -1, -1, -1, 0])
    #expect(try scene.text("got") == "A\nA\nB\nB\nC\nC\n")
    try expect(scene.orch("deliver"), is: .prints("NOOP\n"))
  }

  @Test func `several at once deliver each event once`() throws {
    let ids = (1...8).map { "R\($0)" }
    let scene = try self.scene(ids: ids, "jq -r .id >> got")
    let finishing = ids.map {
      "($ORCH pick \($0) --owner-session w && $ORCH done \($0) --notes ok --owner-session w; "
        + "$ORCH deliver) > /dev/null &"
    }
    try scene.bash("export ORCH_LOCK_TIMEOUT=60; \(finishing.joined(separator: " ")) wait").check()
    let got = try scene.text("got").split(separator: "\n").map(String.init)
    #expect(got.sorted() == ids)
    try expect(scene.orch("deliver"), is: .prints("NOOP\n"))
  }

  @Test func `a tick starts it, and waits neither for it nor for its end`() throws {
    // Opening the pipe waits for a reader.
    let scene = try self.scene(ids: ["A"], ": > started; jq -r '.event, .id' > pipe")
    try scene.bash("mkfifo pipe").check()
    try finish("A", in: scene)
    try expect(scene.orch("tick"), is: .prints("NOOP\n"))
    try scene.bash("until [ -e started ]; do sleep 0.01; done").check()
    try expect(
      scene.orch("deliver"), is: .prints("chat: another process delivers to it now\n"))
    #expect(try piped(scene) == "done\nA\n")
    try expect(scene.orch("deliver"), is: .prints("NOOP\n"))
  }

  @Test func `one that hangs in another process keeps no other hook waiting`() throws {
    let scene = try self.scene(ids: ["A", "B"], ": > started; jq -r .id > pipe")
    try scene.write(
      #"{"hooks": {"chat": {"on": ["done"], "argv": ["./hook.sh"]}, "#
        + #""log": {"on": ["done"], "argv": ["sh", "-c", "jq -r .id >> got"]}}}"#,
      to: "orch.json")
    try scene.trust()
    try scene.bash("mkfifo pipe").check()
    try finish("A", in: scene)
    try expect(scene.orch("tick", "--claim", "--max-workers", "1"), is: .prints("B\n"))
    try scene.bash(
      "until [ -s got ] && [ -e started ]; do sleep 0.01; done; flock .orch/hooks/log.lock true"
    ).check()
    try scene.orch("done", "B", "--notes", "ok", "--force").check()
    try expect(
      scene.orch("deliver"),
      is: .prints("chat: another process delivers to it now\nlog: delivered 1 event\n"))
    #expect(try scene.text("got") == "A\nB\n")
    #expect(try piped(scene, times: 2) == "A\nB\n")
  }

  @Test func `a daemon starts it when a row changes`() throws {
    let scene = try self.scene(ids: ["A"], "jq -r '.event, .id' > pipe")
    try scene.bash("mkfifo pipe").check()
    let daemon = try DaemonProcess(of: scene, "--interval", "168h")
    _ = try daemon.line()
    try finish("A", in: scene)
    #expect(try piped(scene) == "done\nA\n")
    #expect(daemon.end().status == 0)
  }

  /// Its clock is 600 times as fast: a minute is a tenth of a second.
  @Test func `a daemon tries again when the time has come`() throws {
    let scene = try self.scene(ids: ["A"], "[ -e mended ] && jq -r .id > pipe")
    try scene.bash("mkfifo pipe").check()
    let fast = ["ORCH_NOW": "x600@\(Int(Date().timeIntervalSince1970))"]
    let daemon = try DaemonProcess(of: scene, "--interval", "168h", environment: fast)
    _ = try daemon.line()
    try finish("A", in: scene)
    try scene.bash("until grep -q tries .orch/hooks/chat.json; do sleep 0.01; done; touch mended")
      .check()
    #expect(try piped(scene) == "A\n")
    #expect(daemon.end().status == 0)
  }

  @Test func `the supervisor of a worker starts it`() throws {
    let scene = try self.scene(
      ids: ["A"], "jq -r '.event, .id' > pipe",
      others: #""workers": {"default": {"adapter": "simulated", "script": ["done"]}}, "#)
    try scene.bash("mkfifo pipe").check()
    try expect(scene.orch("dispatch"), is: .prints("A\n"))
    #expect(try piped(scene) == "done\nA\n")
  }

  @Test func `without trust nothing runs, and rows go on`() throws {
    let scene = try self.scene(ids: ["A", "B"], "cat >> got")
    try scene.orch("trust", "--revoke").check()
    try finish("A", in: scene)
    let refusal =
      "no hook of orch.json runs: \(scene.folder) is not trusted "
      + "(read its orch.json, then run orch trust --queue \(scene.queue))"
    let tick = try scene.orch("tick", "--claim", "--owner-session", "w")
    #expect(tick.status == 77 && tick.output == "B\n")
    #expect(tick.errors.hasSuffix("ERROR: \(refusal)\n"))
    try expect(scene.orch("deliver"), is: .fails(77, "ERROR: \(refusal)"))
    let health = try scene.ops("health")
    #expect(health.status == 20)
    #expect(
      health.output
        == "HEALTH_WARN no hook of orch.json runs: \(scene.folder) is not trusted (read its "
        + "orch.json, then run orch trust)\n"
    )
    #expect(!scene.exists("got"))
    // It begins anew, whatever its record says, which a clone may have brought along.
    try scene.trust()
    try expect(scene.orch("deliver"), is: .prints("NOOP\n"))
    try scene.orch("done", "B", "--owner-session", "w", "--notes", "x").check()
    try expect(scene.orch("deliver"), is: .prints("chat: delivered 1 event\n"))
  }
}
