/// The settings of a repository and of its worktree that name programs or lead elsewhere.
///
/// The settings of the user and of the machine are not among them: what a person has set up is
/// trusted. Everybody who works in the repository can write its own.
public struct RepositoryConfiguration: Equatable, Sendable {
  /// As git reads them, the one that counts last.
  public let programs: [Setting]

  /// Reads the settings, with those of the files that they include.
  ///
  /// - Throws: `unreadable` where a name is not UTF-8, which could not be switched off.
  public init(of repository: Repository) throws(GitError) {
    let fields = try repository.run(.settings).output.split(
      separator: 0, omittingEmptySubsequences: false)
    var found: [Setting] = []
    for start in stride(from: 0, to: fields.count - 1, by: 2) {
      guard ["local", "worktree"].contains(String(decoding: fields[start], as: UTF8.self)) else {
        continue
      }
      let entry = fields[start + 1]
      let end = entry.firstIndex(of: UInt8(ascii: "\n")) ?? entry.endIndex
      guard let key = String(validating: entry[..<end], as: UTF8.self) else {
        throw .unreadable(command: GitCall.settings.name, folder: repository.top)
      }
      // A name alone means true.
      let value = end < entry.endIndex ? entry[(end + 1)...] : Self.yes
      let setting = Setting(key, value)
      if setting.leadsElsewhere { found.append(setting) }
    }
    programs = found
  }

  /// Whether a worktree may have other settings than the one in which they were read. Source:
  /// git-config(1), "Conditional includes", `extensions.worktreeConfig`.
  public var varies: Bool {
    programs.contains { ["extensions", "includeif"].contains($0.parts.section) }
  }

  private static let yes = Array("true".utf8)[...]

  /// The settings that are not trusted.
  ///
  /// - Parameter trusted: digests.
  public func untrusted(except trusted: Set<String>) -> [Setting] {
    programs.filter { !trusted.contains($0.digest) }
  }

  /// Settings for `Repository.with(settings:)`, so that no program starts that a setting names
  /// which is not trusted.
  ///
  /// A filter is switched off as a whole: files are then as they are in the repository. An empty
  /// driver would fail each merge, and so git's own takes its place. What no setting can switch off
  /// is `obstacles`.
  ///
  /// - Parameter trusted: digests.
  public func switchedOff(except trusted: Set<String>) -> [Setting] {
    var off: [Setting] = []
    for setting in untrusted(except: trusted).flatMap(\.replacements) where !off.contains(setting) {
      off.append(setting)
    }
    return off
  }

  /// The settings that are not trusted and can't be switched off: files that are included where the
  /// folder or the branch is another one, and may then name programs.
  ///
  /// - Parameter trusted: digests.
  public func obstacles(except trusted: Set<String>) -> [Setting] {
    untrusted(except: trusted).filter { $0.parts.section == "includeif" }
  }
}

extension Setting {
  /// The settings that stand in for this one in a call; none where each call has them anyway, or
  /// no program of the setting runs in any.
  fileprivate var replacements: [Setting] {
    let parts = parts
    let prefix = key[..<parts.name.startIndex]
    switch (parts.section, parts.name) {
    case ("filter", _):
      // Without `required` a file passes unchanged.
      return ["clean", "smudge", "process"].map { Setting("\(prefix)\($0)", "") }
        + [Setting("\(prefix)required", "false")]
    case ("merge", _):
      return [Setting(key, "git merge-file -q --marker-size=%L %A %O %B")]
    case ("diff", "textconv"), ("diff", "command"): return [Setting(key, "")]
    case ("core", "sshcommand"): return [Setting(key, "ssh")]
    default: return []
    }
  }
}
