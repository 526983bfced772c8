import Door
import Model
import Runner
import Text
import Work

/// Everything about a row.
struct DetailPage {
  let key: WatchedRowKey
  /// `nil` for a malformed row.
  let row: RowDetails?
  /// Why the row is not running; `nil` for a row that is not PENDING.
  let reason: ReasonLine?
  /// Why the row can't be read.
  let problem: String?

  func lines(width: Int, _ paint: Paint, at now: QueueTime, _ language: Language)
    -> [StyledText]
  {
    var text = problem.map { paint($0.escaped, .red) + "\n" } ?? ""
    if let reason {
      text +=
        ReasonScreen(groups: [ReasonGroup(reason)], language: language)
        .text(width: width, paint) + "\n"
    }
    text += row?.screen(width: width, paint, Ages(at: now, in: language)) ?? ""
    return StyledText.lines(of: text)
  }
}

extension DetailPage {
  /// - Parameters:
  ///   - row: the row as it was read.
  ///   - queue: the read queue, which has the reason why the row is not running.
  ///   - context: gives the time, and the text of commands.
  init(_ row: LoadedRow, in queue: WatchedQueue, _ context: CommandContext) {
    let explanation = queue.index(of: row.key).flatMap(queue.row(at:))?.explanation
    let now = try? context.taskQueue.now()
    let reason = explanation.flatMap { explanation in
      now.map {
        ReasonLine(
          explanation, at: $0, command: explanation.remedy.map(context.commandLine))
      }
    }
    // The reason of a malformed row names the problem already.
    let problem = reason == nil ? row.problem?.sentenceWithHint(context.language) : nil
    self.init(key: row.key, row: row.details, reason: reason, problem: problem)
  }
}

/// The details of a row as they were read.
struct LoadedRow {
  let key: WatchedRowKey
  let details: RowDetails?
  let problem: Problem?

  init(_ key: WatchedRowKey, in context: CommandContext) {
    self.key = key
    do {
      details = try key.id.map(context.taskQueue.details(ofRow:))
      problem = nil
    } catch {
      (details, problem) = (nil, context.problem(error))
    }
  }
}
