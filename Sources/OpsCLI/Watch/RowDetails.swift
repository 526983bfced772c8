import CommandLineKit
import QueueCLI
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
  /// Reads them.
  init(of key: RowKey, in queue: WatchedQueue, _ session: Session) {
    var view: RowView?
    var problem: String?
    if let id = key.id {
      let again = session.again(on: .collecting(CollectedText()))
      do throws(CommandError) { view = try again.view(ofRow: id) } catch {
        problem = "\(error.message) (\(error.hint))"
      }
    }
    let explanation = queue.index(of: key).flatMap(queue.row(at:))?.explanation
    let now = try? session.now()
    let reason = explanation.flatMap { explanation in
      now.map {
        ReasonLine(explanation, at: $0, command: explanation.remedy.map(session.commandLine))
      }
    }
    // What is wrong with a malformed row is the reason, too.
    self.init(key: key, view: view, reason: reason, problem: reason == nil ? problem : nil)
  }
}
