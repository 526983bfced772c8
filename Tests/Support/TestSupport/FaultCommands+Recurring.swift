import Foundation

// Ticks with recurring work: an entry begins, and one adds a row with a brief.

extension FaultCommand {
  static let recurring: [FaultCommand] =
    each("tick that begins recurring work", "orch tick", before: setUp)
    .inSteps { try $0.expect("orch tick") }.looking(found)
    + each(
      "tick that adds a recurring row", "orch tick",
      before: { folder in
        try setUp(folder)
        try folder.at("2026-01-01 12:00").expect("orch tick")
      }
    )
    .inSteps { try $0.expect("orch tick") }.looking(found)

  /// Paused, so that no row starts.
  @Sendable private static func setUp(_ folder: FaultFolder) throws {
    try folder.write(
      #"{"recurring": {"daily": {"every": "1d", "add": {"task": "t", "brief": "All of it."}}}}"#,
      to: "orch.json")
    try folder.expect("ops pause")
  }

  /// What the history says of the entry and its row, and the brief.
  @Sendable private static func found(_ folder: FaultFolder) throws -> String {
    // A tick that was killed may have written the brief: then the next one does not change it.
    let history = try folder.run("orch history").output.split(separator: "\n")
      .filter { $0.contains("daily") }.joined(separator: "\n")
      .replacingOccurrences(of: "; brief changed", with: "")
    let briefs = folder.names(in: "tasks").filter { $0.hasSuffix(".md") }
      .map { "\($0): " + folder.text(of: "tasks/\($0)") }
    return ([history] + briefs).joined(separator: "\n")
  }
}
