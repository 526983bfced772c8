import CommandLineKit
public import TeamProtocol

/// A page to look at, as options describe it.
public struct PageRequest: Sendable {
  /// `nil` where no page is asked for.
  public var url: String?
  /// What it must show.
  public var terms: [String] = []
  /// Seconds that each program may take.
  public var timeLimit = CommandContext.uiTimeLimit
  /// The session that `playwright-cli` should use.
  public var browserSession: String?
  public var driver = UICheck.Driver.playwright

  public init() {}
}

extension CommandContext {
  /// Seconds that each program of a check of a page may take.
  public static var uiTimeLimits: ClosedRange<Int> { 1...86400 }
  public static var uiTimeLimit: Int { 45 }

  /// The check of a page; `nil` where none is asked for. It needs no queue.
  public func uiCheck(_ page: PageRequest) throws(CommandError) -> UICheck? {
    guard let url = page.url else { return nil }
    do throws(UICheckMistake) {
      return try UICheck(
        url: url, terms: page.terms, driver: page.driver, browserSession: page.browserSession,
        timeLimit: page.timeLimit, folder: currentDirectory, environment: environment)
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
