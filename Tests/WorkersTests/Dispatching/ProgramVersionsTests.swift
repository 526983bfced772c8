import Host
import TestSupport
import Testing
import Workers

@Suite struct ProgramVersionsTests {
  @Test(arguments: [
    ("2.1.17 (Claude Code)", "2.1.17"), ("codex-cli 0.46.0", "0.46.0"), ("v20.11.0", "20.11.0"),
    ("git version 2.39.5 (Apple 154)", "2.39.5"), ("1.2.3-beta.4", "1.2.3"), ("7", nil), ("", nil),
    ("version ...", nil), ("a 1.99999999999999999999 b 2.5", "2.5"), ("Build 12 of 3.4.", "3.4"),
  ])
  func `the number in what a program prints`(_ text: String, _ number: String?) {
    #expect(VersionNumber(in: text)?.description == number)
  }

  @Test(arguments: [("2", "2.0"), ("2.0.0", "2"), ("0", "0.0")])
  func `zeros at the end do not count`(_ one: String, _ other: String) throws {
    #expect(try #require(VersionNumber(one)) == #require(VersionNumber(other)))
  }

  @Test(arguments: [("2.9", "2.10"), ("1.99.99", "2"), ("2.1", "2.1.1"), ("0", "0.0.1")])
  func `numbers are compared, not letters`(_ old: String, _ new: String) throws {
    let (old, new) = (try #require(VersionNumber(old)), try #require(VersionNumber(new)))
    #expect(old < new)
    #expect(!(new < old))
  }

  @Test(arguments: ["", ".", "1.", "a", "1.2-beta", "-1", "+1"])
  func `what is no number`(_ text: String) { #expect(VersionNumber(text) == nil) }

  @Test func `a program is asked once, and again when it is another one`() throws {
    try withTemporaryDirectory { folder in
      let program = "\(folder)/agent"
      let versions = ProgramVersions(sidecar: "\(folder)/.orch")
      func ask(at now: Int = 1000) -> ProgramVersions.Answer {
        versions.answer(of: program, in: folder, environment: ["PATH": "/usr/bin:/bin"], now: now)
      }
      func install(_ script: String) throws {
        try writeExecutable("#!/bin/sh\necho . >> asked\n\(script)\n", to: program)
      }
      func asked() throws -> Int {
        try FileDescriptor(opening: "\(folder)/asked", for: .reading).readWhole().count / 2
      }
      try install("echo agent 1.2.3")
      #expect(versions.remembered(of: program) == nil)
      #expect(ask() == .version(try #require(VersionNumber("1.2.3"))))
      #expect(ask() == versions.remembered(of: program))
      #expect(try asked() == 1)
      try install("echo no version; exit 3")
      #expect(versions.remembered(of: program) == nil)
      #expect(ask() == .unreadable("it exits with 3: no version"))
      #expect(ask() == .unreadable("it exits with 3: no version"))
      #expect(try asked() == 2)
      try install("echo seven >&2")
      #expect(ask() == .unreadable("it prints 'seven'"))
      try install("kill -9 $$")
      for now in [1000, 1059, 1060, 990] {
        #expect(ask(at: now) == .unreadable("signal 9 ended it"))
        #expect(versions.remembered(of: program) == .unreadable("signal 9 ended it"))
      }
      // One that failed is asked again after a minute, and when the clock was set back.
      #expect(try asked() == 6)
      try install("exit 0")
      #expect(ask() == .unreadable("it prints nothing"))
    }
  }
}
