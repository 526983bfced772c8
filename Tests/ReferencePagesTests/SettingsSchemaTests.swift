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
  private func mistake(in text: String) throws -> String? {
    try JSONSchema(SettingsSchema.json).mistake(in: try JSONValue(parsing: Array(text.utf8)))
      .map { "\($0.place): \($0.rule)" }
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
      #expect(try JSONSchema(SettingsSchema.json).mistake(in: json) == nil, "\(name): \(text)")
    }
    #expect(count >= 8)
  }

  @Test(arguments: WorkerExample.allCases)
  func `what orch init --worker writes fits`(_ worker: WorkerExample) throws {
    #expect(try mistake(in: worker.settings(program: "scripts/worker.sh")) == nil)
  }

  @Test(
    arguments: [
      (#"{"$schema": "orch.schema.json", "max_workers": 64, "review": {"run_checks": true}}"#, nil),
      (#"{"review": {"checks": {"t": ["x"], "u": {"argv": ["x"], "class": "lint"}}}}"#, nil),
      (#"{"max_worker": 3}"#, ".max_worker: not allowed"),
      (#"{"max_workers": 65}"#, ".max_workers: maximum: 64"),
      (#"{"review": {"run_check": true}}"#, ".review.run_check: not allowed"),
      (#"{"workers": {"a": {"argv": ["x"]}}}"#, ".workers.a: required: adapter"),
      (#"{"workers": {"a": {"adapter": "report"}}}"#, ".workers.a: required: argv"),
      (#"{"workers": {"b": {"adapter": "simulated"}}}"#, ".workers.b: required: script"),
      (
        #"{"workers": {"b": {"adapter": "simulated", "argv": ["x"], "script": ["done"]}}}"#,
        ".workers.b.argv: not allowed"
      ),
      (
        #"{"workers": {"a b": {"adapter": "command", "argv": ["x"]}}}"#,
        #".workers.a b: pattern: ^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"#
      ),
      (
        #"{"workers": {"a": {"adapter": "command", "argv": ["x"], "exit_classes": {"0": "lint"}}}}"#,
        ".workers.a.exit_classes.0: pattern: ^[1-9][0-9]{0,2}$"
      ),
      (#"{"workers": {"a": {"adapter": "report", "argv": ["x"], "timeout": 30}}}"#, nil),
      (#"{"workers": {"a": {"adapter": "report", "argv": []}}}"#, ".workers.a.argv: minItems: 1"),
      (
        #"{"workers": {"a": {"adapter": "report", "argv": ["x"], "env": ["A=B"]}}}"#,
        ".workers.a.env[0]: pattern: ^[^=]+$"
      ),
      (
        #"{"workers": {"b": {"adapter": "claude", "args": [], "budget_usd": 0}}}"#,
        ".workers.b.budget_usd: minimum: 1e-06"
      ),
      (
        #"{"workers": {"b": {"adapter": "codex", "argv": ["x"]}}}"#, ".workers.b.argv: not allowed"
      ),
      (#"{"routes": [{"id": "DOC-*"}]}"#, ".routes[0]: required: worker"),
    ] as [(String, String?)])
  func `an editor marks what the reader refuses`(_ text: String, _ expected: String?) throws {
    #expect(try mistake(in: text) == expected)
  }
}
