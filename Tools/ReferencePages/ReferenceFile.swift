import CommandLineKit
import Host

/// A committed file that is generated, whole or in parts.
public enum ReferenceFile: String, CaseIterable, Sendable {
  case orchManual = "docs/man/orch.1"
  case opsManual = "docs/man/ops.1"
  case commandLine = "docs/cli.md"
  case json = "docs/json.md"

  /// Where it stands, below the project's folder.
  public var path: String { rawValue }

  /// What it should hold.
  ///
  /// - Parameter committed: what it holds now; what was written by hand is kept.
  public func generated(from committed: String) throws(ReferenceError) -> String {
    switch self {
    case .orchManual: return OrchManual.page.roff
    case .opsManual: return OpsManual.page.roff
    case .commandLine:
      return try MarkedDocument(path: path, text: committed)
        .filled(with: ReferenceTable.commandLine)
    case .json:
      return try MarkedDocument(path: path, text: committed).filled(with: [.shapes])
    }
  }

  /// What it holds now; nothing where it is missing.
  public func committed(in root: String) throws(ReferenceError) -> String {
    do throws(SystemError) {
      let bytes = try FileDescriptor(opening: Path.join(root, path), for: .reading).readWhole()
      return String(decoding: bytes, as: UTF8.self)
    } catch {
      if error.isMissing { return "" }
      throw .system(error)
    }
  }

  func write(_ text: String, in root: String) throws(ReferenceError) {
    do throws(SystemError) {
      try Directory.createWithParents(Path.join(root, Path.parent(of: path)))
      let descriptor = try FileDescriptor(
        opening: Path.join(root, path), for: .updatingOrCreating(permissions: 0o666))
      try descriptor.truncate(to: 0)
      try descriptor.write(text)
    } catch {
      throw .system(error)
    }
  }
}
