/// The path below which browsers and programs call the server, such as `/orch`. A proxy shows it
/// there, on a host that has other applications.
public struct BasePath: Equatable, Sendable {
  /// `/orch`; empty if the host is the server's alone.
  public let text: String
  private let words: [String]

  /// The host is the server's alone.
  public static let none = BasePath(words: [])

  private init(words: [String]) {
    self.words = words
    text = words.map { "/\($0)" }.joined()
  }

  /// Reads `/orch` or `/team/orch`.
  ///
  /// - Returns: `nil` unless each slash has a word of letters, digits, `-`, `.`, `_` and `~` behind
  ///   it. A path that begins as one of the server's own does would be ambiguous, because a proxy may
  ///   leave the base path out.
  public init?(_ text: String) {
    let words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8
    guard words.count > 1, words[0].isEmpty,
      words.dropFirst().allSatisfy({ word in
        !["", ".", ".."].contains(word) && word.utf8.allSatisfy(letters.contains)
      }),
      !(Route.all.map(\.path) + Endpoint.allCases.map(\.path)).contains(where: { path in
        path.first == words[1]
      })
    else { return nil }
    self.init(words: Array(words.dropFirst()))
  }

  /// The path of a request without the base path, if it begins with it. Where it does not, the proxy
  /// has left it out, or the request comes from this machine.
  func removed(from path: [String]) -> [String] {
    path.starts(with: words) ? Array(path.dropFirst(words.count)) : path
  }
}
