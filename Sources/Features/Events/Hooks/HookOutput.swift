import Host
import Model
import Text
import Workers

/// The part of a hook's output that is kept.
enum HookOutput {
  /// The last line that the hook wrote, after a colon and without secrets; empty if it wrote
  /// nothing. Standard error is read first, because it has the error messages.
  ///
  /// - Parameters:
  ///   - outcome: how the hook ended.
  ///   - secrets: the values of the hook's own variables and of the workers' variables.
  static func lastLine(of outcome: Subprocess.Outcome, removing secrets: [String]) -> String {
    let streams = [outcome.errors, outcome.output]
    let line = streams.lazy.compactMap { stream -> String? in
      var tail = OutputTail(limit: most)
      let text = Redactor.redacted(stream.text, removing: SecretValues(secrets))
      tail.append(Array(text.utf8))
      return tail.lastLine
    }.first
    return line.map { ": \(String($0.prefix(longest)).escaped)" } ?? ""
  }

  /// In bytes.
  private static let most = 4096
  /// In characters.
  private static let longest = 200
}
