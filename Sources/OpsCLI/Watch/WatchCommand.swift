import CommandLineKit
import CommandSupport
import Host
import QueueModel
import Screen

/// `ops watch`: shows the queue live, on the whole screen.
struct WatchCommand: QueueCommand {
  static let name = "watch"
  static let summary = "Show the queue live, on the whole screen"
  static let discussion = """
    Counts, the rows at work with their leases, those that wait and why, what failed, what is
    done, and the last changes; a change shows within a second. The arrows choose a row, enter
    shows all about it, r retries it and c cancels it, as ops retry and ops cancel do,
    and both ask first; ? shows the keys, q leaves. Where standard output is no terminal, or
    TERM is dumb, and with --json it is one ops status. Where standard input is no terminal,
    keys are read from the one that the command was started at, if any.
    """
  static let result = """
    the screen, until `q`; where standard output is no terminal what `ops status` prints, once
    """
  static let json = "as status"
  static let examples = [
    Example("ops watch", "until q"),
    Example("ops watch | head -n 1", "no terminal: the first line of ops status"),
  ]
  static let options: [Option<WatchCommand>] = []
  static let isLogged = false

  var shared = SharedOptions()
  var settingsNeed: SettingsNeed { .reading }

  func run(in context: CommandContext) throws -> ExitStatus {
    if context.shared.isJSON || !context.canFillScreen {
      return try StatusCommand(shared: shared).run(in: context)
    }
    // Errors of the first read are printed as those of other commands are.
    let output = OutputBuffer()
    let queue = try WatchedQueue(reading: context.refreshed(on: .collecting(output)), output)
    let terminal = try Terminal()
    try WatchLoop(queue, on: terminal, context).run()
    return .success
  }
}

extension CommandContext {
  /// Whether standard output is a terminal that can be drawn on.
  fileprivate var canFillScreen: Bool {
    isOnTerminal && environment["TERM"].map { $0 != "dumb" } ?? false
  }
}

/// The meaning of a key.
enum WatchKey: Equatable {
  case move(Movement)
  case details, back, quit, help, redraw
  case act(RowAction)
  case yes, no

  enum Movement { case up, down, pageUp, pageDown, first, last }

  /// `nil` for a key without a meaning.
  init?(_ key: Key) {
    switch key {
    case .up: self = .move(.up)
    case .down: self = .move(.down)
    case .pageUp: self = .move(.pageUp)
    case .pageDown: self = .move(.pageDown)
    case .home: self = .move(.first)
    case .end: self = .move(.last)
    case .enter: self = .details
    case .escape: self = .back
    case .control("L"): self = .redraw
    case .character(let character):
      guard let meaning = Self.meaning(of: character) else { return nil }
      self = meaning
    case .left, .right, .backspace, .control: return nil
    }
  }

  /// Accepts the letters on the same keys of a Korean keyboard, too, so that the input method
  /// need not be switched.
  private static func meaning(of character: Character) -> WatchKey? {
    switch character {
    case "q", "Q", "ㅂ", "ㅃ": .quit
    case "k", "K", "ㅏ": .move(.up)
    case "j", "J", "ㅓ": .move(.down)
    case " ": .move(.pageDown)
    case "r", "R", "ㄱ", "ㄲ": .act(.retry)
    case "c", "C", "ㅊ": .act(.cancel)
    case "y", "Y", "ㅛ": .yes
    case "n", "N", "ㅜ": .no
    case "?": .help
    default: nil
    }
  }
}

/// The lines of the help screen.
enum WatchHelp {
  static let keys: [(key: String, meaning: String)] = [
    ("q", "leave; in details and here, back"),
    ("up, down, k, j", "choose a row; in details, scroll"),
    ("page up, page down, space", "a page further"),
    ("home, end", "the first row, the last"),
    ("enter", "everything about the chosen row"),
    ("esc", "back; choose no row"),
    ("r", "do what ops retry does to the row; it asks"),
    ("c", "do what ops cancel does to the row; it asks"),
    ("y, n", "the answer"),
    ("control-L", "draw the screen anew"),
  ]
}

/// A command of `ops` that a key runs on the selected row.
enum RowAction: Equatable {
  case retry, cancel

  /// The question that is asked first. The keys come first, so that they fit on any screen. For a
  /// status that the command refuses no effect is named: the command gives the reason.
  func question(_ id: String, _ status: Status?) -> String {
    "y/n: \(verb) \(id.escaped)?\(effect(status).map { " \($0)." } ?? "")"
  }

  /// The message while the command runs.
  func progress(_ id: String) -> String {
    switch self {
    case .retry: "Retrying \(id.escaped) …"
    case .cancel: "Cancelling \(id.escaped), and waiting for its worker to end …"
    }
  }

  private var verb: String {
    switch self {
    case .retry: "Retry"
    case .cancel: "Cancel"
    }
  }

  private func effect(_ status: Status?) -> String? {
    switch (self, status) {
    case (.retry, .failed), (.retry, .blocked): "It becomes PENDING"
    case (.cancel, .inProgress): "Its worker is ended, and it becomes BLOCKED"
    case (.cancel, .pending): "It becomes BLOCKED"
    case (.retry, _), (.cancel, _): nil
    }
  }

  /// Runs the command, and returns its output. `status` is the row's status when the question was
  /// asked.
  func run(
    on id: String, from status: Status?, _ shared: SharedOptions, in invocation: Invocation
  ) -> WatchMessage {
    let result =
      switch self {
      case .retry: invocation.run(RetryCommand(shared: shared, id: id), of: Ops.program)
      case .cancel:
        invocation.run(CancelCommand(shared: shared, id: id, from: status), of: Ops.program)
      }
    let tone: WatchMessage.Tone = result.status == .success ? .done : .failed
    return WatchMessage(tone, result.lines.joined(separator: "  "))
  }
}

/// A message in the last line of the screen, until a key is pressed, or above the rows.
struct WatchMessage: Equatable, Sendable {
  enum Tone: Sendable { case hint, done, failed }

  let tone: Tone
  let text: String

  init(_ tone: Tone, _ text: String) { (self.tone, self.text) = (tone, text) }
}
