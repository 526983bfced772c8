import Host
import Model
import Runner
import Text

/// The state of the screen of `ops watch`, and how keys change it.
struct WatchModel {
  /// The selected row.
  struct Selection: Equatable {
    /// The index of the row over all sections.
    var index: Int
    var key: WatchedRowKey
  }

  /// The confirmation of a row action.
  struct Question: Equatable {
    let action: RowAction
    let id: String
    /// The facts of the last reading.
    var facts: RowFacts
    /// The text that is typed for the action; `nil` for an action that `y` confirms.
    var editor: LineEditor?
    /// Why the typed text no longer has an effect: the row has changed meanwhile.
    var refusal: WatchMessage?
  }

  /// A text that is typed to find rows, and the state to go back to.
  struct Typing {
    enum Purpose { case search, filter }

    let purpose: Purpose
    var editor: LineEditor
    let selection: Selection?
    let filter: RowFilter
    /// The first visible line of the page, or row.
    let top: Int
  }

  /// The task of the loop after a key.
  enum Effect: Equatable {
    case quit, redraw
    /// Read the details of a row.
    case readDetails
    case perform(RowOrder)
  }

  /// The queue as it was read; `nil` before the first successful reading.
  private(set) var all: WatchedQueue?
  /// The queue with the rows of the filter only.
  private(set) var queue: WatchedQueue?
  /// Why the queue can't be read now; the last reading stays on the screen.
  var problem: Sentence?
  /// The daemon that was killed, if none has run since.
  private(set) var killedDaemon: ProcessIdentity?
  /// The pages in front of the overview; the last one is shown.
  var pages: [Page] = []
  var selection: Selection?
  /// The index of the first visible row, over all sections.
  var top = 0
  var filter = RowFilter()
  /// The text of the last search.
  var search = ""
  var typing: Typing?
  var question: Question?
  /// Whether a command that a key started still runs.
  var isBusy = false
  var message: WatchMessage?
  /// Whether keys come from text that is pasted.
  var isPasting = false
  private(set) var size: ScreenSize
  /// The moment that is shown.
  var now: QueueTime
  let language: Language

  init(size: ScreenSize, now: QueueTime, language: Language = .english) {
    (self.size, self.now, self.language) = (size, now, language)
  }

  // MARK: Updates

  /// Shows the queue as it is now. A selected row that moved stays selected; if it is gone, the row
  /// at its index is selected.
  mutating func update(_ queue: WatchedQueue) {
    all = queue
    problem = nil
    applyFilter()
    updateQuestion(queue)
  }

  /// Shows the rows of the filter. The selected row stays selected if the filter shows it.
  mutating func applyFilter() {
    queue = all?.filtered(by: filter)
    if let selection { select(queue?.index(of: selection.key) ?? selection.index) }
    fit()
  }

  /// Drops a question about a row whose status has changed, because the action would now have
  /// another effect. While a text is typed, the question stays until enter or escape; otherwise the
  /// rest of the text would be commands.
  private mutating func updateQuestion(_ queue: WatchedQueue) {
    guard let asked = question else { return }
    let facts = queue.facts(of: asked.id)
    if let facts, facts.isSame(as: asked.facts) {
      question?.facts = facts
      question?.refusal = nil
      return
    }
    let refusal = WatchMessage(.failed, asked.refusal(now: facts))
    if asked.editor != nil {
      question?.refusal = refusal
    } else {
      question = nil
      message = refusal
    }
  }

  mutating func update(killedDaemon: ProcessIdentity?) {
    self.killedDaemon = killedDaemon
    fit()
  }

  /// Shows the details of a row, scrolled as before.
  mutating func show(_ details: DetailPage) {
    for index in pages.indices
    where pages[index].kind == .details && pages[index].key == details.key {
      pages[index].content = .details(details)
    }
    fit()
  }

  /// Shows the report, the log or the changes of a row, scrolled as before.
  mutating func show(_ text: RowText) {
    for index in pages.indices where pages[index].text.map({ $0 == (text.kind, text.id) }) ?? false
    { pages[index].show(text, width: size.columns, language) }
    fit()
  }

  mutating func resize(to size: ScreenSize) {
    self.size = size
    for index in pages.indices { pages[index].wrap(width: size.columns, language) }
    fit()
  }

  /// Whether the screen is large enough.
  var hasRoom: Bool {
    let least = OverviewLayout.least
    return size.columns >= least.columns && size.rows >= least.rows
  }

  // MARK: What is shown

  /// The page in front of the overview.
  var page: Page? {
    get { pages.last }
    set { if let newValue, !pages.isEmpty { pages[pages.count - 1] = newValue } }
  }

  /// The row whose details are shown, or to be read.
  var detailedKey: WatchedRowKey? { pages.last { $0.kind == .details }?.key }

  /// The row that keys act on.
  var subject: WatchedRowKey? { page?.key ?? selection?.key }

  /// The facts of the row that keys act on.
  var facts: RowFacts? { subject?.id.flatMap { all?.facts(of: $0) } }

  /// The text with control and invisible characters spelled out: ids, texts of rows and output may
  /// contain them.
  func text(_ sentence: Sentence) -> String { sentence(language).escaped }

  func text(of asked: Question) -> String {
    let age = asked.facts.startedAt.flatMap { Ages(at: now).age(of: $0) }
    return text(asked.action.question(about: asked.id, asked.facts, age))
  }

  // MARK: Selection and scrolling

  /// Selects the row at the nearest valid index.
  mutating func select(_ index: Int) {
    guard let queue, queue.rowCount > 0 else {
      selection = nil
      return
    }
    let index = min(max(index, 0), queue.rowCount - 1)
    selection = queue.row(at: index).map { Selection(index: index, key: $0.key) }
  }

  /// Scrolls so that the selected row is visible, without empty lines that rows could fill.
  mutating func fit() {
    if let page {
      let last = lastTop(of: page)
      self.page?.top = page.follows ? last : min(max(page.top, 0), last)
    }
    top = OverviewLayout(self).top
  }

  /// The first visible line when a page is scrolled to its end.
  func lastTop(of page: Page) -> Int {
    let count = page.lines(in: size, Paint(isOn: false), at: now, language).count
    return max(0, count - pageRoom)
  }

  /// The number of lines for a page: all but the first and the last of the screen.
  var pageRoom: Int { max(1, size.rows - 2) }
}

struct ScreenSize: Equatable, Sendable {
  var columns: Int
  var rows: Int
}

extension WatchModel.Question {
  /// Says how the row has changed meanwhile. If `now` is `nil`, the row is gone.
  fileprivate func refusal(now: RowFacts?) -> Sentence {
    let state =
      if let now {
        if now.status == facts.status {
          Sentence("awaits something else now", "이제 다른 것을 기다립니다")
        } else if let status = now.status?.rawValue {
          Sentence("is \(status) now", "이제 \(status)입니다")
        } else {
          Sentence("is malformed now", "이제 잘못된 행입니다")
        }
      } else {
        Sentence("is gone", "없어졌습니다")
      }
    return Sentence(
      "\(id) \(state.english): nothing was changed", "\(id): \(state.korean). 아무것도 바꾸지 않았습니다")
  }
}

extension Page {
  /// The report, the log or the changes that are shown; `nil` for other pages.
  var text: (kind: RowText.Kind, id: String)? {
    guard let id = key?.id else { return nil }
    return switch kind {
    case .report: (.report, id)
    case .log: (.log, id)
    case .changes: (.changes, id)
    case .details, .keys: nil
    }
  }
}
