import Foundation
import TestSupport
import Testing

@Suite struct TrustCommandTests {
  private static let settings =
    #"{"review": {"checks": {"b": ["b", "x y"], "a": ["/bin/a\u202e"]}}}"#

  private func scene(_ settings: String?) throws -> Scene {
    let scene = try Scene(rows: row("A"))
    if let settings { try scene.write(settings, to: "orch.json") }
    for (name, mode) in [("", 0o755), ("orch.json", 0o644)] {
      chmod(scene.path(name), mode_t(mode))
    }
    return scene
  }

  @Test func `trust shows the programs, and keeps the digest for its user alone`() throws {
    let scene = try scene(Self.settings)
    try expect(
      scene.orch("trust"),
      is: .prints(
        """
        \(scene.folder)/orch.json names these programs:
          review.checks.a: ["/bin/a\\u{202E}"]
          review.checks.b: ["b","x y"]
        trusted \(scene.folder)

        """))
    let digest = try run("sha256sum", ["orch.json"], in: scene.folder).output.prefix(64)
    try expect(
      scene.text(".config/orch/trust.json"), is: #"{"\#(scene.folder)":"\#(digest)"}"# + "\n")
    try expect(scene.orch("trust", "--revoke"), is: .prints("no longer trusted \(scene.folder)\n"))
    try expect(scene.orch("trust", "--revoke"), is: .prints("no longer trusted \(scene.folder)\n"))
    try expect(scene.text(".config/orch/trust.json"), is: "{}\n")
    #expect(!scene.exists("logs"))
  }

  @Test func `a file that names nothing`() throws {
    let scene = try scene("{}")
    try expect(
      scene.orch("trust"),
      is: .prints("\(scene.folder)/orch.json names no programs\ntrusted \(scene.folder)\n"))
  }

  @Test func `what cannot be trusted says what to do`() throws {
    try expect(
      { try $0.orch("trust") }(try scene(nil)).errors.contains("ERROR: no orch.json in "), is: true)
    let broken = try scene(#"{"review": {"check": {}}}"#)
    try expect(
      broken.orch("trust"),
      is: .fails(
        64,
        "ERROR: \(broken.folder)/orch.json: unknown key 'review.check' (did you mean checks?)"))
    #expect(!broken.exists(".config"))
    let open = try scene(Self.settings)
    chmod(open.path("orch.json"), 0o666)
    try expect(
      open.orch("trust"),
      is: .fails(
        77,
        "ERROR: no program starts: others may write \(open.folder)/orch.json "
          + "(chmod go-w \(open.folder)/orch.json)"))
    chmod(open.path("orch.json"), 0o644)
    chmod(open.folder, 0o1777)
    try expect(
      open.orch("trust"),
      is: .fails(
        77,
        "ERROR: no program starts: others may write \(open.folder) (chmod go-wt \(open.folder))"))
    chmod(open.folder, 0o755)
    try expect(
      open.orch("trust", environment: ["HOME": ""]),
      is: .fails(
        73,
        "ERROR: neither XDG_CONFIG_HOME nor HOME names a folder from the root "
          + "(set HOME: what is trusted is kept there)"))
  }

  @Test func `two that trust at once lose nothing`() throws {
    let scenes = try (0..<4).map { _ in try scene("{}") }
    let shared = try Scene()
    let running = try scenes.map { scene in
      try ChildProcess(
        starting: BuiltBinaries.orch, ["trust"], in: scene.folder,
        environment: ["HOME": scene.folder, "XDG_CONFIG_HOME": shared.folder])
    }
    for process in running { #expect(process.wait().status == 0) }
    let text = try shared.text("orch/trust.json")
    for scene in scenes { #expect(text.contains(scene.folder)) }
  }
}
