/// How people are told that a command waits for somebody, and that it goes on.
public struct WaitNotice: Sendable {
  let show: @Sendable (String) -> Void
  let clear: @Sendable () -> Void

  /// - Parameters:
  ///   - show: told once of a wait, what is waited for.
  ///   - clear: called when a wait that was told of is over, however it ended.
  public init(
    show: @escaping @Sendable (String) -> Void, clear: @escaping @Sendable () -> Void
  ) {
    self.show = show
    self.clear = clear
  }

  /// Tells nobody.
  public static var silent: WaitNotice { WaitNotice(show: { _ in }, clear: {}) }

  /// The same, told in other words.
  public func worded(_ wording: @escaping @Sendable (String) -> String) -> WaitNotice {
    WaitNotice(show: { [show] in show(wording($0)) }, clear: clear)
  }
}
