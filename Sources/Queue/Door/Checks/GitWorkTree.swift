public import Git
public import Host

/// The worktree in which a queue is, and how git merges the queue there.
public struct GitWorkTree: Sendable {
  private let repository: Repository

  /// - Parameters:
  ///   - folder: any folder of the worktree.
  ///   - environment: the variables with which git is found and run.
  /// - Throws: if git is missing, finds no worktree, or finds a worktree of another repository than
  ///   `.git`.
  public init(holding folder: String, environment: Environment) throws {
    repository = try Repository(holding: folder, environment: environment)
  }

  private var top: String { repository.top }

  /// Why git must not be run in a folder, for example because one of its files is a pipe; `nil` if
  /// it may. This does not run git.
  public static func unreadableFile(above folder: String) -> GitError? {
    guard let error = Repository.obstacle(above: folder), case .system = error else { return nil }
    return error
  }
}

// The merge driver, which merges a queue by cell. Source: gitattributes(5), "Defining a custom
// merge driver".

extension GitWorkTree {
  /// The parts of git's configuration that the merge driver needs. The raw values are their names
  /// in messages.
  public enum MergePart: String, CaseIterable, Sendable {
    /// Assigns the driver to the queue file. The attributes are committed, so a clone has them.
    case attributes = ".gitattributes"
    /// Defines the driver in the config of each clone.
    case driver = "merge.orch.driver"
  }

  /// If the driver's program can't be found (status 126 or 127), git would leave OURS in the file,
  /// without markers. So in this case the command lets git merge by line, with markers. Source:
  /// `ll_ext_merge` in git's `merge-ll.c`.
  static let driver =
    "orch merge-driver %O %A %B %P; status=$?; case $status in 126|127) "
    + "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B;; "
    + "*) exit $status;; esac"
  /// The driver that versions before 0.9 wrote.
  private static let formerDriver = "orch merge-driver %O %A %B %P"

  /// Returns the parts that are not configured yet.
  ///
  /// - Parameter file: the queue file's path, links followed.
  public func missingMergeParts(for file: String) throws -> [MergePart] {
    var missing: [MergePart] = []
    for part in MergePart.allCases where try !isConfigured(part, file) { missing.append(part) }
    return missing
  }

  private func isConfigured(_ part: MergePart, _ file: String) throws -> Bool {
    switch part {
    case .attributes:
      try repository.attribute("merge", of: Path.relative(file, to: top)) == "orch"
    case .driver: try driver().map { $0 != Self.formerDriver } ?? false
    }
  }

  /// The command that git runs for a merge; `nil` for none.
  private func driver() throws -> String? {
    try repository.setting(MergePart.driver.rawValue)
  }

  /// Tries the configured driver with only the system programs on `PATH`. Any other driver than
  /// orch's own is not run, because the repository and its config may come from an archive.
  public func driverTrial(environment: Environment) throws -> MergeDriverTrial? {
    guard let driver = try driver() else { return nil }
    if driver == Self.formerDriver { return .keepsOurs }
    return Self.isKnown(driver) ? try MergeDriverTrial(of: driver, environment) : .isOther
  }

  /// Whether a driver is one that `orch init --git` writes or wrote, including one with the path of
  /// this program.
  static func isKnown(_ driver: String, program: String? = CurrentProcess.executable) -> Bool {
    let word = String(driver.prefix { $0 != " " })
    guard [Self.driver, formerDriver].contains("orch" + driver.dropFirst(word.count)) else {
      return false
    }
    if word == "orch" { return true }
    let own = program.map { Path.join(Path.parent(of: $0), "orch") }
    // The shell takes such a path literally.
    let isPlain = word.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || "0123456789/.-_+".unicodeScalars.contains($0)
    }
    return isPlain && word.hasPrefix("/") && Path.resolved(word) != nil
      && Path.resolved(word) == own.flatMap(Path.resolved)
  }

  public func write(_ part: MergePart, for file: String) throws {
    switch part {
    case .attributes: try addAttribute(Path.relative(file, to: top))
    case .driver:
      try checkSettingsAreOwn()
      try repository.set("merge.orch.name", to: "a queue, merged by cell")
      // After criss-cross merges git also merges the bases. If the driver resolved a conflict of
      // the bases, the result would become the common base and hide that the branches differ.
      try repository.set("merge.orch.recursive", to: "binary")
      try repository.set(part.rawValue, to: Self.driver)
    }
  }

  /// Throws if git would write the config of another repository. `.git` may come from an archive
  /// and contain a link, which git follows.
  private func checkSettingsAreOwn() throws {
    guard try repository.settingsFile() == Path.join(repository.commonFolder, "config") else {
      throw GitError.otherRepository(folder: top)
    }
  }

  private func addAttribute(_ path: String) throws {
    let place = Path.join(top, MergePart.attributes.rawValue)
    // Opening a pipe would block.
    if let kind = (try? FileStatus(of: place))?.kind, kind != .regular {
      throw SystemError.notARegularFile(place, kind)
    }
    let file = try FileDescriptor(
      opening: place, for: .appendingOrCreating(permissions: 0o666))
    let isInLine = try file.readWhole().last.map { $0 != UInt8(ascii: "\n") } ?? false
    try file.write((isInLine ? "\n" : "") + "\(Self.pattern(path)) merge=orch\n")
    try file.sync()
  }

  /// The pattern that matches `path` alone; for a name without folders, each file of this name.
  static func pattern(_ path: String) -> String {
    var pattern = ""
    for character in path.unicodeScalars {
      if "*?[\\".unicodeScalars.contains(character) { pattern += "\\" }
      pattern.unicodeScalars.append(character)
    }
    let isPlain =
      !pattern.hasPrefix("#") && !pattern.hasPrefix("!")
      && pattern.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") }
    if isPlain { return pattern }
    // In quotes a backslash is doubled, and a blank does not end the pattern.
    let quoted = pattern.unicodeScalars.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }
    return "\"\(quoted.joined())\""
  }
}
