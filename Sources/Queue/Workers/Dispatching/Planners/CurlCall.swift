public import Host

/// A call of `curl` that posts JSON to an address. Every user can see the arguments of a process.
/// So secrets, and everything except options of `curl`, are in the configuration that `curl` reads
/// from standard input.
public struct CurlCall: Sendable {
  public static let program = "curl"
  /// The maximum number of megabytes that are read of an answer.
  public static let mostMegabytes = 4
  /// The maximum number of bytes that are read of an answer.
  static let mostBytes = mostMegabytes << 20
  /// The maximum number of bytes that `curl` may print: the head of the answer comes before the
  /// body.
  static let mostOutput = mostBytes + (128 << 10)

  /// The variables that `curl` reads, besides the usual ones. Source: curl(1).
  public static let variables = [
    "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy",
  ]

  public enum Body: Sendable {
    case text(String)
    /// The contents of the file at an absolute path.
    case file(String)
  }

  let url: String
  /// Each is `NAME: value`, without line breaks and other control characters.
  let headers: [String]
  let body: Body
  let timeoutSeconds: Int

  /// - Parameters:
  ///   - url: an address that `ChatEndpoint.isAllowed` accepts.
  ///   - headers: further headers, each `NAME: value` without control characters, which `isHeader`
  ///     finds.
  ///   - body: the JSON to send.
  ///   - timeoutSeconds: the longest time of the request.
  public init(url: String, headers: [String], body: Body, timeoutSeconds: Int) {
    (self.url, self.headers) = (url, headers)
    (self.body, self.timeoutSeconds) = (body, timeoutSeconds)
  }

  /// Whether a text can be a part of a header: it has no control character, which would end the
  /// header.
  public static func isHeader(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }

  /// `-q` skips the user's settings, and must come first. `-i` prints the head of the answer before
  /// its body. Redirects are not followed, and brackets in the address have no special meaning.
  static func arguments(timeoutSeconds: Int) -> [String] {
    [
      "-q", "-sS", "-i", "-g", "--proto", "=https,http", "--max-redirs", "0", "--max-filesize",
      "\(mostMegabytes)M", "--max-time", "\(timeoutSeconds)", "-K", "-",
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
      ["Content-Type: application/json", "Accept: application/json", "Expect:"] + headers
    let options =
      [("url", url)]
      // Requests to this machine do not use a proxy from a variable.
      + (url.hasPrefix("https:") ? [] : [("noproxy", "*")])
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

extension CurlCall {
  /// How `curl` ended, and what it printed.
  public struct Outcome: Sendable {
    /// `lingered` if orch ended `curl` because the answer was too long.
    public let ending: Subprocess.Ending
    public let output: ArraySlice<UInt8>
    /// The last line of the messages.
    public let errors: String
  }

  /// Sends the request, once.
  ///
  /// - Parameters:
  ///   - words: the words before the arguments: a sandbox, and the program; `curl` alone by default.
  ///   - folder: the working directory of the program.
  ///   - environment: the program's variables, none of which needs to be secret.
  public func run(
    by words: [String] = [CurlCall.program], in folder: String, environment: [String: String]
  ) throws(Subprocess.StartError) -> Outcome {
    let most = Self.mostOutput
    let program = Subprocess(
      words[0], words.dropFirst() + arguments, in: folder, environment: environment,
      input: Array(configuration.utf8),
      limits: Subprocess.Limits(
        time: .seconds(timeoutSeconds + 5), grace: .milliseconds(200), output: 2 * most))
    var count = 0
    let outcome = try program.supervise(
      onStart: { _ in }, onOutput: { _, bytes in count += bytes.count },
      isOver: { count > most })
    return Outcome(
      ending: count > most ? .lingered : outcome.ending, output: outcome.output.beginning[...],
      errors: outcome.errors.text.split(separator: "\n").last.map(String.init) ?? "")
  }
}
