import Door
import Host
import Runner
import Text

/// Checks that the shell finds `orch` and `ops` of this installation.
struct InstallationCheck {
  /// The program that a shell runs for a name.
  struct PathEntry: Equatable {
    let name: String
    /// The first executable file of that name on the PATH; `nil` for none.
    let path: String?
    /// Whether the program belongs to this installation.
    let isOurs: Bool
    /// The first line of a script; `nil` for other programs.
    var script: String?
  }

  let version: String
  let executable: String
  /// Whether `orch` is in the same folder as `ops`.
  let hasOrch: Bool
  let onPath: [PathEntry]

  private var folder: String { Path.parent(of: executable) }

  var diagnoses: [Diagnosis] {
    [.ok("version", value: "ops \(version), \(executable)"), sibling] + onPath.map(first)
  }

  private var sibling: Diagnosis {
    if hasOrch {
      return .ok(
        "installation", Sentence("orch and ops are in one folder", "orch와 ops가 한 폴더에 있습니다"))
    }
    return .warn(
      "installation", Sentence("there is no orch in \(folder)", "\(folder): orch가 없습니다"),
      fix: Sentence("install orch and ops together", "orch와 ops를 함께 설치하십시오"))
  }

  private func first(_ found: PathEntry) -> Diagnosis {
    guard let path = found.path else {
      return .warn(
        "PATH", Sentence("there is no \(found.name) on the PATH", "PATH에 \(found.name) 명령이 없습니다"),
        fix: Sentence("add \(folder) to PATH", "PATH에 추가하십시오: \(folder)"))
    }
    if found.isOurs {
      return .ok("PATH", Sentence("\(found.name) is \(path)", "\(found.name) 위치: \(path)"))
    }
    let kind =
      found.script.map { Sentence(", a script (\($0))", " (스크립트: \($0))") }
      ?? Sentence(", another program", " (다른 프로그램)")
    return .warn(
      "PATH",
      Sentence(
        "\(found.name) is \(path)\(kind.english)", "\(found.name) 위치: \(path)\(kind.korean)"),
      fix: Sentence(
        "put \(folder) before \(Path.parent(of: path)) in PATH",
        "PATH에서 \(folder)을(를) \(Path.parent(of: path))보다 앞에 두십시오"))
  }
}

extension InstallationCheck {
  init(of context: CommandContext) {
    let executable = CurrentProcess.executable ?? "ops"
    let folder = Path.parent(of: executable)
    self.init(
      version: Version.current, executable: executable,
      hasOrch: CurrentProcess.mayRun(Path.join(folder, "orch")),
      onPath: ["orch", "ops"].map { Self.first($0, ours: Path.join(folder, $0), in: context) })
  }

  /// The program that a shell in the current folder runs.
  private static func first(_ name: String, ours: String, in context: CommandContext) -> PathEntry {
    let folders = (context.environment["PATH"] ?? "")
      .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let paths = folders.map { Path.join(Path.join(context.currentDirectory, $0), name) }
    guard let path = paths.first(where: CurrentProcess.mayRun) else {
      return PathEntry(name: name, path: nil, isOurs: false)
    }
    return PathEntry(
      name: name, path: path, isOurs: Path.resolved(path) == Path.resolved(ours),
      script: firstLine(of: path))
  }

  private static func firstLine(of path: String) -> String? {
    let bytes = try? FileDescriptor(opening: path, for: .reading).read(100, at: 0)
    guard let bytes, bytes.starts(with: "#!".utf8) else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
