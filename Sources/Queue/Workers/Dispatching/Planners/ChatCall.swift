/// A call of `curl` that sends a request to an endpoint. What is secret, and all that is not
/// `curl`'s own word, is in its configuration, which it reads from standard input: arguments are seen
/// by every user.
struct ChatCall {
  static let program = "curl"
  /// Bytes of the longest answer that is read.
  static let mostBytes = ChatClient.mostMegabytes << 20

  /// What is sent.
  enum Body {
    case text(String)
    /// The contents of a file, by its absolute path.
    case file(String)
  }

  let endpoint: ChatEndpoint
  let body: Body
  let timeoutSeconds: Int

  /// `-q` reads no settings of the user, and stands first for that. `-i` prints the head of the answer
  /// before it. Nothing is followed to another address, and no bracket in the address means several.
  static func arguments(timeoutSeconds: Int) -> [String] {
    [
      "-q", "-sS", "-i", "-g", "--proto", "=https,http", "--max-redirs", "0", "--max-filesize",
      "\(ChatClient.mostMegabytes)M", "--max-time", "\(timeoutSeconds)", "-K", "-",
    ]
  }

  var arguments: [String] { Self.arguments(timeoutSeconds: timeoutSeconds) }

  /// The configuration. Source: curl(1), `--config`.
  var configuration: String {
    let data =
      switch body {
      case .text(let text): text
      case .file(let path): "@\(path)"
      }
    let headers =
      ["Content-Type: application/json", "Accept: application/json", "Expect:"]
      + (endpoint.key.map { ["Authorization: Bearer \($0)"] } ?? [])
    let options =
      [("url", endpoint.url)]
      // What stays on this machine goes to no proxy of a variable.
      + (endpoint.url.hasPrefix("https:") ? [] : [("noproxy", "*")])
      + headers.map { ("header", $0) } + [("data-binary", data)]
    return options.map { "\($0) = \(Self.quoted($1))\n" }.joined()
  }

  /// A value between quotation marks, as the configuration has it.
  static func quoted(_ value: String) -> String {
    var quoted = "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
