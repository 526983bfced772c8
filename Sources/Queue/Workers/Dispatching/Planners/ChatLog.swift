import Model
import Text

/// The log of a request to a chat endpoint: the model and its usage, then the text of the answer. If
/// the supervisor is killed before it books the usage, the tick reads it here.
enum ChatLog {
  private static let start = Array("[orch] answered: ".utf8)

  /// - Parameter result: without secrets.
  static func text(of result: WorkerResult) -> String {
    guard let transcript = result.transcript, let text = transcript.report else {
      // curl itself printed other failures.
      guard let failure = result.ending.failure, failure.exit == .status(0) else { return "" }
      return "[orch] \(failure.note)\n"
    }
    let json: JSONValue = [
      "model": JSONValue(transcript.model), "usage": transcript.usage?.usage ?? .null,
    ]
    return "\(String(decoding: start, as: UTF8.self))\(json)\n\(text)"
      + (text.hasSuffix("\n") ? "" : "\n")
  }

  /// The model and the usage in a line of a log; `nil` for any other line.
  static func transcript(of line: [UInt8]) -> AgentTranscript? {
    guard line.starts(with: start),
      let json = (try? JSONValue(parsing: line.dropFirst(start.count)))?.objectValue
    else { return nil }
    var transcript = AgentTranscript()
    transcript.model = json["model"]?.stringValue
    transcript.usage = AgentUsage(usage: json["usage"], cost: nil)
    return transcript
  }
}
