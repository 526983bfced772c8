import Host
import Model

/// opencode. The program refuses actions for which its configuration requires a person, and reports
/// the refusal on standard error. It may then exit with status 0 and without an answer.
struct OpencodeAdapter: AgentAdapter {
  var program: String { "opencode" }
  var isJudgedByStatus: Bool { true }

  func arguments(for order: WorkerOrder, by profile: WorkerProfile) -> [String] {
    var words = ["run", "--format", "json"]
    if order.freshStart != nil, let session = order.session { words += ["-s", session] }
    return words + profile.args
  }

  func isSession(_ text: String) -> Bool {
    text.hasPrefix("ses_") && text.utf8.count <= 128
      && text.utf8.dropFirst(4).allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
      }
  }

  func makeReader(of id: String?) -> any TranscriptReader { OpencodeReader(of: id) }

  func correct(_ transcript: inout AgentTranscript, of run: WorkerRun, by order: WorkerOrder) {
    if case .failed = transcript.ending { return }
    let permission = run.errors.lastLine { Self.permission(in: $0) != nil }
      .flatMap(Self.permission)
    // If only standard error reports a refusal, a later message of the agent shows that the agent
    // continued.
    let isRefused = transcript.refusedTool != nil || transcript.report == nil
    if isRefused, let refused = permission ?? transcript.refusedTool {
      transcript.ending = .failed(
        .agent,
        reason: "permission refused; allow it in opencode.json, or by --auto in args: \(refused)")
    }
  }

  /// The refused action in a line such as `! permission requested: edit (a.txt); auto-rejecting`,
  /// which is colored.
  private static func permission(in line: String) -> String? {
    let (line, start) = (Array(line.utf8), Array("permission requested: ".utf8))
    guard let found = line.firstOffset(of: start, from: 0) else { return nil }
    let end = line.firstOffset(of: Array("; auto-rejecting".utf8), from: found) ?? line.count
    return String(decoding: line[(found + start.count)..<end], as: UTF8.self)
  }
}
