import CommandLineKit
import CommandSupport
import QueueModel

/// What can be done to a row from the screen: a command of `ops`, as it is.
enum RowAction: Equatable {
  case retry, cancel

  /// The question before it is done, the keys first: they have to be seen on any screen. A
  /// status from which it leads nowhere is not foretold: the command says why.
  func question(_ id: String, _ status: Status?) -> String {
    "y/n: \(verb) \(id.escaped)?\(effect(status).map { " \($0)." } ?? "")"
  }

  /// What is said while it goes on.
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

  /// Does it, and gives what the command says.
  ///
  /// - Parameters:
  ///   - id: the row.
  ///   - status: what its status was when it was asked.
  ///   - shared: the options of the command.
  ///   - invocation: where it runs.
  func run(
    on id: String, from status: Status?, _ shared: SharedOptions, in invocation: Invocation
  ) -> WatchMessage {
    let ended =
      switch self {
      case .retry: invocation.run(Retry(id, shared), of: Ops.program)
      case .cancel: invocation.run(Cancel(id, from: status, shared), of: Ops.program)
      }
    let tone: WatchMessage.Tone = ended.status == .success ? .done : .failed
    return WatchMessage(tone, ended.lines.joined(separator: "  "))
  }
}

extension Retry {
  fileprivate init(_ id: String, _ shared: SharedOptions) {
    self.init()
    (self.id, self.shared) = (id, shared)
  }
}

extension Cancel {
  fileprivate init(_ id: String, from status: Status?, _ shared: SharedOptions) {
    self.init()
    (self.id, from, self.shared) = (id, status, shared)
  }
}

/// What the screen's last line tells until a key is pressed.
struct WatchMessage: Equatable, Sendable {
  enum Tone: Sendable { case hint, done, failed }

  let tone: Tone
  let text: String

  init(_ tone: Tone, _ text: String) {
    self.tone = tone
    self.text = text
  }
}
