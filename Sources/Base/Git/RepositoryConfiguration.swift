/// The settings of a repository and of its worktree that name programs or lead elsewhere.
///
/// The settings of the user and of the machine are not among them: what a person has set up is
/// trusted. Anyone who works in the repository can write its own settings.
public struct RepositoryConfiguration: Equatable, Sendable {
  /// In git's order: the last one of a key counts.
  public let programs: [Setting]

  /// Reads the settings, and the files that they include.
  ///
  /// - Throws: `unreadable` if a name is not UTF-8, because it could not be switched off.
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
  /// - Parameter trusted: the digests of trusted settings.
  public func untrusted(except trusted: Set<String>) -> [Setting] {
    programs.filter { !trusted.contains($0.digest) }
  }

  /// Settings for `Repository.with(settings:)` that keep the programs of untrusted settings from
  /// starting.
  ///
  /// A filter is switched off as a whole: files are then as they are in the repository. An empty
  /// driver would fail each merge, and so git's own takes its place. The settings that no other
  /// setting can switch off are `obstacles`.
  ///
  /// - Parameter trusted: the digests of trusted settings.
  public func switchedOff(except trusted: Set<String>) -> [Setting] {
    var off: [Setting] = []
    for setting in untrusted(except: trusted).flatMap(\.replacements) where !off.contains(setting) {
      off.append(setting)
    }
    return off
  }

  /// The settings that are not trusted and can't be switched off: conditional includes, whose files
  /// count for another folder or branch, and may then name programs.
  ///
  /// - Parameter trusted: the digests of trusted settings.
  public func obstacles(except trusted: Set<String>) -> [Setting] {
    untrusted(except: trusted).filter { $0.parts.section == "includeif" }
  }
}

extension Setting {
  /// The settings that stand in for this one in a call; none if each call has them anyway, or no
  /// call runs a program of the setting.
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
