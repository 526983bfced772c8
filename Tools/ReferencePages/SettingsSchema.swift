import Door
import Model
import Runner
import Text
import Workers
import Worktrees

/// The JSON Schema of `orch.json`, which editors use for completion: `templates/orch.schema.json`.
/// Keys, forms and meanings come from the settings; this file maps each form to a JSON type.
enum SettingsSchema {
  /// The text of the file.
  static var page: String { json.indented + "\n" }

  static var json: JSONValue {
    [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "orch.json",
      "description": "The settings of a queue, beside it. docs/cli.md, Settings; docs/workers.md.",
      "type": "object", "additionalProperties": false, "properties": properties,
      "$defs": [
        "words": ["type": "array", "items": ["type": "string"]],
        "list": ["type": "array", "minItems": 1, "items": ["type": "string"]],
        "variables": ["type": "array", "items": ["type": "string", "pattern": "^[^=]+$"]],
        "time": ["type": ["string", "integer"], "pattern": "^[0-9]+[smhdw]$", "minimum": 0],
        "seconds": ["type": ["string", "integer"], "pattern": "^[0-9]+[smhdw]?$", "minimum": 0],
        "name": ["type": "string", "pattern": "^(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"],
        "class": choice(classes.map(\.rawValue)), "worker": worker, "route": route,
        "rule": rule,
      ],
    ]
  }

  // MARK: Settings

  private static var properties: JSONValue {
    var properties: JSONObject = [
      "$schema": ["type": "string", "description": "this schema, for editors; orch ignores it"]
    ]
    for setting in Settings.descriptions {
      properties[setting.key] = described(
        setting.key, setting.form.english, setting.meaning, setting.fallback)
    }
    for setting in Settings.inFileOnly(with: Opening.allFeatures) {
      let schema = described(setting.key, setting.form.english, setting.meaning, setting.fallback)
      let words = setting.key.split(separator: ".").map(String.init)
      guard words.count == 2 else {
        properties[setting.key] = schema
        continue
      }
      var object = properties[words[0]]?.objectValue ?? object([:]).objectValue ?? [:]
      var members = object["properties"]?.objectValue ?? [:]
      members[words[1]] = schema
      object["properties"] = .object(members)
      properties[words[0]] = .object(object)
    }
    return .object(properties)
  }

  private static func described(
    _ key: String, _ form: String, _ meaning: String, _ fallback: String
  ) -> JSONValue {
    let isEmpty = ["[]", "{}"].contains(fallback)
    return described(type(of: key, form), meaning + (isEmpty ? "" : "; default: \(fallback)"))
  }

  private static func described(_ type: JSONValue?, _ text: String) -> JSONValue {
    var schema: JSONObject = ["description": .string(text)]
    for member in type?.objectValue?.members ?? [] { schema[member.key] = member.value }
    return .object(schema)
  }

  /// The JSON type of a form; `nil` for a form without an entry here.
  static func type(of key: String, _ form: String) -> JSONValue? { byKey[key] ?? byForm(form) }

  /// The JSON type of forms whose text already shows the type.
  private static func byForm(_ form: String) -> JSONValue? {
    for (prefix, type) in [("a whole number, ", "integer"), ("seconds, ", "integer")]
    where form.hasPrefix(prefix) {
      let words = form.dropFirst(prefix.count).split(separator: " ")
      guard let lowest = words.first.flatMap({ Int($0) }) else { return nil }
      var schema: JSONObject = ["type": .string(type), "minimum": .integer(lowest)]
      if let highest = words.last.flatMap({ Int($0) }) { schema["maximum"] = .integer(highest) }
      return .object(schema)
    }
    return switch form {
    case "true or false", "1, true, yes or on, or 0, false, no or off": ["type": "boolean"]
    case "a path", "a line of text": ["type": "string", "minLength": 1]
    default: nil
    }
  }

  private static let words: JSONValue = ["$ref": "#/$defs/words"]
  private static let list: JSONValue = ["$ref": "#/$defs/list"]
  private static let money: JSONValue = ["type": "number", "minimum": 0, "maximum": 1_000_000]
  private static let variables: JSONValue = ["$ref": "#/$defs/variables"]
  private static let time: JSONValue = ["$ref": "#/$defs/time"]
  private static let text: JSONValue = ["type": "string", "minLength": 1]
  private static let branch: JSONValue = [
    "type": "string", "pattern": "^(?!-)(?!.*\\.\\.)[^ ~^:?*\\[\\\\]+$",
  ]
  private static let retryFailed: JSONValue = ["enum": ["yes", "no", "database"]]

  private static let byKey: [String: JSONValue] = [
    "db": text,
    "tz_offset": ["type": "number", "minimum": -14, "maximum": 14, "multipleOf": 0.25],
    "tz": [
      "anyOf": [
        ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_+/-]*$"],
        ["type": "number", "minimum": -14, "maximum": 14, "multipleOf": 0.25],
      ]
    ],
    "lock_timeout": ["type": "number", "minimum": 0, "maximum": 86400],
    "retry_backoff": [
      "type": "array", "minItems": 1, "items": ["type": "integer", "minimum": 0],
    ],
    "retry_failed": retryFailed,
    "kpi_max_failure_rate": ["type": "number", "minimum": 0, "maximum": 1],
    "attention_after": ["$ref": "#/$defs/seconds"],
    "long_work_after": ["$ref": "#/$defs/seconds"],
    "id_prefix": ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]{0,15}$"],
    "spawn.kind": ["enum": ["none", "command", "worker"]],
    "spawn.argv": list, "spawn.env": variables,
    "review.checks": ["type": "object", "additionalProperties": ["anyOf": [list, check]]],
    "review.protected": words, "review.judge": words,
    "workers": [
      "type": "object", "propertyNames": ["$ref": "#/$defs/name"],
      "additionalProperties": ["$ref": "#/$defs/worker"],
    ],
    "routes": ["type": "array", "items": ["$ref": "#/$defs/route"]],
    "worktrees.base": branch, "worktrees.integration": branch,
    "forge.repo": [
      "type": "string", "pattern": "^([A-Za-z0-9._-]+/)?[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$",
    ],
    "forge.remote": branch, "forge.base": branch,
    "worktrees.branch_prefix": ["type": "string", "pattern": "/$"],
    "worktrees.root": ["type": "string", "pattern": "^/"],
    "worktrees.min_free": [
      "type": ["string", "integer"], "pattern": "^[0-9]+(KB|MB|GB)?$", "minimum": 0,
    ],
    "hooks": [
      "type": "object", "propertyNames": ["$ref": "#/$defs/name"], "additionalProperties": hook,
    ],
    "otel.endpoint": ["type": "string", "pattern": "^https?://[^/\\s\"'@#?]+"],
    "otel.headers": [
      "type": "object", "propertyNames": ["pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"],
      "additionalProperties": ["type": "string", "pattern": "^[^=]+$"],
    ],
    "recurring": [
      "type": "object", "propertyNames": ["pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$"],
      "additionalProperties": recurring,
    ],
    "worktrees.setup": list, "worktrees.base_checks": words,
    "worktrees.non_git": choice(WorktreeSettings.WithoutRepository.allCases.map(\.rawValue)),
    "worktrees.checkout": choice(WorktreeSettings.CheckoutRule.allCases.map(\.rawValue)),
    "review.checkout": choice(ReviewSettings.Checkout.allCases.map(\.rawValue)),
    "repositories": [
      "type": "object", "propertyNames": ["pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$"],
      "additionalProperties": ["type": "string", "minLength": 1],
    ],
    "integrate": choice(Integration.allCases.map(\.rawValue)),
    "retry": retry,
    "prices": [
      "type": "object", "propertyNames": ["minLength": 1], "additionalProperties": price,
    ],
    "budget": object([
      "usd_per_day": money, "usd_per_row": money,
      "tokens_per_day": ["type": "integer", "minimum": 0, "maximum": 1_000_000_000_000_000],
      "calls_per_day": ["type": "integer", "minimum": 0, "maximum": 1_000_000_000_000_000],
    ]),
    "planner": object([
      "worker": ["$ref": "#/$defs/name"],
      "workers": ["type": "array", "minItems": 1, "items": ["$ref": "#/$defs/name"]],
      "max_tasks": ["type": "integer", "minimum": 1, "maximum": 1000],
      "code_needs": text, "auto_approve": ["type": "boolean"],
    ]),
    "plans.workers": [
      "type": "object", "additionalProperties": ["$ref": "#/$defs/name"],
    ],
    "plans.pipeline": ["type": "array", "minItems": 1, "items": step],
    "plans.callback_hosts": words,
    "answers": object(
      [
        "worker": ["$ref": "#/$defs/name"],
        "rounds": ["type": "integer", "minimum": 1, "maximum": 10],
      ], required: ["worker"]),
    "url": ["type": "string", "pattern": "^https?://[^/\\s\"'@#]+"], "model": text,
    "adapter": choice(WorkerProfile.Adapter.allCases.map(\.rawValue)),
    "argv": list, "args": words,
    "budget_usd": ["type": "number", "minimum": 0.000001, "maximum": 1_000_000],
    "timeout": time, "idle_timeout": time, "grace": time, "env": variables,
    "secret_env": variables, "prompt": text, "program": text,
    "min_version": ["type": "string", "pattern": "^[0-9]{1,18}([.][0-9]{1,18}){0,7}$"],
    "class": ["$ref": "#/$defs/class"],
    "exit_classes": [
      "type": "object", "propertyNames": ["pattern": "^[1-9][0-9]{0,2}$"],
      "additionalProperties": ["$ref": "#/$defs/class"],
    ],
    "sandbox": ["anyOf": [["const": "bwrap"], list]], "writable": words,
    "memory": ["type": "string", "pattern": "^[1-9][0-9]*[MGT]$"],
    "script": [
      "type": "array", "minItems": 1,
      "items": choice(WorkerProfile.SimulatedStep.allCases.map(\.rawValue)),
    ],
  ]

  /// A check with the class of its failures.
  private static var check: JSONValue {
    object(
      [
        "argv": described(list, "the program and its arguments"),
        "class": described(
          choice(["lint", "test", "build", "ci", "review"]), "the class of its failures"),
      ], required: ["argv"])
  }

  private static var hook: JSONValue {
    let kinds = choice(QueueEvent.Kind.allCases.map(\.rawValue))
    return object(
      [
        "on": described(
          ["type": "array", "minItems": 1, "items": kinds], "the events that it gets"),
        "argv": described(list, "the program and its arguments"),
        "timeout": described(time, "the longest run, up to 1h; 30s by default"),
        "env": described(variables, "the variables that it gets in addition to the usual ones"),
      ], required: ["on", "argv"])
  }

  /// The keys of a plan's task that stand without a plan.
  private static let task: JSONObject = [
    "task": text, "criteria": list, "brief": text, "outputs": list, "tags": list,
    "worker": text, "priority": choice(Priority.known.map(\.text)),
    "max_attempts": ["type": "integer", "minimum": 0], "timeout": time, "repo": text,
    "approval": choice(Approval.allCases.map(\.rawValue)),
    "on_failure": choice(FailurePolicy.allCases.map(\.rawValue)), "touches": list,
    "outputs_only": ["type": "boolean"], "notes": text,
  ]

  /// A task of a pipeline.
  private static var step: JSONValue {
    var keys = task
    (keys["id"], keys["after"]) = (text, list)
    return object(keys, required: ["id", "task"])
  }

  private static var recurring: JSONValue {
    object([
      "cron": described(
        ["type": "string", "pattern": "^[^ ]+( +[^ ]+){4}$"],
        "minute, hour, day of the month, month, day of the week: 0 2 * * 1-5"),
      "every": described(
        ["type": "string", "pattern": "^[0-9]+[smhdw]$"], "a time from 1m to 366d: 7d"),
      "add": described(
        object(task, required: ["task"]), "the row, with the keys of a task in a plan"),
      "plan": described(text, "the file of a plan, below the project root"),
      "catch_up": described(
        ["type": "boolean"], "whether a row is added for the last missed time; true by default"),
      "overlap": described(
        ["type": "boolean"],
        "whether a row or plan is added even if the one before is unfinished; false by default"),
    ])
  }

  /// The classes that a profile may name; orch finds the others itself.
  private static let classes = FailureClass.allCases.filter {
    ![.question, .spawn, .conflict, .interrupted, .lost].contains($0)
  }

  private static func choice(_ words: [String]) -> JSONValue {
    ["enum": .array(words.map { .string($0) })]
  }

  private static func object(_ properties: JSONObject, required: [String] = []) -> JSONValue {
    var schema: JSONObject = [
      "type": "object", "additionalProperties": false, "properties": .object(properties),
    ]
    if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
    return .object(schema)
  }

  // MARK: Objects

  /// A profile; each adapter requires some keys and does not allow others.
  private static var worker: JSONValue {
    var properties: JSONObject = [:]
    for key in WorkerKey.all {
      properties[key.name] = described(type(of: key.name, key.form.english), key.meaning)
    }
    let needed = WorkerKey.all.filter(\.isRequired)
    var schema =
      object(
        properties,
        required: needed.filter { $0.adapters == WorkerProfile.Adapter.allCases }.map(\.name)
      ).objectValue ?? [:]
    schema["allOf"] = .array(
      WorkerProfile.Adapter.allCases.map { adapter in
        var others: JSONObject = [:]
        for key in WorkerKey.all where !key.adapters.contains(adapter) { others[key.name] = false }
        let names = needed.filter { $0.adapters.contains(adapter) }.map {
          JSONValue.string($0.name)
        }
        return [
          "if": [
            "required": ["adapter"],
            "properties": ["adapter": ["const": .string(adapter.rawValue)]],
          ],
          "then": ["required": .array(names), "properties": .object(others)],
        ]
      })
    return .object(schema)
  }

  private static let route = object(
    [
      "worker": described(["$ref": "#/$defs/name"], "the name of a worker"),
      "id": described(text, "a pattern of ids, such as DOC-*"),
      "priority": described(choice(Priority.known.map(\.text)), "P0, P1 or P2"),
      "role": described(text, "a role such as coder"),
      "words": described(list, "words, one of which is in the task"),
    ], required: ["worker"])

  /// The rules by class, and the rules of single workers.
  private static var retry: JSONValue {
    var rules: JSONObject = [:]
    for failure in FailureClass.allCases { rules[failure.rawValue] = ["$ref": "#/$defs/rule"] }
    var properties = rules
    properties["workers"] = described(
      ["type": "object", "additionalProperties": object(rules)], "rules of single workers")
    properties["unclassified"] = described(
      retryFailed, "whether rows without a class are tried again")
    return object(properties)
  }

  /// The price of a million tokens.
  private static let price = object(
    [
      "input": described(money, "US dollars for a million tokens of input"),
      "cached_input": described(
        money, "US dollars for a million input tokens from the cache; default: input"),
      "output": described(money, "US dollars for a million tokens of output"),
    ], required: ["input", "output"])

  /// The consequences of a failed attempt.
  private static let rule = object([
    "counts": described(["type": "boolean"], "whether the attempt counts"),
    "retries": described(
      ["type": "integer", "minimum": 0], "how many times in a row the row is tried again"),
    "delays": described(
      ["type": "array", "items": ["$ref": "#/$defs/seconds"]],
      "the waits before each further attempt"),
    "then": described(
      ["enum": ["FAILED", "BLOCKED"]], "the status of a row that is not tried again"),
  ])
}

extension JSONValue {
  /// The JSON text. A value that does not fit a line has a line for each member or element.
  var indented: String { indented(by: "", behind: 0) }

  /// - Parameter columns: the columns of the line that are already used.
  private func indented(by blanks: String, behind columns: Int) -> String {
    let line = spaced
    let inner = blanks + "  "
    if blanks.count + columns + line.count <= 100, !blanks.isEmpty { return line }
    switch self {
    case .array(let values) where !values.isEmpty:
      let lines = values.map { inner + $0.indented(by: inner, behind: 1) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(blanks)]"
    case .object(let object) where !object.members.isEmpty:
      let lines = object.members.map { key, value in
        let name = "\(JSONValue.string(key)): "
        return inner + name + value.indented(by: inner, behind: name.count + 1)
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(blanks)}"
    default: return line
    }
  }

  /// The value on one line, with blanks.
  private var spaced: String {
    switch self {
    case .array(let values): "[\(values.map(\.spaced).joined(separator: ", "))]"
    case .object(let object) where !object.members.isEmpty:
      "{ \(object.members.map { "\(JSONValue.string($0)): \($1.spaced)" }.joined(separator: ", ")) }"
    default: description
    }
  }
}
