import CommandLineKit
import TestSupport
import Testing

@testable import CommandSupport

@Suite struct PrecedenceTests {
  struct Case: CustomTestStringConvertible {
    let testDescription: String
    var flag: String?
    var variable: String?
    var file: String?
    let outcome: String
  }

  private static let form = "(it must be seconds, 0 to 86400)"

  @Test(arguments: [
    Case(testDescription: "nothing", outcome: "10000000000"),
    Case(testDescription: "the file", file: "3", outcome: "3000000000"),
    Case(testDescription: "the environment", variable: "2", file: "3", outcome: "2000000000"),
    Case(testDescription: "the flag", flag: "1", variable: "2", file: "3", outcome: "1000000000"),
    Case(testDescription: "zero is a value", flag: "0", variable: "2", outcome: "0"),
    Case(testDescription: "an empty variable", variable: "", file: "3", outcome: "3000000000"),
    Case(
      testDescription: "a bad flag", flag: "soon", variable: "2",
      outcome: "bad_setting 64: invalid value 'soon' for --lock-timeout \(form)"),
    Case(
      testDescription: "an empty flag", flag: "", variable: "2",
      outcome: "bad_setting 64: invalid value '' for --lock-timeout \(form)"),
    Case(
      testDescription: "a bad variable", variable: "soon", file: "3",
      outcome: "bad_setting 64: invalid value 'soon' for ORCH_LOCK_TIMEOUT \(form)"),
    Case(
      testDescription: "a bad file", file: #""soon""#,
      outcome: #"bad_setting 64: ~/orch.json: invalid value "soon" for 'lock_timeout' \#(form)"#),
    Case(testDescription: "a bad variable unread", flag: "1", variable: "x", outcome: "1000000000"),
    Case(testDescription: "a bad file unread", variable: "2", file: "[", outcome: "2000000000"),
  ])
  func `the flag, then the environment, then orch json, then the default`(
    _ sources: Case
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_LOCK_TIMEOUT"] = sources.variable
      if let text = sources.file {
        try writeAged(#"{"lock_timeout": \#(text)}"#, to: "\(scene.folder)/orch.json")
      }
      let context = scene.context { $0.lockTimeout = sources.flag }
      let outcome = scene.outcome {
        "\(try context.value(Settings.lockTimeout))"
      }
      #expect(outcome == sources.outcome)
    }
  }

  @Test func `the flag of a command line arrives at the store`() throws {
    try withScene([]) { scene in
      var scene = scene
      #expect(
        scene.run("list --lock-timeout=x --no-log").errors
          == "ERROR: invalid value 'x' for --lock-timeout (it must be seconds, 0 to 86400)\n")
      #expect(scene.run("list --lock-timeout 0 --no-log") == .init())
      scene.environment["ORCH_LOCK_TIMEOUT"] = "soon"
      #expect(
        scene.run("list --no-log").errors
          == "ERROR: invalid value 'soon' for ORCH_LOCK_TIMEOUT (it must be seconds, 0 to 86400)\n")
    }
  }

  @Test func `a variable that this command does not use must be readable too`() throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment["ORCH_LEASE_SECONDS"] = "x"
      #expect(
        scene.run("list --no-log").errors
          == "ERROR: invalid value 'x' for ORCH_LEASE_SECONDS "
          + "(it must be a whole number, 1 to 31536000)\n")
    }
  }

  @Test func `orch json lies beside the queue, wherever that is`() throws {
    try withScene([]) { scene in
      try writeAged(#"{"top_in_progress": 0}"#, to: "\(scene.folder)/orch.json")
      let above = try scene.context().value(Settings.topInProgress)
      #expect(above == 0)
      let elsewhere = try scene.context { $0.queue = "sub/QUEUE.md" }.value(Settings.topInProgress)
      #expect(elsewhere == 5)
    }
  }
}
