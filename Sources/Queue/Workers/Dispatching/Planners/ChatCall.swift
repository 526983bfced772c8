/// A call of `curl` that sends a request to an endpoint. Secrets, and everything except `curl`'s
/// own options, are in its configuration, which it reads from standard input: every user can see
/// arguments.
struct ChatCall {
  static let program = "curl"
  /// The bytes of the longest answer that is read.
  static let mostBytes = ChatClient.mostMegabytes << 20

  enum Body {
    case text(String)
    /// The contents of the file at an absolute path.
    case file(String)
  }

  let endpoint: ChatEndpoint
  let body: Body
  let timeoutSeconds: Int

  /// `-q` skips the user's settings, and must come first. `-i` prints the head of the answer before
  /// its body. Redirects are not followed, and brackets in the address have no special meaning.
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
      // Requests that stay on this machine use no proxy from a variable.
      + (endpoint.url.hasPrefix("https:") ? [] : [("noproxy", "*")])
      + headers.map { ("header", $0) } + [("data-binary", data)]
    return options.map { "\($0) = \(Self.quoted($1))\n" }.joined()
  }

  /// A quoted value, in the form of the configuration.
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
