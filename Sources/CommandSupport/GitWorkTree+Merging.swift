import CommandLineKit
import Host
import MarkdownStore

// How git is told to merge a queue by cell. Source: gitattributes(5), "Defining a custom merge
// driver".

extension GitWorkTree {
  /// What git has to be told, by the name under which people find it.
  public enum MergePart: String, CaseIterable, Sendable {
    /// That the file has the driver. It is committed, and comes with a clone.
    case attributes = ".gitattributes"
    /// What the driver is. Each clone has its own.
    case driver = "merge.orch.driver"
  }

  private static let driver = "orch merge-driver %O %A %B %P"

  /// What git was not told yet.
  ///
  /// - Parameter file: its path, links followed.
  public func missingMergeParts(for file: String) throws(CommandError) -> [MergePart] {
    var missing: [MergePart] = []
    for part in MergePart.allCases where try !isTold(part, file) { missing.append(part) }
    return missing
  }

  private func isTold(_ part: MergePart, _ file: String) throws(CommandError) -> Bool {
    switch part {
    case .attributes:
      try ask(["check-attr", "merge", "--", Path.relative(file, to: top)])?
        .hasSuffix(": merge: orch\n") ?? false
    case .driver: try ask(["config", "--get", part.rawValue]) != nil
    }
  }

  public func write(_ part: MergePart, for file: String) throws(CommandError) {
    switch part {
    case .attributes: try addAttribute(Path.relative(file, to: top))
    case .driver:
      try checkConfigIsOwn()
      _ = try ask(["config", "merge.orch.name", "a queue, merged by cell"])
      // Where branches merged each other before, git would merge their bases too: what it then
      // decided in a conflict would count as what both go back to, and hide that they differ.
      _ = try ask(["config", "merge.orch.recursive", "binary"])
      _ = try ask(["config", part.rawValue, Self.driver])
    }
  }

  /// The config that git writes may be any file: `.git` and what it holds may have come with an
  /// archive. It is this work tree's where it lies in its `.git`, or in a repository that names
  /// this work tree as one of its own.
  private func checkConfigIsOwn() throws(CommandError) {
    let own = Path.join(top, ".git")
    let config = try ask(["rev-parse", "--path-format=absolute", "--git-path", "config"])?
      .dropLast()
    let isOwn = config.map { $0 == own + "/config" } ?? false
    guard isOwn || GitHead.linkedFolder(at: own) != nil else {
      throw CommandError(
        code: "foreign_repository",
        message: "git would write \(config ?? "another repository's config"), out of \(top)",
        hint: "git config \(MergePart.driver.rawValue) '\(Self.driver)' there, if it is yours",
        status: .noPermission)
    }
    if isOwn {
      do throws(SystemError) { try Path.checkNoLink(from: own, to: own + "/config") } catch {
        throw CommandError(error)
      }
    }
  }

  private func addAttribute(_ path: String) throws(CommandError) {
    do throws(SystemError) {
      let file = try FileDescriptor(
        opening: Path.join(top, MergePart.attributes.rawValue),
        for: .appending(permissions: 0o666))
      let isInLine = try file.readWhole().last.map { $0 != UInt8(ascii: "\n") } ?? false
      try file.write((isInLine ? "\n" : "") + "\(Self.pattern(path)) merge=orch\n")
      try file.sync()
    } catch {
      throw CommandError(error)
    }
  }

  /// The pattern that fits `path` alone, or where that is a mere name, each file of this name.
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
    // In quotes a backslash is written twice, and no blank ends the pattern.
    let quoted = pattern.unicodeScalars.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }
    return "\"\(quoted.joined())\""
  }
}
