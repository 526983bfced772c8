public import Door
import Host
import Model
import QueueStore
public import Text
import Workers

/// `complete`: prints what a shell offers for the tab key.
///
/// The scripts that `completion` prints call it. The command prints one candidate on each line. If
/// the shell is to complete files or folders itself, it prints a single line that begins with a
/// tab. It takes no lock, writes no log, and prints nothing if there is no queue.
public struct CompleteCommand<Commands: CommandSet>: QueueCommand {
  public static var name: String { "complete" }
  public static var summary: Sentence {
    Sentence(same: "Print completions of an unfinished command line")
  }
  public static var examples: [Example] {
    [
      Example(
        "\(Commands.program.name) complete -- --color ''",
        Sentence(same: "each as value⇥description")),
      Example(
        "\(Commands.program.name) complete --line 'x --color=a' --replaces a",
        Sentence(same: "for bash: values that replace the end of the line")),
    ]
  }
  public static var options: [Option<CompleteCommand>] {
    [
      .value(
        "--word", "WORD",
        Sentence(same: "a word after the program's name; the last one is being typed"),
        repeatable: true
      ) { $1.words.append($0) },
      .value(
        "--line", "LINE",
        Sentence(same: "instead of words: the line up to the cursor, with its quotes")
      ) {
        $1.line = $0
      },
      .value("--replaces", "TEXT", Sentence(same: "the end of the line that a value replaces")) {
        $1.replaced = $0
      },
      .flag("--aligned", Sentence(same: "print several values with their descriptions beside them"))
      {
        $0.isAligned = true
      },
    ]
  }
  public static var positional: String? { "--word" }
  public static var isHidden: Bool { true }
  public static var isLogged: Bool { false }
  /// Pressing a key must not end in an error about a setting.
  public static var needsSettings: Bool { false }
  public static var databaseOfSettings: DatabaseOfSettings { .usedIfTrusted }

  public var shared = SharedOptions()
  var words: [String] = []
  var line: String?
  var replaced = ""
  var isAligned = false

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    if context.isOnTerminal, line == nil {
      throw Problem.usage(
        "\(Commands.program.name) complete is what a shell calls for the tab key",
        "\(Commands.program.name) complete은 셸이 탭 키를 위해 호출합니다",
        hint: Sentence("orch done ID ends a row", "행을 끝내기: orch done ID"))
    }
    let words = line.map { Array(ShellLine($0).words.dropFirst()) } ?? words
    let completion = Commands.program.completion(of: words)
    let lines =
      switch completion.offer {
      case .files: ["\tfiles"]
      case .folders: ["\tfolders"]
      case .candidates(let candidates): printed(candidates)
      case .listed(let list, let value):
        printed(
          context.candidates(
            on: list, for: value, row: completion.values["--id"], completion.shared))
      }
    try context.write(lines.map { $0 + "\n" }.joined())
    return .success
  }

  private func printed(_ candidates: [Candidate]) -> [String] {
    guard let line else { return candidates.tabbed }
    let typed = ShellLine(line.hasSuffix(replaced) ? String(line.dropLast(replaced.count)) : line)
    let kept = typed.words.last ?? ""
    let values = candidates.map { candidate in
      Candidate(typed.quoted(candidate.value.droppingPrefix(kept)), candidate.description)
    }
    return isAligned && values.count > 1 ? values.aligned : values.map(\.value)
  }
}

extension String {
  fileprivate func droppingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

extension CommandContext {
  /// The values of a list, from the queue that the line being typed names.
  fileprivate func candidates(
    on list: String, for value: PartialValue, row: String?, _ shared: SharedOptions
  ) -> [Candidate] {
    var shared = shared
    shared.queue = shared.queue.map(expandingHome)
    shared.database = shared.database.map(expandingHome)
    shared.isQuiet = true
    let context = CommandContext(shared, in: opening, on: console)
    if ValueKind.listed(list) == .worker { return context.workerNames(for: value) }
    if ValueKind.listed(list) == .repository { return context.repositoryNames(for: value) }
    if ValueKind.listed(list) == .attempt {
      return row.map { context.attempts(ofRow: $0, for: value) } ?? []
    }
    guard let store = try? context.taskQueue.store() else { return [] }
    return QueueCompletion(store: store).candidates(on: list, for: value)
  }

  private func workerNames(for value: PartialValue) -> [Candidate] {
    let profiles = (try? taskQueue.fileSettings())?.workers.profiles ?? []
    return profiles.filter { $0.name.hasPrefix(value.typed) }
      .map { value.candidate($0.name, $0.about?.escaped ?? $0.adapter.rawValue) }
  }

  private func repositoryNames(for value: PartialValue) -> [Candidate] {
    let paths = (try? taskQueue.fileSettings())?.workers.repositories ?? [:]
    return paths.sorted { $0.key < $1.key }.filter { $0.key.hasPrefix(value.typed) }
      .map { value.candidate($0.key, $0.value.escaped) }
  }

  /// Expands `~/QUEUE.md`, which a shell does only when the line is run.
  private func expandingHome(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = environment["HOME"] else { return path }
    return Path.join(home, String(path.dropFirst(2)))
  }
}

/// The rows that a command works on, for the completion of ids.
public enum RowList: String, CaseIterable, Sendable {
  case all = "rows"
  case pending = "rows to pick"
  case inProgress = "rows in progress"
  case unfinished = "unfinished rows"
  case stopped = "failed and blocked rows"

  func contains(_ status: Status) -> Bool {
    switch self {
    case .all: true
    case .pending: status == .pending
    case .inProgress: status == .inProgress
    case .unfinished: !status.isFinished
    case .stopped: status.isStopped
    }
  }
}

extension ValueKind {
  /// The id of a row on a list.
  public static func row(_ list: RowList) -> ValueKind { .listed(list.rawValue) }

  /// The id of a deleted row that can be restored.
  public static let deletedRow = ValueKind.listed("deleted rows")

  /// The number of an attempt at the row that the line names.
  public static let attempt = ValueKind.listed("attempts")

  /// A worker that `orch.json` names.
  public static let worker = ValueKind.listed("workers")

  /// Another repository that `orch.json` names.
  public static let repository = ValueKind.listed("repositories")

  /// A label of a row.
  public static let label = ValueKind.listed("labels")

  /// The plan of a row.
  public static let plan = ValueKind.listed("plans")

  /// The id of a row, or the name of a plan.
  public static let rowOrPlan = ValueKind.listed("rows and plans")

  /// A session that works on a row now.
  public static let session = ValueKind.listed("sessions")
}

/// Completes values from the queue: ids with their task texts, sessions with their rows.
struct QueueCompletion {
  let store: any QueueStore

  /// The candidates of the list with this name; none if the store can't be read.
  func candidates(on list: String, for value: PartialValue) -> [Candidate] {
    guard let snapshot = try? store.snapshot() else { return [] }
    if let list = RowList(rawValue: list) { return rows(list, value, in: snapshot) }
    let kind = ValueKind.listed(list)
    if kind == .session { return sessions(value, in: snapshot) }
    if kind == .label { return texts(value, in: snapshot, \.labels) }
    if kind == .plan { return plans(value, in: snapshot) }
    if kind == .rowOrPlan { return plans(value, in: snapshot) + rows(.all, value, in: snapshot) }
    return kind == .deletedRow ? deletedRows(value, in: snapshot) : []
  }

  // MARK: Rows

  /// Strings are made only for rows that match, because a queue may have many thousands.
  private func rows(
    _ list: RowList, _ value: PartialValue, in snapshot: some QueueSnapshot
  ) -> [Candidate] {
    let typed = Array(value.typed.utf8)
    var candidates: [Candidate] = []
    var seen: Set<String> = []
    // One buffer for all rows, because most do not begin with the typed text.
    var line: [UInt8] = []
    for row in 0..<snapshot.rowCount {
      guard let status = snapshot.status(at: row), list.contains(status) else { continue }
      line.removeAll(keepingCapacity: true)
      snapshot.append(Column.listed, ofRow: row, separator: Self.tab, to: &line)
      guard line.starts(with: typed), let candidate = candidate(of: line, value),
        seen.insert(candidate.value).inserted
      else { continue }
      candidates.append(candidate)
    }
    return candidates
  }

  /// A row's id with its task; `nil` for an id that can't be typed.
  private func candidate(of line: [UInt8], _ value: PartialValue) -> Candidate? {
    let id = String(decoding: line.prefix { $0 != Self.tab }, as: UTF8.self)
    // An id that is printed escaped or would be read as an option can't be completed.
    guard !id.isEmpty, !id.hasPrefix("-"), id.escaped == id else { return nil }
    return value.candidate(id, Self.task(in: line))
  }

  private static let tab = UInt8(ascii: "\t")

  /// The most bytes of a task that are ever shown.
  private static let taskLimit = 512

  /// The beginning of the task, which is the last column of `Column.listed`.
  private static func task(in line: [UInt8]) -> String {
    let start = (line.lastIndex(of: tab) ?? 0) + 1
    var end = min(line.count, start + taskLimit)
    // The text does not end in the middle of a UTF-8 sequence.
    while end < line.count, line[end] & 0xC0 == 0x80 { end -= 1 }
    return String(decoding: line[start..<end], as: UTF8.self).escaped
  }

  /// The ids of deleted rows, the last one first, each with its former task.
  private func deletedRows(
    _ value: PartialValue, in snapshot: some QueueSnapshot
  ) -> [Candidate] {
    guard let history = try? store.history(of: nil) else { return [] }
    var seen: Set<String> = []
    return history.reversed().compactMap { entry in
      guard entry.isRemoval, let id = entry.id, id.hasPrefix(value.typed), id.escaped == id,
        !snapshot.contains(id), seen.insert(id).inserted
      else { return nil }
      return value.candidate(id, entry.before[Column.task.name]?.escaped ?? "")
    }
  }

  // MARK: Labels, plans and sessions

  private func plans(_ value: PartialValue, in snapshot: some QueueSnapshot) -> [Candidate] {
    texts(value, in: snapshot) { [$0.planName].compactMap(\.self) }
  }

  /// The distinct texts of the rows, in the order of the table.
  private func texts(
    _ value: PartialValue, in snapshot: some QueueSnapshot, _ texts: (QueueItem) -> [String]
  ) -> [Candidate] {
    var found: [String] = []
    var seen: Set<String> = []
    for item in (0..<snapshot.rowCount).lazy.compactMap({ snapshot.item(at: $0) }) {
      for text in texts(item) where text.escaped == text && seen.insert(text).inserted {
        found.append(text)
      }
    }
    return found.filter { $0.hasPrefix(value.typed) }.map { value.candidate($0, "") }
  }

  private func sessions(
    _ value: PartialValue, in snapshot: some QueueSnapshot
  ) -> [Candidate] {
    let items = (0..<snapshot.rowCount).lazy.filter { snapshot.status(at: $0) == .inProgress }
      .compactMap { snapshot.item(at: $0) }
    var order: [String] = []
    var ids: [String: [String]] = [:]
    for item in items {
      guard let owner = item.ownerSession, owner.escaped == owner, owner.hasPrefix(value.typed)
      else { continue }
      if ids[owner] == nil { order.append(owner) }
      ids[owner, default: []].append(item.id.escaped)
    }
    return order.map { value.candidate($0, ids[$0, default: []].joined(separator: ", ")) }
  }
}
