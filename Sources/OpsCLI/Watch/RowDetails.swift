import CommandLineKit
import CommandSupport
import QueueModel
import Screen

/// Everything about one row, and how far down it is shown.
struct RowDetails {
  let key: RowKey
  /// `nil` for a row that can't be read.
  let view: RowView?
  /// Why it is not running; `nil` for a row that is not PENDING.
  let reason: ReasonLine?
  /// What went wrong in reading it.
  let problem: String?
  /// The first line that is shown.
  var top = 0

  var title: String {
    switch key {
    case .id(let id): id.escaped
    case .line(let line): line.map { "line \($0)" } ?? "malformed row"
    }
  }

  func lines(width: Int, _ paint: Paint, at now: QueueTime) -> [StyledText] {
    var text = problem.map { paint($0.escaped, .red) + "\n" } ?? ""
    if let reason {
      text += ReasonScreen(rows: [reason]).text(width: width, paint) + "\n"
    }
    text += view?.screen(width: width, paint, Ages(at: now)) ?? ""
    return StyledText.lines(of: text)
  }
}

extension RowDetails {
  /// - Parameters:
  ///   - row: as it was read.
  ///   - queue: tells why it is not running.
  ///   - context: the time, and how a command is to be typed.
  init(_ row: RowRead, in queue: WatchedQueue, _ context: CommandContext) {
    let explanation = queue.index(of: row.key).flatMap(queue.row(at:))?.explanation
    let now = try? context.now()
    let reason = explanation.flatMap { explanation in
      now.map {
        ReasonLine(explanation, at: $0, command: explanation.remedy.map(context.commandLine))
      }
    }
    // What is wrong with a malformed row is the reason, too.
    self.init(
      key: row.key, view: row.view, reason: reason, problem: reason == nil ? row.problem : nil)
  }
}

/// What was read of one row.
struct RowRead {
  let key: RowKey
  let view: RowView?
  let problem: String?

  init(_ key: RowKey, in context: CommandContext) {
    self.key = key
    do throws(CommandError) {
      view = try key.id.map(context.view(ofRow:))
      problem = nil
    } catch {
      view = nil
      problem = error.sentence
    }
  }
}
