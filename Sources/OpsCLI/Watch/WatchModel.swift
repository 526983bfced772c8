import CommandSupport
import Host
import QueueModel
import Screen

/// What is shown, and what keys make of it.
struct WatchModel {
  enum Mode: Equatable { case overview, details, help }

  /// A row that somebody chose.
  struct Selection: Equatable {
    /// Where it stands, over all sections.
    var index: Int
    var key: RowKey
  }

  /// What is asked before something is done.
  struct Question: Equatable {
    let action: RowAction
    let id: String
    /// What the row's status was when it was asked.
    let status: Status?

    var text: String { action.question(id, status) }
  }

  /// What the program is to do.
  enum Effect: Equatable {
    case quit, redraw
    /// Read the details of the chosen row.
    case readDetails
    case perform(Question)
  }

  /// `nil` before the queue could be read.
  private(set) var queue: WatchedQueue?
  /// Why the queue can't be read now.
  private(set) var problem: String?
  /// The daemon that was killed, where none runs since.
  private(set) var killedDaemon: ProcessIdentity?
  var mode = Mode.overview
  var selection: Selection?
  /// The first row that is shown, over all sections.
  var top = 0
  var question: Question?
  var message: WatchMessage?
  var details: RowDetails?
  private(set) var size: ScreenSize
  /// The moment that is shown.
  var now: QueueTime

  init(size: ScreenSize, now: QueueTime) {
    self.size = size
    self.now = now
  }

  // MARK: What changes outside

  /// The queue as it is now; the chosen row stays chosen wherever it went, and in the place of
  /// one that is gone is the one that stands there now.
  mutating func take(_ queue: WatchedQueue) {
    self.queue = queue
    problem = nil
    if let selection {
      choose(queue.index(of: selection.key) ?? selection.index)
    }
    dropOutdatedQuestion(queue)
    fit()
  }

  /// A yes to what was asked of another status would be one to something else.
  private mutating func dropOutdatedQuestion(_ queue: WatchedQueue) {
    guard let asked = question else { return }
    let row = queue.index(of: .id(asked.id)).flatMap(queue.row(at:))
    if row != nil, row?.status == asked.status { return }
    question = nil
    let state = row.map { "is \($0.status?.rawValue ?? "malformed") now" } ?? "is gone"
    message = WatchMessage(.failed, "\(asked.id.escaped) \(state): nothing was changed")
  }

  /// The queue can't be read: what was read before stays.
  mutating func take(problem: String) { self.problem = problem }

  /// The daemon was killed, or one runs again.
  mutating func take(killedDaemon: ProcessIdentity?) {
    self.killedDaemon = killedDaemon
    fit()
  }

  /// What is told of the chosen row.
  mutating func take(_ details: RowDetails) {
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

  /// Whether there is room to show anything of use.
  var hasRoom: Bool {
    let least = OverviewLayout.least
    return size.columns >= least.columns && size.rows >= least.rows
  }

  /// The row whose details are shown, or to be read.
  var detailedKey: RowKey? { mode == .details ? selection?.key : nil }

  // MARK: What is shown

  /// Chooses the row that is nearest to a place.
  mutating func choose(_ index: Int) {
    guard let queue, queue.rowCount > 0 else {
      selection = nil
      return
    }
    let index = min(max(index, 0), queue.rowCount - 1)
    selection = queue.row(at: index).map { Selection(index: index, key: $0.key) }
  }

  /// Shows the chosen row, and no more empty room than there has to be.
  mutating func fit() {
    if let details {
      let last = max(0, DetailsLayout(self).lineCount - DetailsLayout(self).room)
      self.details?.top = min(max(details.top, 0), last)
    }
    top = OverviewLayout(self).top
  }
}

/// How many columns and rows there are to draw on.
struct ScreenSize: Equatable {
  var columns: Int
  var rows: Int
}
