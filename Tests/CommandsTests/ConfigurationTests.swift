import Foundation
import Operator
import Programs
import TestSupport
import Testing

@testable import Door
@testable import Runner

@Suite struct ConfigurationTests {
  @Test(arguments: [
    ("{}", [:]), (" {\n} ", [:]), (#"{"tz_offset": 9}"#, ["tz_offset": "9"]),
    (#"{"tz_offset": -3.5}"#, ["tz_offset": "-3.5"]), (#"{"tz_offset": "9"}"#, ["tz_offset": "9"]),
    (#"{"retry_backoff": [60, 180]}"#, ["retry_backoff": "60,180"]),
    (#"{"retry_backoff": "60,180"}"#, ["retry_backoff": "60,180"]),
    (#"{"queue_md_read_only": true}"#, ["queue_md_read_only": "true"]),
    (
      #"{"kpi_max_failure_rate": 0.05, "kpi_stale_minutes": 5, "log_path": "로그"}"#,
      ["kpi_max_failure_rate": "0.05", "kpi_stale_minutes": "5", "log_path": "로그"]
    ),
  ])
  func `a setting may be a text, a number, a truth or a list`(
    _ text: String, values: [String: String]
  ) throws {
    try withScene(nil) { scene in
      try writeAged(text, to: "\(scene.folder)/orch.json")
      let configuration = try Configuration.checked(in: scene.folder)
      #expect(configuration.values == values)
    }
  }

  @Test func `a missing file sets nothing`() throws {
    try withScene(nil) { scene in
      for folder in [scene.folder, scene.folder + "/nowhere"] {
        let configuration = try Configuration.checked(in: folder)
        #expect(configuration.values == [:])
      }
    }
  }

  @Test(arguments: [
    ("", "~/orch.json: line 1, column 1: unexpected end of JSON", Self.notJSON),
    (
      "{\n  \"tz_offset\": 9,\n}", "~/orch.json: line 3, column 1: expected a key in double quotes",
      Self.notJSON
    ),
    (
      #"{"tz_offset":9,"tz_offset":8}"#,
      #"~/orch.json: line 1, column 16: the object has the key "tz_offset" already"#, Self.notJSON
    ),
    ("[]", "~/orch.json: not an object", #"write {"key": value}"#),
    ("9", "~/orch.json: not an object", #"write {"key": value}"#),
    (
      #"{"tz_ofset": 9}"#, "~/orch.json: unknown key 'tz_ofset'", "did you mean tz_offset?"
    ),
    (
      #"{"ORCH_TZ_OFFSET": 9}"#, "~/orch.json: unknown key 'ORCH_TZ_OFFSET'",
      "docs/cli.md lists the settings"
    ),
    (
      #"{"color": 9}"#, "~/orch.json: unknown key 'color'", "docs/cli.md lists the settings"
    ),
    (
      #"{"tz_offset": "KST"}"#, #"~/orch.json: invalid value "KST" for 'tz_offset'"#,
      "it must be hours east of UTC, such as 9 or -3.5"
    ),
    (
      #"{"retry": {"workers": {"tets": {}}}, "workers": {"tests": {"adapter": "command", "argv": ["x"]}}}"#,
      "~/orch.json: unknown key 'retry.workers.tets'", "did you mean tests?"
    ),
    (
      #"{"worktrees": {"base_checks": ["test"]}}"#,
      #"~/orch.json: invalid value ["test"] for 'worktrees.base_checks'"#,
      "it must be a list of names of review.checks"
    ),
    (
      #"{"worktrees": {"base_checks": ["tset"]}, "review": {"checks": {"b": ["x"], "test": ["x"]}}}"#,
      #"~/orch.json: invalid value ["tset"] for 'worktrees.base_checks'"#,
      "it must be a list of names of review.checks: b, test"
    ),
    (
      #"{"max_attempts": 1.5}"#, "~/orch.json: invalid value 1.5 for 'max_attempts'",
      "it must be a whole number, 0 or more"
    ),
    (
      #"{"max_attempts": true}"#, "~/orch.json: invalid value true for 'max_attempts'",
      "it must be a whole number, 0 or more"
    ),
    (
      #"{"log_path": ""}"#, #"~/orch.json: invalid value "" for 'log_path'"#, "it must be a path"
    ),
    (
      #"{"max_attempts": null}"#, "~/orch.json: invalid value null for 'max_attempts'",
      "it must be a text or a number"
    ),
    (
      #"{"retry_backoff": [60, null]}"#,
      "~/orch.json: invalid value [60,null] for 'retry_backoff'", "it must be a text or a number"
    ),
    (
      #"{"retry_backoff": {"first": 60}}"#,
      #"~/orch.json: invalid value {"first":60} for 'retry_backoff'"#,
      "it must be a text or a number"
    ),
  ])
  func `what cannot be read is an error that names the file`(
    _ text: String, message: String, hint: String
  ) throws {
    try withScene(nil) { scene in
      try writeAged(text, to: "\(scene.folder)/orch.json")
      let error = #expect(throws: SettingProblem.self) {
        try Configuration.checked(in: scene.folder)
      }
      #expect(error.map { scene.text(.setting($0)) } == "bad_setting 64: \(message) (\(hint))")
    }
  }

  @Test(arguments: [
    ("{}", FileSettings()), (#"{"review": {}}"#, FileSettings()),
    (
      #"{"review": {"checks": {"test": ["swift", "test"], "a.b": ["x"]}, "run_checks": true}}"#,
      FileSettings(checks: ["test": ["swift", "test"], "a.b": ["x"]], runsChecks: true)
    ),
    (
      #"{"root": "..", "review": {"max_retries": 0, "check_seconds": 86400}}"#,
      FileSettings(maxRetries: 0, checkSeconds: 86400, root: "..")
    ),
  ])
  func `what only the file can say`(_ text: String, settings: FileSettings) throws {
    try withScene(nil) { scene in
      try writeAged(text, to: "\(scene.folder)/orch.json")
      var found = try Configuration.checked(in: scene.folder).inFileOnly
      found.given = [:]
      #expect(found == settings)
    }
  }

  @Test(arguments: [
    (#"{"review": 5}"#, "invalid value 5 for 'review'", "it must be an object"),
    (#"{"review": {"chekcs": {}}}"#, "unknown key 'review.chekcs'", "did you mean checks?"),
    (#"{"reveiw": {}}"#, "unknown key 'reveiw'", "did you mean review?"),
    (#"{"roots": "x"}"#, "unknown key 'roots'", "did you mean root?"),
    (#"{"checks": {}}"#, "unknown key 'checks'", "docs/cli.md lists the settings"),
    (#"{"review.checks": {"a": ["b"]}}"#, "unknown key 'review.checks'", Self.listed),
    (
      #"{"spawn": {"kind": "shell"}}"#, "invalid value \"shell\" for 'spawn.kind'",
      "it must be none, command or worker"
    ),
    (#"{"spawn": {"argv": "x"}}"#, "invalid value \"x\" for 'spawn.argv'", Self.words),
    (#"{"spawn": {"argv": [""]}}"#, #"invalid value [""] for 'spawn.argv'"#, Self.words),
    (
      #"{"spawn": {"argv": ["x", "a\u0000b"]}}"#,
      #"invalid value ["x","a\u0000b"] for 'spawn.argv'"#, Self.words
    ),
    // What a row says never names a program.
    (
      #"{"spawn": {"argv": ["x/{id}"]}}"#, #"invalid value ["x/{id}"] for 'spawn.argv'"#, Self.words
    ),
    (
      #"{"spawn": {"timeout_seconds": 0}}"#, "invalid value 0 for 'spawn.timeout_seconds'",
      "it must be seconds, 1 to 604800"
    ),
    (
      #"{"spawn": {"grace_seconds": -1}}"#, "invalid value -1 for 'spawn.grace_seconds'",
      "it must be seconds, 0 to 3600"
    ),
    (
      #"{"spawn": {"env": ["A=B"]}}"#, #"invalid value ["A=B"] for 'spawn.env'"#,
      #"it must be a list of names, such as ["PATH", "ANTHROPIC_API_KEY"]"#
    ),
    (#"{"spawn": {"env_": []}}"#, "unknown key 'spawn.env_'", "did you mean env?"),
    (#"{"review": {"review": {}}}"#, "unknown key 'review.review'", Self.listed),
    (
      #"{"review": {"run_checks": "yes"}}"#, "invalid value \"yes\" for 'review.run_checks'",
      "it must be true or false"
    ),
    (
      #"{"review": {"max_retries": -1}}"#, "invalid value -1 for 'review.max_retries'",
      "it must be a whole number, 0 or more"
    ),
    (
      #"{"review": {"check_seconds": 0}}"#, "invalid value 0 for 'review.check_seconds'",
      "it must be seconds, 1 to 86400"
    ),
    (
      #"{"review": {"checks": {"test": "swift test"}}}"#,
      #"invalid value {"test":"swift test"} for 'review.checks'"#, Self.lists
    ),
    (
      #"{"review": {"checks": {"test": []}}}"#, #"invalid value {"test":[]} for 'review.checks'"#,
      Self.lists
    ),
    (
      #"{"review": {"checks": {"test": [""]}}}"#,
      #"invalid value {"test":[""]} for 'review.checks'"#, Self.lists
    ),
    (
      #"{"review": {"checks": {"t": ["a", 1]}}}"#,
      #"invalid value {"t":["a",1]} for 'review.checks'"#, Self.lists
    ),
    (
      #"{"review": {"checks": {"rm -rf": ["a"]}}}"#,
      #"invalid value {"rm -rf":["a"]} for 'review.checks'"#, Self.lists
    ),
    (
      #"{"review": {"checks": {"t": {"class": "lint"}}}}"#, "'review.checks.t.argv' is missing",
      #"it must be a list of words, such as ["scripts/judge.sh"]"#
    ),
    (
      #"{"review": {"checks": {"t": {"argv": [""]}}}}"#,
      #"invalid value [""] for 'review.checks.t.argv'"#,
      #"it must be a list of words, such as ["scripts/judge.sh"]"#
    ),
    (
      #"{"review": {"checks": {"t": {"argv": ["a"], "class": "timeout"}}}}"#,
      #"invalid value "timeout" for 'review.checks.t.class'"#,
      "it must be lint, test, build, ci or review"
    ),
    (
      #"{"review": {"checks": {"t": {"argv": ["a"], "exclusive": 1}}}}"#,
      "invalid value 1 for 'review.checks.t.exclusive'", "it must be true or false"
    ),
    (
      #"{"review": {"checks": {"t": {"argv": ["a"], "exit_classes": {"75": "test"}}}}}"#,
      #"invalid value {"75":"test"} for 'review.checks.t.exit_classes'"#,
      #"it must be exit statuses with a class, such as {"75": "rate_limit"}: rate_limit, auth or interrupted"#
    ),
    (#"{"root": ""}"#, #"invalid value "" for 'root'"#, "it must be a path"),
    (#"{"root": null}"#, "invalid value null for 'root'", "it must be a path"),
    (#"{"env_file": ""}"#, #"invalid value "" for 'env_file'"#, "it must be a path"),
  ])
  func `what only the file can say is read as strictly`(
    _ text: String, problem: String, hint: String
  ) throws {
    try withScene(nil) { scene in
      try writeAged(text, to: "\(scene.folder)/orch.json")
      let error = #expect(throws: SettingProblem.self) {
        try Configuration.checked(in: scene.folder)
      }
      #expect(
        error.map { scene.text(.setting($0)) }
          == "bad_setting 64: ~/orch.json: \(problem) (\(hint))")
    }
  }

  private static let words =
    #"it must be a list of words, such as ["scripts/worker.sh", "{id}"]"#
  private static let listed = "docs/cli.md lists the settings"
  private static let lists =
    #"it must be lists of words by name, such as {"test": ["swift", "test"]}"#

  @Test(arguments: [("health", 30), ("kpi --fail-on-alert", 64)] as [(String, Int32)])
  func `what monitors ask is no success without the file`(_ line: String, status: Int32) throws {
    try withScene([]) { scene in
      try writeAged("{bad", to: "\(scene.folder)/orch.json")
      let ending = scene.run(line, of: Ops.program)
      #expect(ending.status == status && (ending.output + ending.errors).contains("~/orch.json: "))
      #expect(scene.run("kpi", of: Ops.program).status == 0)
    }
  }

  @Test func `a folder in place of the file is reported with the system's reason`() throws {
    try withScene(nil) { scene in
      try FileManager.default.createDirectory(
        atPath: "\(scene.folder)/orch.json", withIntermediateDirectories: false)
      let error = #expect(throws: SettingProblem.self) {
        try Configuration.checked(in: scene.folder)
      }
      #expect(
        error.map { scene.text(.setting($0)) }
          == "input_output 74: cannot read ~/orch.json: Is a directory (the settings must be a "
          + "file)")
    }
  }

  private static let notJSON = "fix the file; it must be JSON"
}

extension Configuration {
  /// What the file says, or the first of what can't be read.
  fileprivate static func checked(in home: String) throws -> Configuration {
    let configuration = Configuration(reading: home, with: Opening.allFeatures)
    if let problem = configuration.problems.first { throw problem }
    return configuration
  }
}

extension FileSettings {
  fileprivate init(
    checks: [String: [String]] = [:], runsChecks: Bool = false, maxRetries: Int? = nil,
    checkSeconds: Int = 600, root: String? = nil
  ) {
    self.init()
    review.checks = checks
    review.runsChecks = runsChecks
    review.maxRetries = maxRetries
    review.checkSeconds = checkSeconds
    self.root = root
  }
}
