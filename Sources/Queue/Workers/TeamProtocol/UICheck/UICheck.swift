public import Host
import Model

/// Opens a page in a real browser, and searches the visible text of the page.
public struct UICheck: Sendable {
  /// The program that controls the browser.
  public enum Driver: String, CaseIterable, Sendable {
    /// `playwright-cli`.
    case playwright
    /// Headless Chromium's dump of the page.
    case chromium
    /// The first of these that is installed.
    case auto
  }

  public let url: String
  /// Texts that the page must show; case is ignored. Empty texts do not count.
  public let terms: [String]
  public let driver: Driver
  /// The browser session that `playwright-cli` should use; `nil` for its own default.
  public let browserSession: String?
  /// The time limit of each program, in seconds.
  public let timeLimit: Int
  /// The folder in which the programs run, because `playwright-cli` stores its sessions by folder.
  let folder: String
  let environment: Environment

  /// - Parameters:
  ///   - url: begins with `http://`, `https://` or `file://`.
  ///   - terms: the texts that the page must show.
  ///   - driver: the program that controls the browser.
  ///   - browserSession: a name with the form of an id.
  ///   - timeLimit: seconds for each program.
  ///   - folder: the folder in which the programs run.
  ///   - environment: the environment from which the programs get their variables.
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

  /// Whether the text is the address of a page. A browser would treat other texts as options,
  /// commands, searches or scripts.
  private static func isPage(_ url: String) -> Bool {
    let lower = url.lowercased()
    guard let scheme = schemes.first(where: lower.hasPrefix), url.utf8.count > scheme.utf8.count
    else { return false }
    return url.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && !$0.isDeceptive }
  }

  private static let schemes = ["http://", "https://", "file://"]
}

/// An invalid option of a page check.
public enum UICheckMistake: Error, Equatable, Sendable {
  case url(String)
  case session(String)
}

extension UICheck {
  static let playwright = "playwright-cli"
  /// The names of Chromium's program; the first that is installed is used.
  static let chromiums = ["chromium", "chromium-browser", "google-chrome"]

  /// In bytes.
  private static let outputLimit = 16 << 20

  /// The variables by which a browser finds its screen and its files.
  private static let passed = [
    "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME",
    "PLAYWRIGHT_BROWSERS_PATH",
  ]

  private func variables(given: [String: String] = [:]) -> [String: String] {
    ChildEnvironment.variables(from: environment, passing: Self.passed, given: given)
  }

  func finds(_ program: String) -> Bool { Subprocess.finds(program, with: variables()) }

  /// Runs a program to its end. `step` is the step of the check, for an error, and `given` has
  /// variables for only this program.
  ///
  /// - Returns: the outcome of a program that exited with 0.
  func run(
    _ program: String, _ arguments: [String], for step: UICheckFailure.Step,
    given: [String: String] = [:]
  ) throws(UICheckFailure) -> Subprocess.Outcome {
    let run = Subprocess(
      program, arguments, in: folder, environment: variables(given: given),
      limits: Subprocess.Limits(time: .seconds(timeLimit), output: Self.outputLimit))
    let outcome: Subprocess.Outcome
    do throws(Subprocess.StartError) { outcome = try run.run() } catch {
      throw UICheckFailure(step: step, problem: Self.problem(error, program))
    }
    if let problem = Self.problem(outcome, step) {
      throw UICheckFailure(step: step, problem: problem)
    }
    return outcome
  }

  private static func problem(_ error: Subprocess.StartError, _ program: String) -> String {
    switch error {
    case .notFound: "command_not_found:\(program)"
    case .notExecutable: "command_not_executable:\(program)"
    case .system(let error): error.reason
    }
  }

  private static func problem(
    _ outcome: Subprocess.Outcome, _ step: UICheckFailure.Step
  ) -> String? {
    switch outcome.ending {
    case .exited(0): return nil
    case .exited(let status):
      let said = [outcome.errors, outcome.output].map { short($0.text) }.first { !$0.isEmpty }
      return said ?? "\(step.rawValue)_failed_rc=\(status)"
    case .signalled(let number): return "\(step.rawValue)_failed_signal=\(number)"
    case .timedOut, .silent, .lingered: return "timeout"
    case .interrupted(let number): return "interrupted_signal=\(number)"
    }
  }

  /// A program's output, on one line that fits into a note.
  static func short(_ text: String) -> String {
    let line = text.singleSpaced
    return line.count > 200 ? line.prefix(199) + "…" : line
  }
}

extension UICheck {
  /// Loads the page with headless Chromium, and prints the resulting document.
  func chromiumSnapshot() throws(UICheckFailure) -> UISnapshot {
    let program = Self.chromiums.first(where: finds) ?? Self.chromiums[0]
    let own: TemporaryFolder
    do throws(SystemError) { own = try TemporaryFolder(environment: environment) } catch {
      throw UICheckFailure(step: .open, problem: error.description)
    }
    // If Chromium is killed, it leaves files in its temporary folder.
    let outcome = try run(
      program, Self.arguments(profile: "\(own.path)/profile") + [url], for: .open,
      given: ["TMPDIR": own.path])
    let page = outcome.output.text
    // If a page cannot be loaded, Chromium reports this on standard error but exits with 0.
    guard !page.singleSpaced.isEmpty else {
      throw UICheckFailure(step: .open, problem: Self.loadError(in: outcome.errors.text))
    }
    return UISnapshot(text: PageText(html: Array(page.utf8)).text)
  }

  /// An empty profile, no window, no connections except for the page, and three seconds of the
  /// page's own time for its scripts.
  private static func arguments(profile: String) -> [String] {
    // Chromium cannot create its sandbox for root.
    let isRoot = CurrentProcess.effectiveUser == 0
    return (isRoot ? ["--no-sandbox"] : []) + [
      "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--user-data-dir=\(profile)", "--virtual-time-budget=3000", "--dump-dom",
    ]
  }

  /// The error such as `net::ERR_CONNECTION_REFUSED` in Chromium's standard error.
  private static func loadError(in errors: String) -> String {
    let words = errors.split { $0 == " " || $0 == "\n" }
    return words.last { $0.hasPrefix("net::ERR_") }.map(String.init) ?? "empty_page"
  }
}

extension UICheck {
  /// Opens the page with `playwright-cli`, and takes its snapshot.
  func playwrightSnapshot() throws(UICheckFailure) -> UISnapshot {
    let session = browserSession.map { ["--session=\($0)"] } ?? []
    _ = try run(Self.playwright, session + ["open", url], for: .open)
    let outcome = try run(Self.playwright, session + ["snapshot"], for: .snapshot)
    let lines = outcome.output.text.split(separator: "\n", omittingEmptySubsequences: false)
    // The address is not a text of the page, so a term in it proves nothing.
    let shown = lines.filter { !$0.trimmed.hasPrefix("- Page URL:") }.joined(separator: "\n")
    guard let path = lines.lazy.compactMap(Self.linkedSnapshot).first else {
      return UISnapshot(text: shown)
    }
    return UISnapshot(text: shown + "\n" + (try contents(of: path)))
  }

  /// The file of a line such as `- [Snapshot](.playwright-cli/page-1.yml)`, which newer versions
  /// print instead of the snapshot.
  private static func linkedSnapshot(in line: Substring) -> String? {
    let mark = "[Snapshot]("
    let text = line.trimmed
    let link = text.hasPrefix("- ") ? String(text.dropFirst(2)) : text
    guard link.hasPrefix(mark), link.hasSuffix(")") else { return nil }
    return String(link.dropFirst(mark.count).dropLast())
  }

  private func contents(of path: String) throws(UICheckFailure) -> String {
    do throws(ProjectFile.Refusal) {
      let file = try ProjectFile(path, below: Path.resolved(folder) ?? folder)
      return String(decoding: try file.bytes(upTo: 16 << 20), as: UTF8.self)
    } catch {
      throw UICheckFailure(step: .snapshot, problem: "\(path): \(error.reason)")
    }
  }
}

extension Substring {
  fileprivate var trimmed: String { String(self).trimmed }
}
