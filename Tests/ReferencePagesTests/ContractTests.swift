import Foundation
import TestSupport
import Testing
import Text

/// `Tests/Corpus/contract.txt`: what 1.x keeps. `docs/cli.md`, "What stays".
@Suite struct ContractTests {
  private static let file = "Tests/Corpus/contract.txt"

  @Test func `the programs have all that the contract has`() throws {
    let recorded = try Project.text(Self.file).split(separator: "\n").map(String.init)
    let now = try Contract.lines()
    let lost = Set(recorded).subtracting(now).sorted()
    #expect(
      lost.isEmpty, "1.x keeps what these lines say:\n\(lost.joined(separator: "\n"))")
    let new = Set(now).subtracting(recorded).sorted()
    if ProcessInfo.processInfo.environment["ORCH_TEST_UPDATE"] == "1" {
      // A line that is lost is removed by hand, if at all.
      let lines = Set(recorded).union(now).sorted().map { "\($0)\n" }
      try lines.joined().write(
        toFile: "\(Project.folder)/\(Self.file)", atomically: false, encoding: .utf8)
    } else {
      #expect(
        new.isEmpty,
        "add these lines with automation/test.sh --update:\n\(new.joined(separator: "\n"))")
    }
  }

  @Test func `what a schema allows is said key by key`() throws {
    let schema: JSONValue = [
      "type": "object", "required": ["id"],
      "properties": [
        "id": ["type": "string"], "state": ["enum": ["on", "off"]], "any": [:],
        "wait": ["$ref": "#/$defs/wait"],
        "rules": ["type": "object", "additionalProperties": ["$ref": "#/$defs/wait"]],
        "list": ["type": "array", "items": ["type": "object", "properties": ["n": true]]],
      ],
      "$defs": ["wait": ["anyOf": [["type": "integer"], ["type": ["string", "null"]]]]],
    ]
    #expect(
      SchemaKeys.lines(of: schema, at: "job") == [
        "job needs id", "job id", "job id: string", "job state", #"job state: "on""#,
        #"job state: "off""#, "job any", "job wait", "job wait: integer", "job wait: string",
        "job wait: null", "job rules", "job rules.*: integer", "job rules.*: string",
        "job rules.*: null", "job list", "job list: array", "job list[] needs nothing",
        "job list[].n",
      ])
  }
}
