import CommandSupport
import Host
import QueueModel
import Screen

/// The state of the screen of `ops watch`, and how keys change it.
struct WatchModel {
  enum Mode: Equatable { case overview, details, help }

  /// The selected row.
  struct Selection: Equatable {
    /// Its index over all sections.
    var index: Int
    var key: WatchedRowKey
  }

  /// The confirmation of a row action.
  struct Question: Equatable {
    let action: RowAction
    let id: String
    /// The row's status when the question was asked.
    let status: Status?

    var text: String { action.question(id, status) }
  }

  /// What the loop has to do after a key.
  enum Effect: Equatable {
    case quit, redraw
    /// Read the details of the selected row.
    case readDetails
    case perform(Question)
  }

  /// `nil` before the first successful reading.
  private(set) var queue: WatchedQueue?
  /// Why the queue can't be read now; the last one that was read stays on the screen.
  var problem: String?
  /// The daemon that was killed, if none has run since.
  private(set) var killedDaemon: ProcessIdentity?
  var mode = Mode.overview
  var selection: Selection?
  /// The index of the first visible row, over all sections.
  var top = 0
  var question: Question?
  var message: WatchMessage?
  var details: RowDetails?
  private(set) var size: ScreenSize
  /// The moment that is shown.
  var now: QueueTime

  init(size: ScreenSize, now: QueueTime) { (self.size, self.now) = (size, now) }

  // MARK: Updates

  /// Shows the queue as it is now. The selected row stays selected where it moved; if it is gone,
  /// the row at its index is selected.
  mutating func update(_ queue: WatchedQueue) {
    self.queue = queue
    problem = nil
    if let selection { select(queue.index(of: selection.key) ?? selection.index) }
    dropOutdatedQuestion(queue)
    fit()
  }

  /// Drops a question about a row whose status has changed: the answer would be about another
  /// effect.
  private mutating func dropOutdatedQuestion(_ queue: WatchedQueue) {
    guard let asked = question else { return }
    let row = queue.index(of: .id(asked.id)).flatMap(queue.row(at:))
    if row != nil, row?.status == asked.status { return }
    question = nil
    let state = row.map { "is \($0.status?.rawValue ?? "malformed") now" } ?? "is gone"
    message = WatchMessage(.failed, "\(asked.id.escaped) \(state): nothing was changed")
  }

  mutating func update(killedDaemon: ProcessIdentity?) {
    self.killedDaemon = killedDaemon
    fit()
  }

  /// Shows the details of the selected row, scrolled as before.
  mutating func show(_ details: RowDetails) {
    guard mode == .details else { return }
    let top = self.details?.key == details.key ? self.details?.top ?? 0 : 0
    self.details = details
    self.details?.top = top
    fit()
  }

  mutating func resize(to size: ScreenSize) {
    self.size = size
    fit()
  }

  /// Whether the screen is large enough.
  var hasRoom: Bool {
    let least = OverviewLayout.least
    return size.columns >= least.columns && size.rows >= least.rows
  }

  /// The row whose details are shown, or to be read.
  var detailedKey: WatchedRowKey? { mode == .details ? selection?.key : nil }

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
    if let details {
      let last = max(0, DetailsLayout(self).lineCount - DetailsLayout(self).room)
      self.details?.top = min(max(details.top, 0), last)
    }
    top = OverviewLayout(self).top
  }
}

struct ScreenSize: Equatable {
  var columns: Int
  var rows: Int
}

// MARK: Keys

extension WatchModel {
  /// - Returns: what the loop has to do; `nil` for nothing.
  mutating func press(_ key: WatchKey) -> Effect? {
    if key == .redraw { return .redraw }
    // On a screen that is too small neither the effects of keys nor a question would be visible.
    guard hasRoom else { return key == .quit ? .quit : nil }
    if let question { return answer(question, key) }
    // A late answer leaves the message about the dropped question.
    if key == .yes || key == .no { return nil }
    message = nil
    switch mode {
    case .overview: return pressInOverview(key)
    case .details: return pressInDetails(key)
    case .help:
      if [.back, .quit, .details, .help].contains(key) { mode = .overview }
      return nil
    }
  }

  private mutating func answer(_ question: Question, _ key: WatchKey) -> Effect? {
    switch key {
    case .yes:
      self.question = nil
      message = WatchMessage(.hint, question.action.progress(question.id))
      return .perform(question)
    case .no, .back, .quit:
      self.question = nil
      message = WatchMessage(.hint, "Nothing was changed")
      return nil
    case .move, .details, .help, .redraw, .act: return nil
    }
  }

  private mutating func pressInOverview(_ key: WatchKey) -> Effect? {
    switch key {
    case .quit: return .quit
    case .back:
      selection = nil
      top = 0
    case .details:
      guard checkSelection() else { return nil }
      mode = .details
      return .readDetails
    case .help: mode = .help
    case .act(let action): ask(action)
    case .move(let movement): move(movement)
    case .yes, .no, .redraw: break
    }
    return nil
  }

  private mutating func pressInDetails(_ key: WatchKey) -> Effect? {
    switch key {
    case .quit, .back, .details:
      mode = .overview
      details = nil
    case .help: (mode, details) = (.help, nil)
    case .act(let action): ask(action)
    case .move(let movement): scroll(movement)
    case .yes, .no, .redraw: break
    }
    return nil
  }

  private mutating func ask(_ action: RowAction) {
    guard checkSelection(), let selection else { return }
    guard let id = selection.key.id else {
      message = WatchMessage(.failed, "This row says no id that a command could name (orch lint)")
      return
    }
    let status = queue?.row(at: selection.index)?.status
    question = Question(action: action, id: id, status: status)
  }

  /// Returns whether a row is selected; if not, shows a hint.
  private mutating func checkSelection() -> Bool {
    if selection == nil { message = WatchMessage(.hint, "Choose a row with the arrows first") }
    return selection != nil
  }

  // MARK: Moving

  private mutating func move(_ movement: WatchKey.Movement) {
    guard let queue, queue.rowCount > 0 else { return }
    let page = max(1, OverviewLayout(self).visibleRows.count - 1)
    let now = selection?.index ?? -1
    let index =
      switch movement {
      case .up: max(now, 1) - 1
      case .down: now + 1
      case .pageUp: now - page
      case .pageDown: max(now, 0) + page
      case .last: queue.rowCount - 1
      case .first: 0
      }
    select(index)
    fit()
  }

  private mutating func scroll(_ movement: WatchKey.Movement) {
    let page = DetailsLayout(self).room - 1
    switch movement {
    case .up: details?.top -= 1
    case .down: details?.top += 1
    case .pageUp: details?.top -= page
    case .pageDown: details?.top += page
    case .last: details?.top = .max / 2
    case .first: details?.top = 0
    }
    fit()
  }
}
