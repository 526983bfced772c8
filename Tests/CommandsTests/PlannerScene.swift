import Commands
import Foundation
import Glibc
import TestSupport
import Testing
import Text

@testable import Runner

/// A home with a planner, a worker of rows, and the stand-in of an endpoint.
struct PlannerScene {
  var scene: Scene
  let endpoint: StandInEndpoint

  static let key = #"sk-"quoted\key-0123456789"#

  /// Two tasks, one after the other.
  static let plan =
    #"{"plan":"login","title":"Log in","tasks":[{"id":"schema","task":"Add the table","worker":"sim","#
    + #""criteria":["cmd: test"],"brief":"All of it."},{"id":"api","task":"Add the endpoints","#
    + #""worker":"sim","criteria":["cmd: test"],"after":["schema"]}]}"#

  /// - Parameters:
  ///   - answers: of the endpoint.
  ///   - planner: the members of `planner`.
  ///   - profile: further members of the planner's profile, each with a comma before it.
  ///   - rest: further members of `orch.json`, each with a comma before it.
  ///   - body: gets the scene, which is trusted.
  static func with(
    _ answers: [StandInEndpoint.Answer],
    planner: String = #""worker": "architect", "workers": ["sim"], "code_needs": "cmd:""#,
    profile: String = "", rest: String = "", environment: [String: String] = [:],
    _ body: (PlannerScene) throws -> Void
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment = [
        "PATH": "/usr/bin:/bin", "LLM_API_KEY": key, "LLM_MODEL": "not-named",
      ].merging(environment) { $1 }
      let endpoint = StandInEndpoint(answers)
      let settings = """
        {"workers": {"sim": {"adapter": "report", "argv": ["./worker.sh"], "about": "does it all",
         "timeout": "1h"}, "other": {"adapter": "report", "argv": ["./worker.sh"]},
         "architect": {"adapter": "llm", "url": "\(endpoint.url)", "model": "m", "program": "./curl.sh",
         "env": ["LLM_API_KEY"]\(profile)}},
         "planner": {\(planner)}, "prices": {"architect": {"input": 1, "output": 4}},
         "review": {"run_checks": true, "checks": {"test": ["./test.sh"]}}\(rest)}
        """
      let scripts = [
        ("worker.sh", "cat > /dev/null"), ("test.sh", "true"),
        (
          "curl.sh",
          #"{ for word; do echo "$word"; done; env; } >> curl.log; exec curl "$@""#
        ),
      ]
      for (name, text) in scripts {
        let path = "\(scene.folder)/\(name)"
        try "#!/bin/sh\n\(text)\n".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o755)
      }
      let path = "\(scene.folder)/orch.json"
      try settings.write(toFile: path, atomically: true, encoding: .utf8)
      chmod(path, 0o644)
      chmod(scene.folder, 0o755)
      #expect(scene.run("trust --yes").status == 0)
      try body(PlannerScene(scene: scene, endpoint: endpoint))
    }
  }

  @discardableResult
  func propose(_ words: String...) -> Scene.Ending {
    scene.run(words: ["plan", "propose", "login", "--goal", "People log in"] + words)
  }

  /// How a command ended, in one text; the port of the endpoint is written `PORT`.
  func text(_ ending: Scene.Ending) -> String {
    let port = endpoint.url.split(separator: ":").last?.split(separator: "/").first ?? ""
    return ("\(ending.status)\n" + ending.output + ending.errors).replacing(port, with: "PORT")
  }

  /// The hash that `show` prints.
  var hash: String {
    let words = scene.run("plan show login").output.split(separator: " ")
    return words.last.map { $0.trimmingCharacters(in: .newlines) } ?? ""
  }

  /// The last line of the ledger.
  var costs: JSONObject {
    let text = (try? String(contentsOfFile: "\(scene.folder)/.orch/costs.jsonl", encoding: .utf8))
    let line = text?.split(separator: "\n").last ?? "{}"
    return (try? JSONValue(parsing: Array(line.utf8)))?.objectValue ?? [:]
  }

  /// The requests that the ledger counts, and those of them whose end it does not know.
  var booked: (calls: Int, open: Int) {
    let text = try? String(contentsOfFile: "\(scene.folder)/.orch/costs.jsonl", encoding: .utf8)
    let lines = (text ?? "").split(separator: "\n").compactMap {
      (try? JSONValue(parsing: Array($0.utf8)))?.objectValue
    }
    let (open, ended) = (lines.count { $0["open"] != nil }, lines.count { $0["open"] == nil })
    return (
      lines.reduce(0) { $0 + ($1["open"] == nil ? $1["calls"]?.integerValue ?? 0 : 0) },
      open - ended
    )
  }

  /// How long the requests were waited for: the minutes and seconds from the scene's start to the
  /// booking of the last ones.
  var waited: String {
    guard let time = costs["time"]?.stringValue else { return "-" }
    let numbers = time.dropFirst(14).prefix(5).split(separator: ":").compactMap { Int($0) }
    let seconds = numbers[0] * 60 + numbers[1] - 12
    return "\(seconds) s"
  }

  /// The `response_format` of each request.
  var formats: [String] {
    endpoint.requests.map { request in
      let json = (try? JSONValue(parsing: Array(request.body.utf8)))?.objectValue
      return json?["response_format"]?.objectValue?["type"]?.stringValue ?? "text"
    }
  }

  /// What the last request said at last.
  var lastMessage: String {
    let body = endpoint.requests.last?.body ?? ""
    let json = (try? JSONValue(parsing: Array(body.utf8)))?.objectValue
    return json?["messages"]?.arrayValue?.last?.objectValue?["content"]?.stringValue ?? ""
  }

  func write(_ text: String, to name: String) throws {
    try text.write(toFile: "\(scene.folder)/\(name)", atomically: false, encoding: .utf8)
  }

  /// All files below the folder, but for those that the test itself wrote.
  var files: [String: String] {
    let names = FileManager.default.enumerator(atPath: scene.folder)?.allObjects ?? []
    var files: [String: String] = [:]
    for case let name as String in names {
      let data = FileManager.default.contents(atPath: "\(scene.folder)/\(name)")
      if let data { files[name] = String(decoding: data, as: UTF8.self) }
    }
    return files
  }
}
