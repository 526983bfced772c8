import CommandLineKit
public import TeamProtocol

extension Session {
  /// Seconds that each program of a check of a page may take.
  public static var uiTimeLimits: ClosedRange<Int> { 1...86400 }
  public static var uiTimeLimit: Int { 45 }

  /// A check of a page, as options describe it. It needs no queue.
  ///
  /// - Parameters:
  ///   - url: the page.
  ///   - terms: what it must show.
  ///   - driver: what drives the browser.
  ///   - browserSession: the session that `playwright-cli` should use.
  ///   - timeLimit: seconds, for each program.
  public func uiCheck(
    url: String, terms: [String], driver: UICheck.Driver, browserSession: String?, timeLimit: Int
  ) throws(CommandError) -> UICheck {
    do throws(UICheckMistake) {
      return try UICheck(
        url: url, terms: terms, driver: driver, browserSession: browserSession,
        timeLimit: timeLimit, folder: currentDirectory, environment: environment)
    } catch {
      throw CommandError(error)
    }
  }
}

extension CommandError {
  init(_ mistake: UICheckMistake) {
    switch mistake {
    case .url(let url):
      self.init(
        code: "usage", message: "'\(url)' is no address of a page",
        hint: "use http://, https:// or file://, without spaces and hidden characters",
        status: .usage)
    case .session(let name):
      self.init(
        code: "usage", message: "'\(name)' is no name of a browser session",
        hint: "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first", status: .usage)
    }
  }
}
