import Door
import Host
import Text

/// A line of the user's crontab, below a comment that names the queue.
struct CronScheduler: Scheduler {
  let call: ScheduledCall
  let programs: SchedulerPrograms

  /// Bytes. cron refuses the whole crontab if a command is longer.
  private static let longestCommand = 998

  private var mark: String { "# orch schedule: \(call.queue)" }

  /// The mark and the line. An unescaped `%` would end the command. cron does not pass on the
  /// shell's `PATH` and `LANG`. cron mails what a command prints, so only errors are printed.
  private func entry() throws -> [String] {
    let words =
      ["PATH=" + quoted(call.path), "LANG=" + quoted(call.language), quoted(call.orch)]
      + ["tick", "--quiet", call.option, quoted(call.queue), ">", "/dev/null"]
    let command = Self.escaped(words.joined(separator: " "))
    guard command.utf8.count <= Self.longestCommand else {
      throw Problem.adapter(
        .notSchedulable, Sentence("the line is longer than cron allows", "cron이 받는 것보다 긴 줄입니다"),
        hint: Sentence("set a shorter PATH for this command", "이 명령에 더 짧은 PATH를 주십시오"))
    }
    let time = call.minutes == 60 ? "0" : "*/\(call.minutes)"
    return [mark, "\(time) * * * * \(command)"]
  }

  /// Escapes `%`, which ends a command in a crontab.
  private static func escaped(_ command: String) -> String {
    command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "\\%")
  }

  /// Quotes a word for a shell. Empty quotes follow each backslash, because otherwise cron would
  /// combine it with the backslash that escapes a `%`.
  private func quoted(_ word: String) -> String {
    ScheduledCall.quoted(word).split(separator: "\\", omittingEmptySubsequences: false)
      .joined(separator: #"\''"#)
  }

  /// Whether a line below the mark is the one that `install` wrote: people move and delete lines.
  private func isOwn(_ line: [UInt8]) -> Bool {
    let words = Self.escaped(" tick --quiet \(call.option) \(quoted(call.queue)) ")
    return line.firstOffset(of: Array(words.utf8), from: 0) != nil
  }

  func plan() throws -> [String] { try entry() }

  func installed() throws -> String? {
    guard programs.has("crontab") else { return nil }
    let lines = try crontab()
    let own = zip(lines, lines.dropFirst())
      .first { $0 == Array(mark.utf8) && isOwn($1) }
    return own.map { "crontab: " + String(decoding: $1, as: UTF8.self) }
  }

  func install() throws {
    let entry = try entry()
    guard programs.has("crontab") else {
      throw Problem.adapter(
        .noScheduler, Sentence("the program crontab is missing", "crontab 프로그램이 없습니다"),
        hint: Sentence(
          "install cron, for example with apt install cron, and run this command again; or add the line "
            + "that --dry-run prints to a crontab yourself",
          "apt install cron 등으로 cron을 설치하고 이 명령을 다시 실행하거나, --dry-run이 출력하는 줄을 직접 crontab에 넣으십시오"))
    }
    let added = entry.map { Array($0.utf8) }
    try write(try others() + added)
  }

  func remove() throws {
    guard try installed() != nil else { return }
    try write(try others())
  }

  /// The lines of the crontab that do not belong to this queue.
  private func others() throws -> [[UInt8]] {
    var others: [[UInt8]] = []
    var isMarked = false
    for line in try crontab() {
      let isBelowMark = isMarked
      isMarked = line == Array(mark.utf8)
      if !isMarked, !(isBelowMark && isOwn(line)) { others.append(line) }
    }
    return others
  }

  private func crontab() throws -> [[UInt8]] {
    let outcome = try programs.run("crontab", ["-l"])
    guard outcome.ending.isSuccess else {
      // Every cron prints "no crontab" for a user who has none yet.
      let words = Array(outcome.errors.text.lowercased().utf8)
      if words.firstOffset(of: Array("no crontab".utf8), from: 0) != nil { return [] }
      throw Problem.schedule(.failed("crontab -l", reason: outcome.firstError))
    }
    let bytes = outcome.output.beginning + outcome.output.end
    var lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }

  private func write(_ lines: [[UInt8]]) throws {
    try programs.succeed("crontab", ["-"], input: lines.flatMap { $0 + [10] })
  }
}
