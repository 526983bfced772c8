import TestSupport
import Testing

/// Machines where there is no sandbox: a stand-in fails as bwrap does there.
@Suite struct SandboxRefusalTests {
  private func scene(_ profile: String) throws -> SandboxScene {
    let scene = try SandboxScene(profile, tries: "echo x > src/new; echo worked\n")
    try scene.outer.makeFolder("bin")
    try writeExecutable(
      "#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n",
      to: scene.outer.path("bin/bwrap"))
    return scene
  }

  private static let refusal = "bwrap: bwrap: setting up uid map: Permission denied"

  @Test func `the worker starts without it, and is told so`() throws {
    let scene = try scene(#""sandbox": "bwrap", "network": false"#)
    try expect(
      scene.orch("tick"),
      is: Outcome(
        status: 0, output: "A\n",
        errors: ["files", "the network"].map {
          "WARNING: worker w starts anyway: the sandbox can't limit \($0): \(Self.refusal)\n"
        }.joined()))
    try scene.home.awaitWorkers()
    try expect(scene.said(), is: "$ echo x > src/new; echo worked\nworked\n")
    try expect(scene.started(), is: "[orch] runs ./worker.sh")
    let enforced = try scene.project.bash("jq -c .enforced .orch/attempts/A/1/result.json").output
    #expect(enforced == #"{"files":false,"network":false,"memory":false,"processes":false}"# + "\n")
    let doctor = try scene.ops("doctor").output
    #expect(
      doctor.contains("starts anyway: the sandbox can't limit files: \(Self.refusal)"),
      "\(doctor)")
  }

  @Test func `where it is required, nothing starts until it works`() throws {
    let scene = try scene(#""sandbox": "bwrap", "sandbox_required": true"#)
    let problem =
      "\(scene.project.path("orch.json")): workers.w: sandbox_required is true, and the sandbox "
      + "can't limit files: \(Self.refusal)"
    let tick = try scene.orch("tick")
    #expect(tick.status == 78 && tick.errors.hasPrefix("ERROR: \(problem) ("), "\(tick)")
    try expect(scene.project.status("A"), is: "PENDING")
    let why = try scene.ops("why", "A", "--json").output
    #expect(why.contains(#""code":"missing_sandbox""#), "\(why)")
    let doctor = try scene.ops("doctor").output
    #expect(doctor.contains("fail  worker        \(problem) ("), "\(doctor)")
  }
}
