import Door
import Host
import QueueStore
import Runner

/// Reads the text of a page from a row's files, on a thread, and reads it again when the files
/// change.
final class RowTextReader {
  private let context: CommandContext
  private var work: BackgroundWork<RowText>?
  private var shown: RowText?
  /// The stamp of the files before the last reading; `nil` if a later change may have left the
  /// same stamp.
  private var stamp: QueueStamp?

  init(_ context: CommandContext) { self.context = context }

  var isReading: Bool { work != nil }

  /// Returns a new text of a page: the first one, or one whose files have changed.
  ///
  /// - Parameter page: the page that is shown; only a report, a log or changes have a text to read.
  func text(for page: Page?) throws(SystemError) -> RowText? {
    if let answer = work?.answer {
      work = nil
      shown = answer
      if let wanted = page?.text, wanted == (answer.kind, answer.id) { return answer }
    }
    guard let page, let wanted = page.text, work == nil else { return nil }
    var stamp: QueueStamp?
    if page.content != nil, let shown, wanted == (shown.kind, shown.id) {
      let now = QueueStamp(of: shown.watched)
      if now == self.stamp { return nil }
      stamp = now.isFinal(at: context.taskQueue.wallClock) ? now : nil
    }
    self.stamp = stamp
    let (shared, opening) = (context.pinned, context.opening)
    work = try BackgroundWork {
      let context = CommandContext(shared, in: opening, on: .collecting(OutputBuffer()))
      return RowText(wanted.kind, of: wanted.id, in: context)
    }
    return nil
  }
}
