import Foundation
import TestSupport
import Testing

/// `env_file` in `orch.json`: what workers get, and who says what of it.
@Suite struct EnvironmentFileTests {
  /// A queue with a row for a worker that writes down its variables.
  private func scene(_ text: String = "API_KEY=key-of-the-file\n", mode: mode_t = 0o600) throws
    -> Scene
  {
    let scene = try Scene(rows: row("A"))
    try writeExecutable(
      """
      #!/bin/sh
      printf '%s,%s,%s' "$API_KEY" "$PLAIN" "$OTHER" > seen
      echo "key $API_KEY and $PLAIN"

      """, to: scene.path("work.sh"))
    try scene.write(
      """
      {"workers": {"w": {"adapter": "command", "argv": ["./work.sh"], "env": ["API_KEY", "PLAIN"]}},
       "routes": [{"worker": "w"}], "env_file": "keys.env"}
      """, to: "orch.json")
    try scene.write(text, to: "keys.env")
    try #require(chmod(scene.path("keys.env"), mode) == 0)
    try scene.trust()
    return scene
  }

  /// What `ops doctor` says of the file.
  private func findings(_ scene: Scene) throws -> [String] {
    try scene.doctor().output.split(separator: "\n")
      .map { $0.split(separator: " ").joined(separator: " ") }
      .filter { ["ok env_file", "warn env_file", "fail env_file"].contains(where: $0.hasPrefix) }
  }

  @Test func `a worker gets the variables of its env, and no log their values`() throws {
    let scene = try scene(
      "# for cron\nAPI_KEY=key-of-the-file\nPLAIN='plain value'\nOTHER=unnamed\n")
    let variables = ["PATH": "/usr/bin:/bin", "API_KEY": "key-of-the-caller"]
    _ = try scene.orch("daemon", "--until-idle", environment: variables)
    try expect(scene.text("seen"), is: "key-of-the-file,plain value,")
    let log = try scene.text(".orch/attempts/A/1/output.log")
    #expect(log.contains("key ") && !log.contains("of-the-file"), "\(log)")
    #expect(!log.contains("plain value"), "\(log)")
    try expect(
      findings(scene),
      is: [
        "ok env_file API_KEY, OTHER, PLAIN from ~/keys.env",
        "warn env_file no program gets OTHER (name the variable in env of a worker or a hook)",
      ])
    #expect(try !scene.doctor(["--json"]).output.contains("of-the-file"))
    // Before the trust nothing is read.
    try scene.orch("trust", "--revoke").check()
    try expect(findings(scene), is: [])
    #expect(try scene.doctor().output.contains("env_file"))
  }

  @Test(
    arguments: [
      (0o644, "A=1", "others may read ~/keys.env (mode 0644)", "chmod 600 ~/keys.env"),
      (
        0o600, "A=1\nsecret", "~/keys.env: line 2 is not NAME=value",
        "a name has letters, digits and _; comments begin with #"
      ),
      (
        0o600, "ORCH_TZ=9", "~/keys.env: ORCH_TZ can't be set there",
        "write the setting into orch.json"
      ),
    ] as [(mode_t, String, String, String)])
  func `no worker starts with a file that is refused`(
    _ mode: mode_t, _ text: String, fault: String, remedy: String
  ) throws {
    let scene = try scene(text, mode: mode)
    try expect(findings(scene), is: ["fail env_file \(fault) (\(remedy))"])
    var tick = try scene.orch("tick", environment: ["PATH": "/usr/bin:/bin"])
    tick.errors = tick.errors.replacing(scene.folder, with: "~")
    #expect(tick.status == 78 && tick.errors.contains("env_file: \(fault)"), "\(tick)")
    #expect(!tick.errors.contains("secret") && !scene.exists("seen"))
  }

  @Test func `git must ignore the file`() throws {
    let scene = try scene()
    try scene.bash("git init -q").check()
    let refused =
      "fail env_file git at ~ tracks ~/keys.env, or does not ignore it (put the file outside the "
      + "repository, such as into ~/.config; change keys that were committed)"
    try expect(findings(scene), is: [refused])
    try scene.write("keys.env\n", to: ".gitignore")
    try expect(findings(scene), is: ["ok env_file API_KEY from ~/keys.env"])
    try scene.bash("git add -f keys.env").check()
    try expect(findings(scene), is: [refused])
  }
}
