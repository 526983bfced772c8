import Host

/// A supervisor that was started, and that says in one line what became of what it starts.
final class SupervisorStart {
  private var process: DetachedProcess

  init(_ process: consuming DetachedProcess) { self.process = process }

  /// Nanoseconds that a dispatch waits for all that it started. Work takes longer, a start
  /// hardly ever.
  static let startTimeout = Int.milliseconds(5000)

  /// What it says; `nil` where that takes longer.
  func news(within nanoseconds: Int) -> SupervisorNews? {
    switch process.firstLine(within: nanoseconds) {
    case .line(let line): SupervisorNews(line)
    case .ended: .silent
    case .timedOut: nil
    }
  }

  /// Whether it has ended. Who stays for long asks now and then: until somebody did, the system
  /// keeps it in its list.
  var hasEnded: Bool { process.reapIfEnded() != nil }
}
