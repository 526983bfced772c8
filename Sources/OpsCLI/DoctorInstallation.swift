import CommandSupport
import Host

/// Whether `orch` and `ops` are these, wherever somebody types their names.
struct DoctorInstallation {
  /// What the shell runs for a name.
  struct OnPath: Equatable {
    let name: String
    /// The first such file on the PATH; `nil` when there is none.
    let path: String?
    /// Whether that is the one of this installation.
    let isOurs: Bool
    /// A script's first line.
    var script: String?
  }

  let version: String
  let executable: String
  /// Whether `orch` lies beside `ops`.
  let hasSibling: Bool
  let onPath: [OnPath]

  private var folder: String { Path.parent(of: executable) }

  var diagnoses: [Diagnosis] {
    [.ok("version", "ops \(version), \(executable)"), sibling] + onPath.map(first)
  }

  private var sibling: Diagnosis {
    if hasSibling { return .ok("installation", "orch and ops lie in one folder") }
    return .warn(
      "installation", "there is no orch in \(folder)", mend: "install orch and ops together")
  }

  private func first(_ found: OnPath) -> Diagnosis {
    guard let path = found.path else {
      return .warn(
        "PATH", "there is no \(found.name) on the PATH", mend: "add \(folder) to PATH")
    }
    if found.isOurs { return .ok("PATH", "\(found.name) is \(path)") }
    let script = found.script.map { ", a script (\($0))" } ?? ", another program"
    return .warn(
      "PATH", "\(found.name) is \(path)\(script)",
      mend: "put \(folder) before \(Path.parent(of: path)) in PATH")
  }
}

extension DoctorInstallation {
  init(of context: CommandContext) {
    let executable = CurrentProcess.executable ?? "ops"
    let folder = Path.parent(of: executable)
    self.init(
      version: Version.current, executable: executable,
      hasSibling: CurrentProcess.mayRun(Path.join(folder, "orch")),
      onPath: ["orch", "ops"].map { Self.first($0, ours: Path.join(folder, $0), in: context) })
  }

  /// What a shell in the current folder would run.
  private static func first(_ name: String, ours: String, in context: CommandContext) -> OnPath {
    let folders = (context.environment["PATH"] ?? "")
      .split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let paths = folders.map { Path.join(Path.join(context.currentDirectory, $0), name) }
    guard let path = paths.first(where: CurrentProcess.mayRun) else {
      return OnPath(name: name, path: nil, isOurs: false)
    }
    return OnPath(
      name: name, path: path, isOurs: Path.resolved(path) == Path.resolved(ours),
      script: firstLine(of: path))
  }

  private static func firstLine(of path: String) -> String? {
    let bytes = try? FileDescriptor(opening: path, for: .reading).read(100, at: 0)
    guard let bytes, bytes.starts(with: "#!".utf8) else { return nil }
    return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
  }
}
