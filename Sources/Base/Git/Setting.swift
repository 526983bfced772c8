import Host

/// A setting of git: a name such as `filter.lfs.clean`, and a value.
public struct Setting: Hashable, Sendable {
  /// The full name: the section in lower case, the subsection as it is written, and the variable in
  /// lower case.
  public let key: String
  public let value: String
  /// The SHA-256 of `key=value`, by which a person can trust the setting.
  public let digest: String

  public init(_ key: String, _ value: String) {
    self.init(key, Array(value.utf8)[...])
  }

  init(_ key: String, _ value: ArraySlice<UInt8>) {
    self.key = key
    self.value = String(decoding: value, as: UTF8.self)
    digest = SHA256.hexDigest(of: Array("\(key)=".utf8) + value)
  }
}

extension Setting {
  /// The key in its parts: `filter`, `lfs`, `clean`; the middle one may be missing.
  struct Parts: Equatable {
    let section: Substring
    let middle: Substring?
    let name: Substring
  }

  var parts: Parts {
    guard let first = key.firstIndex(of: "."), let last = key.lastIndex(of: ".") else {
      return Parts(section: key[...], middle: nil, name: "")
    }
    return Parts(
      section: key[..<first], middle: first == last ? nil : key[key.index(after: first)..<last],
      name: key[key.index(after: last)...])
  }

  /// Whether the setting names a program that git would run, or leads to another repository, file
  /// or host. Source: git-config(1), gitattributes(5).
  var leadsElsewhere: Bool {
    let parts = parts
    let (isInSection, name) = (parts.middle != nil, parts.name)
    switch parts.section {
    case "filter": return isInSection && ["clean", "smudge", "process"].contains(name)
    case "merge": return isInSection && name == "driver"
    case "diff":
      return isInSection ? ["command", "textconv"].contains(name) : name == "external"
    case "core": return Self.ofCore.contains(name)
    case "credential", "include", "includeif": return true
    case "gpg": return name.hasSuffix("program")
    case "url": return ["insteadof", "pushinsteadof"].contains(name)
    case "remote": return isInSection && Self.ofRemotes.contains(name)
    case "http": return name.hasPrefix("proxy") || Self.ofHTTP.contains(name)
    case "ssh": return name == "variant"
    case "submodule": return isInSection && ["url", "update"].contains(name)
    case "extensions": return name == "worktreeconfig"
    case "uploadpack": return name == "packobjectshook"
    case "protocol": return name == "allow"
    default: return false
    }
  }

  private static let ofCore: Set<Substring> = [
    "sshcommand", "gitproxy", "fsmonitor", "hookspath", "editor", "pager", "askpass",
    "alternaterefscommand", "attributesfile", "excludesfile", "worktree",
  ]
  /// Settings of the section `http` that lead to another host, accept any certificate, or write a
  /// file.
  private static let ofHTTP: Set<Substring> = [
    "curloptresolve", "sslverify", "sslcainfo", "sslcapath", "cookiefile", "savecookies",
  ]
  private static let ofRemotes: Set<Substring> = [
    "url", "pushurl", "uploadpack", "receivepack", "proxy", "vcs",
  ]
}
