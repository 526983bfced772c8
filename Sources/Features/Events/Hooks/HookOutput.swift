import Host
import Model
import Text
import Workers

/// What is kept of a hook's output.
enum HookOutput {
  /// The last line that it wrote, behind a colon and without secrets; empty for none. What
  /// it wrote to standard error comes first: that says what is wrong.
  ///
  /// - Parameters:
  ///   - outcome: how it ended.
  ///   - secrets: the values of its own variables and of workers.
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

  /// Bytes.
  private static let most = 4096
  /// Characters.
  private static let longest = 200
}
