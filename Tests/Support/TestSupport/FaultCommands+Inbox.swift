import Foundation

// A tick that carries out the commands of programs.

extension FaultCommand {
  static let commandFiles: [FaultCommand] =
    each("tick that reads commands", "orch tick", before: setUp)
    .inSteps { try $0.expect("orch tick") }.looking(found)

  private static let lines = """
    {"command":"ADD","key":"1","id":"NEW","task":"t"}
    {"command":"UPDATE","key":"2","id":"NEW","changed":[{"field":"task","from":"t","to":"u"}]}
    {"command":"CANCEL","key":"3","id":"NEW","reason":"no longer needed"}

    """

  /// Writes the commands, and pauses the queue, so that no row starts.
  @Sendable private static func setUp(_ folder: FaultFolder) throws {
    try folder.expect("ops pause")
    try folder.makeFolder(".orch/commands")
    try folder.write(lines, to: ".orch/commands/x.jsonl")
    for (name, permissions) in [(".orch/commands", 0o700), (".orch/commands/x.jsonl", 0o600)] {
      try FileManager.default.setAttributes(
        [.posixPermissions: permissions], ofItemAtPath: "\(folder.path)/\(name)")
    }
  }

  /// The keys that were answered, the files that wait, and the history of the row.
  @Sendable private static func found(_ folder: FaultFolder) throws -> String {
    let answers = folder.text(of: ".orch/answers/x.jsonl").split(separator: "\n").map {
      "\($0.prefix { $0 != "{" })\($0.contains(#""error":"#) ? "error" : "done")"
    }
    let waiting = folder.names(in: ".orch/commands").filter { $0.hasSuffix(".jsonl") }
    let history = try folder.run("orch history NEW").output
    return (answers + waiting + [history]).joined(separator: "\n")
  }
}
