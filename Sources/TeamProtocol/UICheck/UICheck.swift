public import Host
import QueueModel

/// Opens a page in a real browser, and looks for texts in what it shows.
public struct UICheck: Sendable {
  /// What drives the browser.
  public enum Driver: String, CaseIterable, Sendable {
    /// `playwright-cli`.
    case playwright
    /// Headless Chromium's dump of the page.
    case chromium
    /// The first of these that is there.
    case auto
  }

  public let url: String
  /// Texts that the page must show, whatever their case. Empty ones do not count.
  public let terms: [String]
  public let driver: Driver
  /// The browser session that `playwright-cli` should use; `nil` for its own default.
  public let browserSession: String?
  /// Seconds that each program may take.
  public let timeLimit: Int
  /// Where the programs run: `playwright-cli` keeps its sessions by folder.
  let folder: String
  let environment: Environment

  /// - Parameters:
  ///   - url: begins with `http://`, `https://` or `file://`.
  ///   - terms: what the page must show.
  ///   - driver: what drives the browser.
  ///   - browserSession: of the form of an id.
  ///   - timeLimit: seconds, for each program.
  ///   - folder: where the programs run.
  ///   - environment: where their variables come from.
  public init(
    url: String, terms: [String], driver: Driver, browserSession: String?, timeLimit: Int,
    folder: String, environment: Environment
  ) throws(UICheckMistake) {
    guard Self.isPage(url) else { throw .url(url) }
    if let browserSession, !ItemID.isWellFormed(browserSession) { throw .session(browserSession) }
    self.url = url
    self.terms = terms.map(\.trimmed).filter { !$0.isEmpty }
    self.driver = driver
    self.browserSession = browserSession
    self.timeLimit = timeLimit
    self.folder = folder
    self.environment = environment
  }

  /// Opens the page and judges it.
  public func run() -> UICheckResult {
    do throws(UICheckFailure) {
      let snapshot = usesPlaywright ? try playwrightSnapshot() : try chromiumSnapshot()
      return UICheckResult(snapshot: snapshot, missing: snapshot.missing(of: terms))
    } catch {
      return UICheckResult(failure: error, missing: terms)
    }
  }

  private var usesPlaywright: Bool {
    switch driver {
    case .playwright: true
    case .chromium: false
    case .auto: finds(Self.playwright) || !Self.chromiums.contains(where: finds)
    }
  }

  /// One argument of a program, and no option of it: a browser would take other texts for
  /// commands, searches or scripts.
  private static func isPage(_ url: String) -> Bool {
    let lower = url.lowercased()
    guard let scheme = schemes.first(where: lower.hasPrefix), url.utf8.count > scheme.utf8.count
    else { return false }
    return url.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !$0.isDeceptive }
  }

  private static let schemes = ["http://", "https://", "file://"]
}

/// What a page can't be checked with.
public enum UICheckMistake: Error, Equatable, Sendable {
  case url(String)
  case session(String)
}
