import Git
public import Host
import Text

/// The variables of a file with lines `NAME=value`, for programs that cron, systemd and launchd
/// start. The file has secrets, so only its owner may read it, and git must ignore it. Source:
/// `docs/workers.md`, "Keys for cron, systemd and launchd".
public struct EnvironmentFile: Equatable, Sendable {
  public let path: String
  public let variables: [String: String]

  /// Why the file is not used. No fault has a value of the file.
  public enum Fault: Error, Equatable, Sendable {
    case system(SystemError)
    /// Group or others have permissions.
    case readable(path: String, mode: UInt32)
    case foreign(path: String)
    /// Others may replace the file, because of a folder of its path.
    case replaceable(TrustRefusal)
    /// Git tracks the file, or does not ignore it.
    case inRepository(path: String, top: String)
    /// Git did not say whether it ignores the file.
    case unknownToGit(path: String, top: String)
    case line(Int, path: String)
    /// A variable that is not passed on from the file.
    case reserved(String, path: String)
  }

  /// - Parameters:
  ///   - path: absolute.
  ///   - environment: the variables with which git is found.
  public init(reading path: String, environment: Environment) throws(Fault) {
    self.path = path
    let bytes = Self.bytes(of: path)
    variables = try Self.variables(in: bytes.get(), of: path)
    try Self.checkGit(ignores: path, environment)
  }

  private static func bytes(of path: String) -> Result<[UInt8], Fault> {
    do throws(TrustRefusal) { try FileOwnership.checkPath(to: path) } catch {
      if case .system(let error) = error { return .failure(.system(error)) }
      return .failure(.replaceable(error))
    }
    do throws(SystemError) {
      let file = try FileDescriptor(opening: path, for: .readingNoLink)
      let status = try file.status()
      if status.kind != .regular { throw .notARegularFile(path, status.kind) }
      if let fault = fault(of: status, at: path) { return .failure(fault) }
      return .success(try file.readWhole(upTo: 1 << 20))
    } catch {
      return .failure(.system(error))
    }
  }

  private static func fault(of status: FileStatus, at path: String) -> Fault? {
    if status.owner != CurrentProcess.effectiveUser { return .foreign(path: path) }
    let mode = status.permissions & 0o777
    return mode & 0o077 == 0 ? nil : .readable(path: path, mode: mode)
  }

  private static func checkGit(ignores path: String, _ environment: Environment) throws(Fault) {
    guard let file = Path.resolved(path), let top = GitCheckout.top(of: Path.parent(of: file))
    else { return }
    let isIgnored: Bool
    do {
      let name = "./" + Path.relative(file, to: top)
      isIgnored = try !Repository(holding: top, environment: environment).ignored(of: [name])
        .isEmpty
    } catch {
      throw .unknownToGit(path: path, top: top)
    }
    if !isIgnored { throw .inRepository(path: path, top: top) }
  }

  // MARK: Lines

  /// Empty lines, and lines that begin with `#`, are left out. `export` may come first. A value may
  /// be in quotes; nothing in it is expanded. Of lines with the same name the last one counts.
  static func variables(in bytes: [UInt8], of path: String) throws(Fault) -> [String: String] {
    var variables: [String: String] = [:]
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
        throw .line(index + 1, path: path)
      }
      let trimmed = text.trimmed
      if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
      let declared = trimmed.hasPrefix("export ") ? String(trimmed.dropFirst(7)).trimmed : trimmed
      guard let sign = declared.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        throw .line(index + 1, path: path)
      }
      let name = String(declared[..<sign])
      guard isName(name) else { throw .line(index + 1, path: path) }
      if isReserved(name) { throw .reserved(name, path: path) }
      variables[name] = unquoted(String(declared[declared.utf8.index(after: sign)...]))
    }
    return variables
  }

  private static func unquoted(_ value: String) -> String {
    guard let quote = value.first, value.utf8.count > 1, quote == "\"" || quote == "'",
      value.last == quote
    else { return value }
    return String(value.dropFirst().dropLast())
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(48...57).contains(first) else { return false }
    return name.utf8.allSatisfy { byte in
      (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte)
        || byte == UInt8(ascii: "_")
    }
  }

  /// Whether orch itself uses the variable: it is not read from the file.
  public static func isReserved(_ name: String) -> Bool {
    ["ORCH_", "XDG_", "LC_"].contains(where: name.hasPrefix)
      || ChildEnvironment.allowed.contains(name)
  }
}
