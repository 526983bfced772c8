import Door
import Git
import Host
import Model
import Text
import Workers
import Worktrees

/// A file of the command inbox that is read.
struct CommandFile: ~Copyable {
  let path: String
  private let file: FileDescriptor
  private let size: Int
  /// The lines that are not blank, with their numbers, starting at 1.
  let lines: [(number: Int, bytes: [UInt8])]
  /// Whether the file still lacks its first line or the end of its last one.
  let isIncomplete: Bool

  /// How many bytes and lines a file may have.
  static let longest = 1 << 20
  static let mostLines = 500
  /// How long the writer of a file may take for the end of its last line, in nanoseconds.
  private static let patience = 60_000_000_000

  /// - Parameters:
  ///   - path: the file.
  ///   - now: nanoseconds since 1970.
  /// - Throws: why the file is not read.
  static func reading(_ path: String, now: Int) throws -> CommandFile {
    let file = try open(path)
    let status = try file.status()
    guard status.kind == .regular else { throw Problem.notReadable(path, .notRegular) }
    do { try FileOwnership.check(path, status, of: [.currentUser]) } catch {
      throw Problem.notReadable(path, .unsafe(error))
    }
    if status.identity.size > longest { throw Problem.notReadable(path, .tooLong) }
    let bytes = try file.readWhole(upTo: longest)
    let all = bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated()
    let lines = all.map { (number: $0.offset + 1, bytes: Array($0.element)) }
      .filter { !$0.bytes.allSatisfy { [9, 13, 32].contains($0) } }
    if lines.count > mostLines { throw Problem.notReadable(path, .tooManyLines) }
    let hasEnd =
      bytes.last == 10 || lines.last.map { (try? JSONValue(parsing: $0.bytes)) != nil } ?? false
    let isIncomplete =
      (lines.isEmpty || !hasEnd) && now - status.identity.modified < patience
    return CommandFile(
      path: path, file: file, size: bytes.count, lines: lines, isIncomplete: isIncomplete)
  }

  private static func open(_ path: String) throws(Problem) -> FileDescriptor {
    do { return try FileDescriptor(opening: path, for: .readingNoLink) } catch {
      throw error.isLink ? .notReadable(path, .notRegular) : .system(error)
    }
  }

  /// Removes the file, unless it has grown or another file has taken its name.
  func remove() throws(SystemError) {
    let status = try file.status()
    guard status.identity.size == size, let there = try? FileStatus(ofName: path),
      there.identity.isSameFile(as: status.identity)
    else { return }
    try Directory.remove(path)
  }
}

/// Why a file of the command inbox is not read.
enum CommandFileFault {
  case notRegular, tooLong, tooManyLines, tracked
  /// The name has more than `CommandInbox.longestName` bytes.
  case longName
  case unsafe(TrustRefusal)
  /// Git can't say whether it tracks the file.
  case unknown(GitError)
}

extension Problem {
  static func notReadable(_ path: String, _ fault: CommandFileFault) -> Problem {
    let name = Path.name(of: path).escaped
    switch fault {
    case .notRegular:
      return .adapter(
        .noPermission,
        Sentence("\(name) is not a regular file", "\(name)은(는) 일반 파일이 아닙니다"),
        hint: Sentence("write a file, and no link or pipe", "링크나 파이프가 아닌 파일을 쓰십시오"))
    case .tooLong:
      return .adapter(
        .tooLong,
        Sentence("\(name) has more than 1 MiB", "\(name)이(가) 1 MiB보다 큽니다"),
        hint: Sentence("write several files", "여러 파일로 나누십시오"))
    case .tooManyLines:
      return .adapter(
        .tooLong,
        Sentence(
          "\(name) has more than \(CommandFile.mostLines) lines",
          "\(name)의 줄이 \(CommandFile.mostLines)개보다 많습니다"),
        hint: Sentence("write several files", "여러 파일로 나누십시오"))
    case .longName:
      let limit = CommandInbox.longestName
      return .adapter(
        .usage,
        Sentence(
          "\(name) is not read: its name has more than \(limit) bytes",
          "\(name)을(를) 읽지 않습니다. 이름이 \(limit)바이트를 넘습니다"),
        hint: Sentence("rename it", "이름을 바꾸십시오"))
    case .tracked:
      return .adapter(
        .noPermission,
        Sentence(
          "git tracks \(name), so it may come from a stranger",
          "git이 \(name)을(를) 추적하므로 모르는 사람이 보낸 것일 수 있습니다"),
        hint: Sentence("write a new file with another name", "다른 이름의 새 파일을 쓰십시오"))
    case .unsafe(let refusal):
      return .adapter(.noPermission, refusal.sentence, hint: refusal.hint(naming: ""))
    case .unknown(let error):
      return .adapter(
        .git,
        Sentence(
          "git can't say whether it tracks \(name): \(error.reason)",
          "git이 \(name)을(를) 추적하는지 알 수 없습니다: \(error.reason)"),
        hint: Sentence("ops doctor looks at git", "ops doctor가 git을 살핍니다"))
    }
  }
}
