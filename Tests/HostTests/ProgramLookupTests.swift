import Foundation
import Host
import TestSupport
import Testing

/// What keeps a program from being run, by its files alone.
@Suite struct ProgramLookupTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    /// The first line of the script, `F` for its folder.
    let line: String
    /// What is wrong, with `F` for the folder; `nil` where nothing is.
    let finding: String?

    init(_ name: String, _ line: String, _ finding: String?) {
      (testDescription, self.line, self.finding) = (name, line, finding)
    }
  }

  static let cases = [
    Case("no script", "text", nil),
    Case("an interpreter", "#! /bin/sh -e", nil),
    Case("one that is missing", "#!/no/sh", "/no/sh is missing"),
    Case("one with a carriage return", "#!/bin/sh\r", "/bin/sh\r is missing"),
    Case("one that is not executable", "#!F/plain", "F/plain is not executable"),
    Case("one that is a folder", "#!F", "F is not executable"),
    Case("one beside the program", "#!other", nil),
    Case("none named", "#!", nil),
    Case("a program of env", "#!/usr/bin/env sh", nil),
    Case("a program that env does not find", "#!/usr/bin/env nothing", "nothing is missing"),
    Case("words for env to split", "#!/usr/bin/env -S A=b nothing -x", "nothing is missing"),
    Case("what env itself decides", "#!/usr/bin/env -i nothing", nil),
    Case("a script whose own is missing", "#!F/broken", "/no/sh is missing"),
  ]

  @Test(arguments: cases) func `an interpreter is looked up, too`(_ example: Case) throws {
    try withTemporaryDirectory { folder in
      func write(_ name: String, _ line: String, _ mode: mode_t = 0o755) throws {
        let path = folder + "/" + name
        try Data((line.replacing("F", with: folder) + "\n").utf8).write(to: URL(filePath: path))
        try #require(chmod(path, mode) == 0)
      }
      try write("program", example.line)
      try write("other", "")
      try write("plain", "", 0o644)
      try write("broken", "#!/no/sh")
      let lookup = ProgramLookup(
        "./program", in: folder, environment: ["PATH": "/usr/bin:/bin"])
      let script = example.line == "#!F/broken" ? "broken" : "./program"
      #expect(
        lookup.obstacle?.description
          == example.finding.map {
            "cannot run \(folder)/\(script): its interpreter "
              + $0.replacing("F", with: folder)
          })
    }
  }

  @Test func `a name that is not found is said with the folders of PATH`() throws {
    try withTemporaryDirectory { folder in
      try Data().write(to: URL(filePath: folder + "/worker.sh"))
      func finding(_ program: String, path: String) -> String? {
        ProgramLookup(program, in: folder, environment: ["PATH": path]).obstacle?.description
          .replacing(folder, with: "F")
      }
      #expect(
        finding("gone", path: "/usr/bin:rel:/bin")
          == "cannot run gone: no such program in /usr/bin, /bin")
      #expect(
        finding("gone", path: "")
          == "cannot run gone: no such program in PATH, which names no folder")
      #expect(
        finding("worker.sh", path: "/bin")
          == "cannot run worker.sh: no such program in /bin; F/worker.sh exists: "
          + "write ./worker.sh")
      #expect(finding("./gone", path: "/bin") == "cannot run F/./gone: no such program")
      #expect(
        finding("./worker.sh", path: "/bin") == "cannot run F/./worker.sh: it is not executable")
    }
  }
}
