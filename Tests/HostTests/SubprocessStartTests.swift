import Glibc
import Host
import TestSupport
import Testing

@Suite struct SubprocessStartTests {
  private func error(
    _ program: String, _ arguments: [String] = [], in folder: String,
    environment: [String: String] = plainEnvironment
  ) -> String? {
    #expect(throws: Subprocess.StartError.self) {
      try Subprocess(
        program, arguments, in: folder, environment: environment,
        limits: .init(time: .milliseconds(60_000))
      ).run()
    }?.description.replacing(folder, with: "~")
  }

  @Test func `what can't be started says why`() throws {
    try withTemporaryDirectory { folder in
      for (name, text, mode) in [
        ("plain", "#!/bin/sh\n", 0o644), ("strange", "\u{1}\u{2}", 0o755),
        ("orphan", "#!/no/such/interpreter\n", 0o755),
      ] {
        try writeExecutable(text, to: "\(folder)/\(name)")
        chmod("\(folder)/\(name)", mode_t(mode))
      }
      let inFolder = ["PATH": folder]
      #expect(error("nothing-here", in: folder) == "cannot run nothing-here: no such program")
      #expect(error("", in: folder) == "cannot run : no such program")
      #expect(error("./nothing", in: folder) == "cannot run ~/./nothing: no such program")
      #expect(error("./plain", in: folder) == "cannot run ~/./plain: it is not executable")
      #expect(
        error("plain", in: folder, environment: inFolder)
          == "cannot run ~/plain: it is not executable")
      #expect(error("./", in: folder) == "cannot run ~/./: it is not executable")
      #expect(error("./strange", in: folder) == "cannot run ~/./strange: Exec format error")
      #expect(error("./orphan", in: folder) == "cannot run ~/./orphan: No such file or directory")
      #expect(error("true", in: folder + "/no") == "cannot read ~: No such file or directory")
      #expect(error("true", in: folder + "/plain") == "cannot enter ~: Not a directory")
    }
  }

  @Test func `a text that would be cut is refused`() {
    #expect(error("tr\0ue", in: "/") == "cannot run tr\0ue: Invalid argument")
    #expect(error("true", ["a\0b"], in: "/") == "cannot run true: Invalid argument")
    #expect(
      error("true", in: "/", environment: ["A": "a\0b"]) == "cannot run true: Invalid argument")
  }

  @Test(arguments: [
    ("/usr/bin:/bin", true), ("/nowhere:/bin:/usr/bin", true), ("", false), ("/nowhere", false),
    (".:bin:usr/bin", false),
  ])
  func `a name is looked for in the folders that the program's own PATH names from the root`(
    _ path: String, isFound: Bool
  ) {
    let run = Subprocess(
      "true", [], in: "/", environment: ["PATH": path],
      limits: .init(time: .milliseconds(60_000)))
    #expect(((try? run.run()) != nil) == isFound)
  }
}
