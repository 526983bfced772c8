import Foundation

// Ticks with recurring work: one tick begins an entry, and another one adds a row with a brief.

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

  /// Writes the settings, and pauses the queue, so that no row starts.
  @Sendable private static func setUp(_ folder: FaultFolder) throws {
    try folder.write(
      #"{"long_work_after": 0, "recurring": {"daily": {"every": "1d", "#
        + #""add": {"task": "t", "brief": "All of it."}}}}"#,
      to: "orch.json")
    try folder.expect("ops pause")
  }

  /// The entries of the history about the recurring entry and its row, and the brief.
  @Sendable private static func found(_ folder: FaultFolder) throws -> String {
    // A tick that was killed may have written the brief already. Then the next tick does not change
    // the brief.
    let history = try folder.run("orch history").output.split(separator: "\n")
      .filter { $0.contains("daily") }.joined(separator: "\n")
      .replacingOccurrences(of: "; brief changed", with: "")
    let briefs = folder.names(in: "tasks").filter { $0.hasSuffix(".md") }
      .map { "\($0): " + folder.text(of: "tasks/\($0)") }
    return ([history] + briefs).joined(separator: "\n")
  }
}
