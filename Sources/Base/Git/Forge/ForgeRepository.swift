/// A repository on GitHub, or on a GitHub Enterprise Server.
public struct ForgeRepository: Hashable, Sendable, CustomStringConvertible {
  /// The host in lower case, such as `github.com`.
  public let host: String
  public let owner: String
  public let name: String

  /// - Parameter text: `OWNER/NAME` of github.com, or `HOST/OWNER/NAME`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 2: self.init(host: Self.usualHost, parts[0], parts[1])
    case 3: self.init(host: parts[0], parts[1], parts[2])
    default: return nil
    }
  }

  /// - Parameter remoteURL: the address of a remote by HTTPS or SSH, as git-clone(1) describes it:
  ///   `https://HOST/OWNER/NAME.git`, `ssh://git@HOST/OWNER/NAME.git` or `git@HOST:OWNER/NAME.git`.
  public init?(remoteURL: String) {
    let place: Substring
    var host: Substring
    if let rest = remoteURL.rest(after: "https://") ?? remoteURL.rest(after: "ssh://") {
      guard let slash = rest.firstIndex(of: "/") else { return nil }
      host = rest[..<slash]
      if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
      if remoteURL.hasPrefix("ssh://"), let colon = host.lastIndex(of: ":") {
        guard UInt16(host[host.index(after: colon)...]) != nil else { return nil }
        host = host[..<colon]
      }
      place = rest[rest.index(after: slash)...]
    } else {
      guard let at = remoteURL.firstIndex(of: "@"), let colon = remoteURL.firstIndex(of: ":"),
        at < colon
      else { return nil }
      host = remoteURL[remoteURL.index(after: at)..<colon]
      place = remoteURL[remoteURL.index(after: colon)...]
    }
    var parts = place.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.last == "" { parts.removeLast() }
    guard parts.count == 2 else { return nil }
    let name = parts[1].hasSuffix(".git") ? String(parts[1].dropLast(4)) : parts[1]
    // Source: GitHub's "Using SSH over the HTTPS port".
    self.init(
      host: host.lowercased() == "ssh.github.com" ? Self.usualHost : String(host), parts[0], name)
  }

  private init?(host: String, _ owner: String, _ name: String) {
    guard [host, owner, name].allSatisfy(Self.isPart) else { return nil }
    (self.host, self.owner, self.name) = (host.lowercased(), owner, name)
  }

  private static let usualHost = "github.com"

  /// Whether a text can be part of a path, and can't be taken for an option or for another folder.
  private static func isPart(_ text: String) -> Bool {
    !text.isEmpty && text != "." && text != ".." && !text.hasPrefix("-")
      && text.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
        default: false
        }
      }
  }

  /// The repository in the form that `gh --repo` takes: without the host if the host is github.com.
  public var text: String {
    host == Self.usualHost ? "\(owner)/\(name)" : "\(host)/\(owner)/\(name)"
  }

  public var description: String { text }
}

extension String {
  fileprivate func rest(after prefix: String) -> Substring? {
    hasPrefix(prefix) ? self[index(startIndex, offsetBy: prefix.count)...] : nil
  }
}
