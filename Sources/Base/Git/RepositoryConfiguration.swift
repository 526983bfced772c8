/// The settings of a repository and of its worktree that name programs, or lead to another
/// repository, file or host.
///
/// The settings of the user and of the machine are not included, because a person wrote them and
/// they are trusted. The repository's own settings can be written by anyone who works in it.
public struct RepositoryConfiguration: Equatable, Sendable {
  /// The settings in git's order: if a key occurs several times, the last value counts.
  public let programs: [Setting]

  /// Reads the settings, and the files that they include.
  ///
  /// - Throws: `unreadable` if a setting's name is not UTF-8, because such a setting could not be
  ///   switched off.
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

  /// Whether another worktree may have other settings than the worktree in which these were read.
  /// Source: git-config(1), "Conditional includes", `extensions.worktreeConfig`.
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
  /// A filter is switched off as a whole: files then have the same contents as in the repository.
  /// An untrusted merge driver is replaced by git's own, because with an empty driver each merge
  /// would fail. Settings that no other setting can switch off are returned by
  /// `obstacles(except:)`.
  ///
  /// - Parameter trusted: the digests of trusted settings.
  public func switchedOff(except trusted: Set<String>) -> [Setting] {
    var off: [Setting] = []
    for setting in untrusted(except: trusted).flatMap(\.replacements) where !off.contains(setting) {
      off.append(setting)
    }
    return off
  }

  /// The settings that are not trusted and can't be switched off: conditional includes. Their files
  /// apply in another folder or on another branch, and may then name programs.
  ///
  /// - Parameter trusted: the digests of trusted settings.
  public func obstacles(except trusted: Set<String>) -> [Setting] {
    untrusted(except: trusted).filter { $0.parts.section == "includeif" }
  }
}

extension Setting {
  /// The settings that replace this one in a call. The list is empty if every call has the
  /// replacement anyway, or if no call runs a program that this setting names.
  fileprivate var replacements: [Setting] {
    let parts = parts
    let prefix = key[..<parts.name.startIndex]
    switch (parts.section, parts.name) {
    case ("filter", _):
      // If `required` is false and there is no program, git leaves the file's contents unchanged.
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
