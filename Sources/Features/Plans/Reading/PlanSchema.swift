/// The JSON Schema of a plan, which editors use for completion and models for answers.
/// `templates/plan.schema.json` is written from it.
public enum PlanSchema {
  // swift-format-ignore
  public static let text = ##"""
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "A plan",
      "description": "Tasks that belong together, and what each waits for: orch plan check, apply.",
      "type": "object",
      "additionalProperties": false,
      "required": ["plan", "tasks"],
      "properties": {
        "$schema": { "description": "this schema, for editors; orch ignores it", "type": "string" },
        "plan": {
          "description": "the name of the plan, which begins the ids of its rows: login.schema",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$"
        },
        "title": {
          "description": "what people read in lists, on one line",
          "type": "string",
          "minLength": 1,
          "maxLength": 20000,
          "pattern": "^[^\\u000a\\u000d\\u2028\\u2029]+$"
        },
        "goal": { "description": "what is reached once all tasks are done", "$ref": "#/$defs/text" },
        "parent": {
          "description": "the id of the row that the plan is for",
          "type": "string",
          "pattern": "^(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
        },
        "source": {
          "description": "where the plan comes from, if it has another name there: FORM:ID",
          "type": "string",
          "minLength": 1,
          "maxLength": 20000,
          "pattern": "^[^\\u000a\\u000d\\u2028\\u2029]+$"
        },
        "callback_url": {
          "description": "the address that gets the result when the plan ends, at a host of plans.callback_hosts",
          "type": "string",
          "minLength": 1,
          "maxLength": 20000,
          "pattern": "^https?://[^\\u0000-\\u0020\\u007f-\\u009f]+$"
        },
        "defaults": {
          "description": "the settings of each task that does not have its own",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "criteria": {
              "description": "exit: tasks without criteria and outputs are done when their worker's program ends with status 0",
              "const": "exit"
            },
            "worker": { "$ref": "#/$defs/worker" },
            "priority": { "$ref": "#/$defs/priority" },
            "max_attempts": { "$ref": "#/$defs/max_attempts" },
            "timeout": { "$ref": "#/$defs/timeout" },
            "repo": { "$ref": "#/$defs/repo" },
            "approval": { "$ref": "#/$defs/approval" },
            "on_failure": { "$ref": "#/$defs/on_failure" },
            "due_at": { "$ref": "#/$defs/due_at" },
            "not_before": { "$ref": "#/$defs/not_before" },
            "touches": { "$ref": "#/$defs/touches" },
            "outputs_only": { "$ref": "#/$defs/outputs_only" },
            "notes": { "$ref": "#/$defs/notes" }
          }
        },
        "tasks": {
          "description": "each becomes a row",
          "type": "array",
          "minItems": 1,
          "maxItems": 1000,
          "items": { "$ref": "#/$defs/task" }
        }
      },
      "$defs": {
        "text": { "type": "string", "minLength": 1, "maxLength": 20000 },
        "line": {
          "type": "string",
          "minLength": 1,
          "maxLength": 20000,
          "pattern": "^[^|\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$"
        },
        "criterion": {
          "type": "string",
          "minLength": 1,
          "maxLength": 20000,
          "pattern": "^((file|grep|json|cmd|ci|only|exit):[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+|[^|\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+)$"
        },
        "name": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$" },
        "path": {
          "type": "string",
          "minLength": 1,
          "maxLength": 20000,
          "pattern": "^(?!/)(?!(.*/)?\\.\\.(/|$))[^|\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$"
        },
        "time": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$" },
        "task": {
          "type": "object",
          "additionalProperties": false,
          "required": ["id", "task"],
          "properties": {
            "id": { "description": "its id within the plan", "$ref": "#/$defs/name" },
            "task": {
              "description": "what is to be done, on one line without |",
              "$ref": "#/$defs/line"
            },
            "criteria": {
              "description": "how one sees that it is done: sentences, or proofs such as cmd: test, file: PATH, grep: TEXT in FILE, json: FILE SCHEMA; each a single criterion, without ; and numbers such as 1), and with | only in a proof",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/criterion" }
            },
            "brief": {
              "description": "all that a worker has to know beside that, of any form; it becomes tasks/ID.md",
              "$ref": "#/$defs/text"
            },
            "outputs": {
              "description": "the files that the work leaves behind, each below the project: a criterion file: PATH each",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/path" }
            },
            "tags": {
              "description": "words to sort rows by, without blanks and commas",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/line" }
            },
            "after": {
              "description": "the ids of the tasks that must be DONE first",
              "type": "array",
              "uniqueItems": true,
              "items": { "$ref": "#/$defs/name" }
            },
            "worker": { "$ref": "#/$defs/worker" },
            "priority": { "$ref": "#/$defs/priority" },
            "max_attempts": { "$ref": "#/$defs/max_attempts" },
            "timeout": { "$ref": "#/$defs/timeout" },
            "repo": { "$ref": "#/$defs/repo" },
            "approval": { "$ref": "#/$defs/approval" },
            "on_failure": { "$ref": "#/$defs/on_failure" },
            "due_at": { "$ref": "#/$defs/due_at" },
            "not_before": { "$ref": "#/$defs/not_before" },
            "touches": { "$ref": "#/$defs/touches" },
            "outputs_only": { "$ref": "#/$defs/outputs_only" },
            "notes": { "$ref": "#/$defs/notes" }
          }
        },
        "worker": {
          "description": "who does the work, of workers in orch.json",
          "type": "string",
          "pattern": "^(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
        },
        "priority": { "description": "how urgent it is; else P1", "enum": ["P0", "P1", "P2"] },
        "max_attempts": {
          "description": "how many attempts it may take",
          "type": "integer",
          "minimum": 0
        },
        "timeout": {
          "description": "how long an attempt may take: 90s, 30m, 2h; up to 168h",
          "type": "string",
          "pattern": "^[0-9]+[smhdw]$"
        },
        "repo": {
          "description": "where it is worked, of repositories in orch.json",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$"
        },
        "approval": {
          "description": "a person approves its start, or its work once it is done",
          "enum": ["start", "done"]
        },
        "on_failure": {
          "description": "if it fails: the rows that wait for it start, or are cancelled; else they wait",
          "enum": ["continue", "cancel"]
        },
        "due_at": {
          "description": "when it is due, by the queue's clock: 2026-11-30 18:00",
          "$ref": "#/$defs/time"
        },
        "not_before": {
          "description": "when it may start, by the queue's clock: 2026-11-30 18:00",
          "$ref": "#/$defs/time"
        },
        "touches": {
          "description": "the paths that work on it touches, without blanks and commas: rows with the same ones do not run at once",
          "type": "array",
          "uniqueItems": true,
          "items": { "$ref": "#/$defs/path" }
        },
        "outputs_only": {
          "description": "whether the work may change no other files than its outputs",
          "type": "boolean"
        },
        "notes": { "description": "what else to know, on one line without |", "$ref": "#/$defs/line" }
      }
    }
    """## + "\n"
}
