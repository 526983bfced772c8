import Foundation
import JSON
import Testing

// What the loop made of rows and reports.

extension Scene {
  /// How often a worker of the row was started.
  func runs(_ id: String) -> Int {
    (try? text("runs/\(id)").split(separator: "\n").count) ?? 0
  }

  func status(_ id: String) throws -> String { try item(id)["status"]?.stringValue ?? "" }

  func notes(_ id: String) throws -> String { try item(id)["notes"]?.stringValue ?? "" }

  func item(_ id: String) throws -> JSONObject {
    let outcome = try orch("show", id, "--json")
    let json = try? JSONValue(parsing: Array(outcome.output.utf8))
    return try #require(json?.objectValue?["item"]?.objectValue, "\(outcome)")
  }

  /// Why reports were refused, in their order, with `TOKEN` for tokens.
  var refusals: [String] {
    get throws {
      try kept("inbox/refused").map { report in
        let head = try JSONValue(parsing: Array(report.prefix { $0 != "\n" }.utf8))
        return (head.objectValue?["refused"]?.stringValue ?? "")
          .replacing(/[0-9]+-[0-9a-f]{6}/) { _ in "TOKEN" }
      }
    }
  }

  /// The reports in a folder of the sidecar.
  func kept(_ name: String) throws -> [String] {
    guard exists(".orch/\(name)") else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path(".orch/\(name)"))
      .filter { $0.hasSuffix(".report") }.sorted().map { try text(".orch/\(name)/\($0)") }
  }
}
