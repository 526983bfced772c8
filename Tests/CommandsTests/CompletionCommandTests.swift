import Commands
import Operator
import Programs
import Testing

@testable import Runner

@Suite struct CompletionCommandTests {
  @Test(arguments: Shell.allCases)
  func `each program's script asks that program, and needs no queue`(_ shell: Shell) throws {
    try withScene(nil) { scene in
      for (name, other, program) in [("orch", "ops", Orch.program), ("ops", "orch", Ops.program)] {
        let ending = scene.run(words: ["completion", shell.rawValue], of: program)
        #expect(ending == .init(output: shell.completionScript(for: name)))
        #expect(ending.output.contains("command \(name) complete -"))
        #expect(!ending.output.contains(other))
        #expect(scene.run("completion --quiet \(shell.rawValue)", of: program) == ending)
      }
    }
  }

  @Test func `as json it is one text`() throws {
    try withScene(nil) { scene in
      let script = Shell.fish.completionScript(for: "ops")
        .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
      #expect(
        scene.run("completion fish --json", of: Ops.program)
          == .init(output: "{\"shell\":\"fish\",\"script\":\"\(script)\"}\n"))
    }
  }

  @Test(arguments: [
    ("completion", "missing argument: bash|zsh|fish"),
    (
      "completion bsh",
      "invalid value 'bsh' for SHELL: did you mean bash? use bash|zsh|fish"
    ),
  ])
  func `a shell must be one of the three`(_ line: String, message: String) throws {
    try withScene(nil) { scene in
      let usage = "usage: orch completion bash|zsh|fish [options]; orch completion --help"
      #expect(
        scene.run(line) == .init(status: 64, errors: "ERROR: \(message) (\(usage))\n"))
    }
  }
}
