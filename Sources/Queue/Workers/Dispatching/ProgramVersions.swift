import Host
import Text

/// The answers of programs to `--version`, in a file of the sidecar: each program is asked once,
/// and again when its file changes. If an answer is lost, the program is only asked again, so no
/// lock is needed. Source: `docs/workers.md`, "Preflight and breaker".
public struct ProgramVersions: Sendable {
  private let file: AnswersFile

  /// - Parameter sidecar: the folder beside the queue.
  public init(sidecar: String) { file = AnswersFile("programs.json", in: sidecar) }

  public enum Answer: Equatable, Sendable {
    case version(VersionNumber)
    /// The program gave no version. The value is the program's output, or how the program ended.
    case unreadable(String)
  }

  /// The stored answer for the current file of a program; `nil` if the program was never asked.
  ///
  /// - Parameter program: the path of the program's file.
  public func remembered(of program: String) -> Answer? { entry(of: program)?.answer }

  /// The stored answer, else the program's own answer, which is then stored. A program that cannot
  /// be started, is killed or takes too long is asked again after a minute.
  ///
  /// - Parameters:
  ///   - program: the path of the program's file.
  ///   - folder: the working directory.
  ///   - environment: all of the program's variables.
  ///   - now: in seconds since 1970.
  public func answer(
    of program: String, in folder: String, environment: [String: String], now: Int
  ) -> Answer {
    if let entry = entry(of: program), entry.isValid(at: now) { return entry.answer }
    let mark = Self.mark(of: program)
    let question = Subprocess(
      program, ["--version"], in: folder, environment: environment,
      limits: .init(time: Self.time, output: Self.longestAnswer))
    let entry: Entry
    do {
      let outcome = try question.run()
      let line = Self.firstLine(of: outcome.output.text) ?? Self.firstLine(of: outcome.errors.text)
      switch outcome.ending {
      case .exited(let status): entry = .answer(line ?? "", status: Int(status))
      case .signalled(let number): entry = .failure("signal \(number) ended it", at: now)
      case .timedOut, .silent, .lingered, .interrupted:
        let time = Self.time.components.seconds
        entry = .failure("it did not end within \(time) s", at: now)
      }
    } catch {
      entry = .failure("\(error)", at: now)
    }
    remember(program, mark, entry)
    return entry.answer
  }

  private static let time = Duration.seconds(10)
  /// Bytes.
  private static let longestAnswer = 4096

  static func firstLine(of text: String) -> String? {
    text.utf8.split(separator: UInt8(ascii: "\n")).first.map { String(Substring($0)) }
  }

  // MARK: The file

  /// A text that changes when the file of a program changes.
  static func mark(of program: String) -> String? {
    guard let file = (try? FileStatus(of: program))?.identity else { return nil }
    return "\(file.device):\(file.inode):\(file.size):\(file.modified)"
  }

  private func entry(of program: String) -> Entry? {
    guard let mark = Self.mark(of: program), let entry = file[program],
      entry["file"]?.stringValue == mark
    else { return nil }
    return Entry(entry)
  }

  private func remember(_ program: String, _ mark: String?, _ entry: Entry) {
    guard let mark else { return }
    var json = entry.json
    json["file"] = .string(mark)
    file.set(program, json)
  }
}

private enum Entry {
  /// The first line that the program printed, and its exit status.
  case answer(String, status: Int)
  /// The program gave no answer, at this time in seconds since 1970.
  case failure(String, at: Int)

  /// The seconds for which a failure counts, so that not every tick waits for a program that hangs.
  private static let failureTime = 60

  func isValid(at now: Int) -> Bool {
    switch self {
    case .answer: true
    case .failure(_, let time): time <= now && time > now - Self.failureTime
    }
  }

  var answer: ProgramVersions.Answer {
    switch self {
    case .answer(let text, let status) where status != 0:
      return .unreadable("it exits with \(status)\(text.isEmpty ? "" : ": \(text)")")
    case .answer(let text, _):
      if let version = VersionNumber(in: text) { return .version(version) }
      return .unreadable(text.isEmpty ? "it prints nothing" : "it prints '\(text)'")
    case .failure(let problem, _): return .unreadable(problem)
    }
  }

  init?(_ json: JSONObject) {
    if let text = json["text"]?.stringValue, let status = json["status"]?.integerValue {
      self = .answer(text, status: status)
    } else if let problem = json["problem"]?.stringValue, let time = json["at"]?.integerValue {
      self = .failure(problem, at: time)
    } else {
      return nil
    }
  }

  var json: JSONObject {
    switch self {
    case .answer(let text, let status): ["text": .string(text), "status": .integer(status)]
    case .failure(let problem, let time): ["problem": .string(problem), "at": .integer(time)]
    }
  }
}

/// The number of a version: `2.1.0`. A suffix such as `-beta` does not count.
public struct VersionNumber: Comparable, Sendable, CustomStringConvertible {
  private let parts: [Int]

  /// Reads a number without any text around it.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
    guard !parts.isEmpty, parts.count <= 8, !parts.contains(nil) else { return nil }
    self.parts = parts.compactMap(\.self)
  }

  /// Finds the first number with a dot in the output of a program: `git version 2.39.5`.
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

  /// Compares numbers, not letters; missing numbers are 0.
  public static func < (one: Self, other: Self) -> Bool {
    one.significant.lexicographicallyPrecedes(other.significant)
  }

  public static func == (one: Self, other: Self) -> Bool { one.significant == other.significant }

  private var significant: ArraySlice<Int> {
    parts.prefix((parts.lastIndex { $0 != 0 } ?? -1) + 1)
  }
}
