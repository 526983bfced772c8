import Host

extension UICheck {
  /// Lets headless Chromium load the page and print what became of it.
  func chromiumSnapshot() throws(UICheckFailure) -> UISnapshot {
    let program = Self.chromiums.first(where: finds) ?? Self.chromiums[0]
    let own: TemporaryFolder
    do throws(SystemError) { own = try TemporaryFolder(environment: environment) } catch {
      throw UICheckFailure(step: .open, problem: error.description)
    }
    // One that is killed leaves what it kept in its temporary folder.
    let outcome = try run(
      program, Self.arguments(profile: "\(own.path)/profile") + [url], for: .open,
      given: ["TMPDIR": own.path])
    let page = outcome.output.text
    // A page that can't be loaded is told on standard error, with status 0.
    guard !page.singleSpaced.isEmpty else {
      throw UICheckFailure(step: .open, problem: Self.loadError(in: outcome.errors.text))
    }
    return UISnapshot(text: PageText(html: Array(page.utf8)).text)
  }

  /// Nobody's profile, no window, no word to anybody but the page, and three seconds of the
  /// page's own time for its scripts.
  private static func arguments(profile: String) -> [String] {
    // Chromium can't build its sandbox for root.
    let isRoot = CurrentProcess.effectiveUser == 0
    return (isRoot ? ["--no-sandbox"] : []) + [
      "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--user-data-dir=\(profile)", "--virtual-time-budget=3000", "--dump-dom",
    ]
  }

  /// `net::ERR_CONNECTION_REFUSED` of what Chromium said.
  private static func loadError(in errors: String) -> String {
    let words = errors.split { $0 == " " || $0 == "\n" }
    return words.last { $0.hasPrefix("net::ERR_") }.map(String.init) ?? "empty_page"
  }
}
