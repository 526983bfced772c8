import CommandSupport

// What keys make of what is shown.

extension WatchModel {
  /// - Returns: what the program is to do besides.
  mutating func press(_ key: WatchKey) -> Effect? {
    if key == .redraw { return .redraw }
    // Nobody sees what another key would do, nor what is asked.
    guard hasRoom else { return key == .quit ? .quit : nil }
    if let question { return answer(question, key) }
    // An answer that comes too late leaves what was said of its question.
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
    case .up, .down, .pageUp, .pageDown, .first, .last, .details, .help, .redraw, .act: return nil
    }
  }

  private mutating func pressInOverview(_ key: WatchKey) -> Effect? {
    switch key {
    case .quit: return .quit
    case .back:
      selection = nil
      top = 0
    case .details:
      guard isChosen() else { return nil }
      mode = .details
      return .readDetails
    case .help: mode = .help
    case .act(let action): ask(action)
    case .up, .down, .pageUp, .pageDown, .first, .last: move(key)
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
    case .up, .down, .pageUp, .pageDown, .first, .last: scroll(key)
    case .yes, .no, .redraw: break
    }
    return nil
  }

  private mutating func ask(_ action: RowAction) {
    guard isChosen(), let selection else { return }
    guard let id = selection.key.id else {
      message = WatchMessage(.failed, "This row says no id that a command could name (orch lint)")
      return
    }
    let status = queue?.row(at: selection.index)?.status
    question = Question(action: action, id: id, status: status)
  }

  /// Says what to do first where no row is chosen.
  private mutating func isChosen() -> Bool {
    if selection == nil { message = WatchMessage(.hint, "Choose a row with the arrows first") }
    return selection != nil
  }

  // MARK: Moving

  private mutating func move(_ key: WatchKey) {
    guard let queue, queue.rowCount > 0 else { return }
    let page = max(1, OverviewLayout(self).visibleRows.count - 1)
    let now = selection?.index ?? -1
    let index =
      switch key {
      case .up: max(now, 1) - 1
      case .down: now + 1
      case .pageUp: now - page
      case .pageDown: max(now, 0) + page
      case .last: queue.rowCount - 1
      default: 0
      }
    choose(index)
    fit()
  }

  private mutating func scroll(_ key: WatchKey) {
    let page = DetailsLayout(self).room - 1
    switch key {
    case .up: details?.top -= 1
    case .down: details?.top += 1
    case .pageUp: details?.top -= page
    case .pageDown: details?.top += page
    case .last: details?.top = .max / 2
    default: details?.top = 0
    }
    fit()
  }
}
