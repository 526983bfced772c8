import Door
import Foundation
import Runner
import TestSupport
import Testing
import Text

@testable import Commands
@testable import ReferencePages

/// `templates/orch.schema.json`.
@Suite struct SettingsSchemaTests {
  private static let schema = JSONSchema(SettingsSchema.json)

  private func mistakes(in text: String) throws -> [String] {
    Self.schema.mistakes(in: try JSONValue(parsing: Array(text.utf8)))
  }

  @Test func `the page is the schema, in lines that can be read`() throws {
    #expect(try JSONValue(parsing: Array(SettingsSchema.page.utf8)) == SettingsSchema.json)
    #expect(SettingsSchema.page.hasPrefix("{\n  \"$schema\": \"https://json-schema.org/"))
  }

  @Test func `each setting and each key of a worker has a type`() {
    let settings =
      Settings.descriptions.map { ($0.key, $0.form.english) }
      + Settings.inFileOnly(with: Opening.allFeatures).map { ($0.key, $0.form.english) }
    for (key, form) in settings + WorkerKey.all.map({ ($0.name, $0.form.english) }) {
      #expect(SettingsSchema.type(of: key, form) != nil, "\(key): \(form)")
    }
  }

  @Test func `the limits of a number are those of its setting`() {
    for setting in Settings.descriptions {
      let type = SettingsSchema.type(of: setting.key, setting.form.english)?.objectValue
      for (name, step) in [("minimum", -1), ("maximum", 1)] {
        guard let limit = type?[name]?.integerValue, type?["type"] != ["string", "integer"] else {
          continue
        }
        #expect(setting.canRead("\(limit)"), "\(setting.key)")
        #expect(!setting.canRead("\(limit + step)"), "\(setting.key)")
      }
    }
  }

  @Test func `each orch.json of the documents fits`() throws {
    var examples: [(String, String)] = []
    let documents =
      try FileManager.default.contentsOfDirectory(atPath: "\(Project.folder)/docs")
      .filter { $0.hasSuffix(".md") }.map { "docs/\($0)" } + ["README.md"]
    for name in documents {
      let text = try Project.text(name)
      examples += text.matches(of: /echo '(\{[^']*\})' > \S*orch\.json/).map { (name, "\($0.1)") }
      let runs = text.split(separator: "\n", omittingEmptySubsequences: false)
        .split { !$0.hasPrefix("    ") }.map { $0.joined(separator: "\n") }
      examples += runs.filter { $0.hasPrefix("    {\"") }.map { (name, $0) }
    }
    let known = Set(SettingsSchema.json.objectValue?["properties"]?.objectValue?.keys ?? [])
    var count = 0
    for (name, text) in examples {
      guard let json = try? JSONValue(parsing: Array(text.utf8)),
        !known.isDisjoint(with: json.objectValue?.keys ?? [])
      else { continue }
      count += 1
      #expect(Self.schema.mistakes(in: json) == [], "\(name): \(text)")
    }
    #expect(count >= 8)
  }

  @Test(arguments: WorkerExample.allCases)
  func `what orch init --worker writes fits`(_ worker: WorkerExample) throws {
    #expect(try mistakes(in: worker.settings(program: "scripts/worker.sh")) == [])
  }

  @Test(
    arguments: [
      (#"{"$schema": "orch.schema.json", "max_workers": 64, "review": {"run_checks": true}}"#, []),
      (#"{"review": {"checks": {"t": ["x"], "u": {"argv": ["x"], "class": "lint"}}}}"#, []),
      (#"{"max_worker": 3}"#, ["$.max_worker: must not be there"]),
      (#"{"max_workers": 65}"#, ["$.max_workers: 65 is not maximum 64"]),
      (#"{"review": {"run_check": true}}"#, ["$.review.run_check: must not be there"]),
      (#"{"workers": {"a": {"argv": ["x"]}}}"#, ["$.workers.a: adapter is missing"]),
      (
        #"{"workers": {"a": {"adapter": "report"}, "b": {"adapter": "simulated", "argv": ["x"]}}}"#,
        [
          "$.workers.a: argv is missing", "$.workers.b: script is missing",
          "$.workers.b.argv: must not be there",
        ]
      ),
      (
        #"{"workers": {"a b": {"adapter": "command", "argv": ["x"], "exit_classes": {"0": "lint"}}}}"#,
        [
          #"$.workers.a b: "a b" is not pattern "^(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$""#,
          #"$.workers.a b.exit_classes.0: "0" is not pattern "^[1-9][0-9]{0,2}$""#,
        ]
      ),
      (#"{"workers": {"a": {"adapter": "report", "argv": ["x"], "timeout": 30}}}"#, []),
      (
        #"{"workers": {"a": {"adapter": "report", "argv": [], "env": ["A=B"], "timeout": "30"}}}"#,
        [
          "$.workers.a.argv: [] is not minItems 1",
          #"$.workers.a.env[0]: "A=B" is not pattern "^[^=]+$""#,
          #"$.workers.a.timeout: "30" is not pattern "^[0-9]+[smhdw]$""#,
        ]
      ),
      (
        #"{"workers": {"a": {"adapter": "claude", "args": [], "budget_usd": 0.5}, "b": {"adapter": "codex", "argv": ["x"], "budget_usd": 0}}}"#,
        [
          "$.workers.b.budget_usd: 0 is not minimum 1e-06", "$.workers.b.argv: must not be there",
          "$.workers.b.budget_usd: must not be there",
        ]
      ),
      (#"{"routes": [{"id": "DOC-*"}]}"#, ["$.routes[0]: worker is missing"]),
    ] as [(String, [String])])
  func `an editor marks what the reader refuses`(_ text: String, _ expected: [String]) throws {
    #expect(try mistakes(in: text) == expected)
  }
}
