import Model
import Text

extension WatchModel {
  /// Applies a key to the typed text, or else by its meaning. Text that is pasted while no text is
  /// being typed is dropped, because its letters are not commands.
  mutating func type(_ key: Key) -> Effect? {
    switch key {
    case .pasteBegin: isPasting = true
    case .pasteEnd: isPasting = false
    // The end of a paste may be lost; escape is never pasted.
    case .escape where isPasting: isPasting = false
    case .control("L"): return .redraw
    default:
      // On a screen that is too small the rest of a text must not become commands.
      if question?.editor != nil || typing != nil { return hasRoom ? edit(key) : nil }
      return isPasting ? nil : WatchKey(key).flatMap { press($0) }
    }
    return nil
  }

  /// - Returns: what the loop has to do; `nil` for nothing.
  mutating func press(_ key: WatchKey) -> Effect? {
    if key == .redraw { return .redraw }
    // On a screen that is too small neither the effects of keys nor a question would be visible.
    guard hasRoom else { return key == .quit ? .quit : nil }
    if let question { return answer(question, key) }
    // If the question was dropped, an answer that comes too late keeps the message about the drop.
    if key == .yes || search.isEmpty && (key == .nextMatch || key == .previousMatch) { return nil }
    message = nil
    return page.map { pressOnPage(key, $0) } ?? pressInOverview(key)
  }

  private mutating func answer(_ question: Question, _ key: WatchKey) -> Effect? {
    guard question.editor == nil else { return nil }
    if key == .yes { return perform(question) }
    if key.isNo { leaveQuestion() }
    return nil
  }

  private mutating func perform(_ asked: Question) -> Effect? {
    guard !isBusy else {
      // A question with a typed text stays.
      if asked.editor == nil { question = nil }
      message = WatchMessage(
        .failed,
        Sentence("Another command is still running: try again", "아직 다른 작업을 하는 중입니다. 다시 시도하십시오"))
      return nil
    }
    question = nil
    message = WatchMessage(.hint, asked.action.progress(on: asked.id))
    let order = RowOrder(
      action: asked.action, id: asked.id, facts: asked.facts, text: asked.editor?.text ?? "")
    return .perform(order)
  }

  private mutating func leaveQuestion() {
    question = nil
    message = WatchMessage(.hint, Sentence("Nothing was changed", "아무것도 바꾸지 않았습니다"))
  }

  private mutating func pressInOverview(_ key: WatchKey) -> Effect? {
    switch key {
    case .quit: return .quit
    case .back:
      if filter.isOn {
        filter = RowFilter()
        applyFilter()
      } else {
        selection = nil
        top = 0
      }
    case .details:
      guard checkSelection() else { return nil }
      open(.details)
      return .readDetails
    case .read(let kind): openText(kind)
    case .help: pages.append(Page(.keys, of: nil, .keys(isOnPage: false)))
    case .act(let action): ask(action)
    case .move(let movement): move(movement)
    case .search: beginTyping(.search, "")
    case .nextMatch: find(search, .next)
    case .previousMatch: find(search, .previous)
    case .filter: beginTyping(.filter, filter.words)
    case .nextStatus: filterByNextStatus()
    case .yes, .redraw: break
    }
    return nil
  }

  private mutating func pressOnPage(_ key: WatchKey, _ page: Page) -> Effect? {
    switch key {
    case .quit, .back, .details:
      pages.removeLast()
      fit()
    case .help:
      if page.kind == .keys {
        pages.removeLast()
      } else {
        pages.append(Page(.keys, of: nil, .keys(isOnPage: true)))
      }
    case .read(let kind): if page.kind != .keys { openText(kind) }
    case .act(let action): if page.kind != .keys { ask(action) }
    case .move(let movement): scroll(movement)
    case .search: beginTyping(.search, "")
    case .nextMatch: find(search, .next)
    case .previousMatch: find(search, .previous)
    case .filter, .nextStatus, .yes, .redraw: break
    }
    return nil
  }

  /// Opens the report, the log or the changes; if the key is pressed again, returns to the page
  /// before.
  private mutating func openText(_ kind: RowText.Kind) {
    guard checkSelection() else { return }
    switch kind {
    case .report: open(.report)
    case .log: open(.log)
    case .changes: open(.changes)
    }
  }

  private mutating func open(_ kind: Page.Kind) {
    guard let subject else { return }
    if kind != .details, subject.id == nil {
      message = Self.noID
      return
    }
    let shown = page?.kind
    if shown == .report || shown == .log || shown == .changes { pages.removeLast() }
    if shown != kind { pages.append(Page(kind, of: subject)) }
    fit()
  }

  private static let noID = WatchMessage(
    .failed,
    Sentence(
      "This row has no id that a command could name (orch lint)", "이 행에는 명령이 쓸 id가 없습니다 (orch lint)"
    ))

  // MARK: Actions

  private mutating func ask(_ asked: RowAction) {
    guard checkSelection(), let subject else { return }
    guard let id = subject.id else {
      message = Self.noID
      return
    }
    let facts = facts ?? RowFacts()
    var action = asked
    switch (asked, facts.awaited) {
    case (.answer, .approval): action = .approve
    case (.answer, .merge), (.reject, .merge):
      message = WatchMessage(
        .hint,
        Sentence(
          "Merge the pull request of \(id) on the forge", "\(id)의 풀 리퀘스트는 포지에서 병합합니다"))
      return
    case (.answer, nil):
      message = WatchMessage(
        .hint, Sentence("\(id) awaits no answer and no approval", "\(id): 답도 승인도 기다리지 않습니다"))
      return
    case (.reject, nil), (.reject, .answer):
      message = WatchMessage(.hint, Sentence("\(id) awaits no approval", "\(id): 승인을 기다리지 않습니다"))
      return
    case (.answer, .answer), (.reject, .approval), (.approve, _), (.retry, _), (.cancel, _),
      (.replan, _):
      break
    }
    question = Question(
      action: action, id: id, facts: facts, editor: action.takesText ? LineEditor() : nil)
  }

  /// Returns whether keys act on a row; if not, shows a hint.
  private mutating func checkSelection() -> Bool {
    if subject == nil {
      message = WatchMessage(
        .hint, Sentence("Choose a row with the arrows first", "먼저 화살표로 행을 고르십시오"))
    }
    return subject != nil
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
    guard var page else { return }
    let last = lastTop(of: page)
    switch movement {
    case .up: page.top -= 1
    case .down: page.top += 1
    case .pageUp: page.top -= pageRoom - 1
    case .pageDown: page.top += pageRoom - 1
    case .last: page.top = last
    case .first: page.top = 0
    }
    page.follows = page.kind == .log && page.top >= last
    page.match = nil
    self.page = page
    fit()
  }
}

// MARK: - Typing

extension WatchModel {
  private mutating func beginTyping(_ purpose: Typing.Purpose, _ text: String) {
    typing = Typing(
      purpose: purpose, editor: LineEditor(text), selection: selection, filter: filter,
      top: page?.top ?? top)
  }

  private mutating func edit(_ key: Key) -> Effect? {
    message = nil
    switch key {
    // Pasted lines become one line here.
    case .enter where isPasting, .control("I"): return edit(.character(" "))
    case .enter: return endTyping()
    case .escape: leaveTyping()
    default:
      question?.editor?.press(key)
      typing?.editor.press(key)
      applyTyping()
    }
    return nil
  }

  private mutating func endTyping() -> Effect? {
    if let question, let editor = question.editor {
      if let refusal = question.refusal {
        self.question = nil
        message = refusal
        return nil
      }
      let isEmpty = editor.text.allSatisfy { $0 == " " }
      guard isEmpty, question.action.needsText else { return perform(question) }
      message = WatchMessage(
        .failed,
        question.action == .answer
          ? Sentence("Type the answer first", "먼저 답을 입력하십시오")
          : Sentence("Type the reason first", "먼저 이유를 입력하십시오"))
      return nil
    }
    defer { typing = nil }
    guard let typing, typing.purpose == .search else { return nil }
    // As in less, an empty text repeats the last search.
    guard typing.editor.text.isEmpty else {
      search = typing.editor.text
      find(search, .first(from: typing))
      return nil
    }
    if !search.isEmpty { find(search, .next) }
    return nil
  }

  private mutating func leaveTyping() {
    if question != nil { return leaveQuestion() }
    guard let typing else { return }
    restore(typing)
    filter = typing.filter
    self.typing = nil
    applyFilter()
  }

  /// Shows the rows or lines that the text found so far.
  private mutating func applyTyping() {
    guard let typing else { return }
    restore(typing)
    switch typing.purpose {
    case .filter:
      filter.words = typing.editor.text
      applyFilter()
    case .search:
      if typing.editor.text.isEmpty {
        fit()
      } else {
        find(typing.editor.text, .first(from: typing))
      }
    }
  }

  private mutating func restore(_ typing: Typing) {
    selection = typing.selection
    if page == nil { top = typing.top } else { page?.top = typing.top }
    page?.match = nil
  }

  private mutating func filterByNextStatus() {
    guard let all else { return }
    let present = Status.summaryOrder.filter { all.counts[$0] ?? 0 > 0 }
    let next = filter.status.flatMap { present.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
    filter.status = present.dropFirst(next).first
    applyFilter()
  }

  // MARK: Searching

  private enum Step {
    case next, previous
    /// The first match from the position where the search began.
    case first(from: Typing)
  }

  /// Goes to a match, after the last match to the first one, and shows its number among all
  /// matches.
  private mutating func find(_ text: String, _ step: Step) {
    let matches = matches(of: text)
    let place =
      switch step {
      case .first(let typing):
        matches.firstIndex { $0 >= (page == nil ? typing.selection?.index ?? 0 : typing.top) } ?? 0
      case .next: matches.firstIndex { $0 > position } ?? 0
      case .previous: matches.lastIndex { $0 < position } ?? matches.count - 1
      }
    guard matches.indices.contains(place) else {
      message = WatchMessage(.failed, Sentence("/\(text)  no match", "/\(text)  없음"))
      return fit()
    }
    if page != nil {
      page?.match = matches[place]
      page?.follows = false
      page?.top = matches[place]
    } else {
      select(matches[place])
    }
    let (number, count) = (place + 1, matches.count)
    message = WatchMessage(
      .hint, Sentence("/\(text)  match \(number) of \(count)", "/\(text)  \(count)개 중 \(number)번째"))
    fit()
  }

  /// The index of the selected row, or of the page's line where the last search ended.
  private var position: Int {
    page.map { $0.match ?? $0.top - 1 } ?? selection?.index ?? -1
  }

  /// The indices of the rows, or of the page's lines, with the text.
  private func matches(of text: String) -> [Int] {
    if let page {
      let needle = Needle(text)
      let lines = page.lines(in: size, Paint(isOn: false), at: now, language)
      return lines.indices.filter { needle.isIn(lines[$0].plain) }
    }
    return queue.map { $0.indices(of: FoundRows(of: text, in: $0.snapshot)) } ?? []
  }
}
