import Host
import JSON

/// What programs answered to `--version`, in a file of the sidecar: each is asked once, and again
/// when its file is another one. A lost answer is only asked for again, so that no lock is needed.
/// Source: `docs/workers.md`, "Preflight and breaker".
public struct ProgramVersions: Sendable {
  private let sidecar: String
  private let path: String

  /// - Parameter sidecar: the folder beside the queue.
  public init(sidecar: String) {
    self.sidecar = sidecar
    path = "\(sidecar)/programs.json"
  }

  public enum Answer: Equatable, Sendable {
    case version(VersionNumber)
    /// The program gave no version; what it printed, or how it ended.
    case unreadable(String)
  }

  /// The answer that is remembered of a file as it is now; `nil` where it was never asked for.
  ///
  /// - Parameter program: the path of its file.
  public func remembered(of program: String) -> Answer? {
    guard let mark = Self.mark(of: program), let entry = entries()[program]?.objectValue,
      entry["file"]?.stringValue == mark, let text = entry["text"]?.stringValue,
      let status = entry["status"]?.integerValue
    else { return nil }
    return Self.answer(text, status: status)
  }

  /// The remembered answer, else that of the program, which is remembered. One that can't be
  /// started, or takes too long, is asked again the next time.
  ///
  /// - Parameters:
  ///   - program: the path of its file.
  ///   - folder: the working directory.
  ///   - environment: all of its variables.
  public func answer(
    of program: String, in folder: String, environment: [String: String]
  ) -> Answer {
    if let answer = remembered(of: program) { return answer }
    let mark = Self.mark(of: program)
    let question = Subprocess(
      program, ["--version"], in: folder, environment: environment,
      limits: .init(time: Self.time, output: Self.longestAnswer))
    let outcome: Subprocess.Outcome
    do { outcome = try question.run() } catch { return .unreadable("\(error)") }
    let status: Int32
    switch outcome.ending {
    case .exited(let number): status = number
    case .signalled(let number): return .unreadable("signal \(number) ended it")
    case .timedOut, .silent, .interrupted:
      return .unreadable("it did not end within \(Self.time.components.seconds) s")
    }
    let text = Self.firstLine(of: outcome.output.text) ?? Self.firstLine(of: outcome.errors.text)
    remember(program, mark, text ?? "", status: Int(status))
    return Self.answer(text ?? "", status: Int(status))
  }

  private static let time = Duration.seconds(10)
  /// Bytes.
  private static let longestAnswer = 4096

  private static func firstLine(of text: String) -> String? {
    text.utf8.split(separator: UInt8(ascii: "\n")).first.map { String(Substring($0)) }
  }

  private static func answer(_ text: String, status: Int) -> Answer {
    if status != 0 {
      return .unreadable("it exits with \(status)\(text.isEmpty ? "" : ": \(text)")")
    }
    if let version = VersionNumber(in: text) { return .version(version) }
    return .unreadable(text.isEmpty ? "it prints nothing" : "it prints '\(text)'")
  }

  // MARK: The file

  /// What changes with the file of a program.
  private static func mark(of program: String) -> String? {
    guard let file = (try? FileStatus(of: program))?.identity else { return nil }
    return "\(file.device):\(file.inode):\(file.size):\(file.modified)"
  }

  private func entries() -> JSONObject {
    guard (try? Path.checkNoLink(from: sidecar, to: path)) != nil,
      let file = try? FileDescriptor(opening: path, for: .readingNoLink),
      let status = try? file.status(), status.kind == .regular,
      // Another user could say that an old program is new.
      status.owner == CurrentProcess.effectiveUser, status.permissions & 0o022 == 0,
      let bytes = try? file.read(Self.longest, at: 0)
    else { return [:] }
    return (try? JSONValue(parsing: bytes))?.objectValue ?? [:]
  }

  private func remember(_ program: String, _ mark: String?, _ text: String, status: Int) {
    guard let mark, (try? Path.checkNoLink(from: sidecar, to: path)) != nil else { return }
    var entries: JSONObject = [:]
    for entry in self.entries().members.suffix(Self.mostEntries) where entry.key != program {
      entries[entry.key] = entry.value
    }
    entries[program] = [
      "file": .string(mark), "text": .string(text), "status": .integer(status),
    ]
    // Without it, the program is asked again the next time.
    _ = try? Directory.create(sidecar, permissions: 0o700)
    try? NewFile.replace(path, text: "\(JSONValue.object(entries))\n", permissions: 0o600)
  }

  /// Bytes; orch writes no longer file.
  private static let longest = 1 << 20
  private static let mostEntries = 50
}

/// The number of a version: `2.1.0`. A suffix such as `-beta` does not count.
public struct VersionNumber: Comparable, Sendable, CustomStringConvertible {
  private let parts: [Int]

  /// Reads a number with nothing around it.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
    guard !parts.isEmpty, parts.count <= 8, !parts.contains(nil) else { return nil }
    self.parts = parts.compactMap(\.self)
  }

  /// Finds the first number with a dot in what a program prints: `git version 2.39.5`.
  public init?(in text: String) {
    let words = text.utf8.split { !Self.isDigit($0) && $0 != UInt8(ascii: ".") }
    for word in words {
      let numbers = word.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }
      guard numbers.count > 1, let version = VersionNumber(numbers.joined(separator: ".")) else {
        continue
      }
      self = version
      return
    }
    return nil
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy(isDigit) ? Int(text) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  public var description: String { parts.map(String.init).joined(separator: ".") }

  /// By numbers, not by letters; missing ones are 0.
  public static func < (one: Self, other: Self) -> Bool {
    one.significant.lexicographicallyPrecedes(other.significant)
  }

  public static func == (one: Self, other: Self) -> Bool { one.significant == other.significant }

  private var significant: ArraySlice<Int> {
    parts.prefix((parts.lastIndex { $0 != 0 } ?? -1) + 1)
  }
}
