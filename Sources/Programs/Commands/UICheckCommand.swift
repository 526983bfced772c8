import Door
import Model
import Runner
public import Text
public import Workers

/// `orch ui-check`: opens a page in a browser and looks for texts in it.
struct UICheckCommand: QueueCommand {
  static let name = "ui-check"
  static let summary = Sentence(
    "Open a page in a browser and look for texts in it", "브라우저로 페이지를 열고 텍스트를 찾습니다")
  static let discussion = Sentence(
    """
    playwright-cli opens the page and takes a snapshot; with --ui-driver chromium, headless
    Chromium prints the page as it was rendered. Every text must appear; case does not matter. The
    command needs no queue.
    """,
    """
    playwright-cli가 페이지를 열고 스냅샷을 만듭니다. --ui-driver chromium이면 헤드리스 Chromium이
    페이지의 결과를 출력합니다. 모든 텍스트가 대소문자와 관계없이 있어야 합니다. 큐가 필요 없습니다.
    """)
  static let result = "`UI_SMOKE_OK`, or `UI_SMOKE_FAIL: REASONS` with status 1"
  static var answers: [any Shaped.Type] { [UICheckResult.self] }
  static let examples = [
    Example(
      "orch ui-check --url http://127.0.0.1:3000/ --contains Sign-in",
      Sentence("checks that the page is up", "페이지가 열립니다")),
    Example(
      "orch ui-check --url file:///srv/index.html --contains 문서 --ui-driver chromium --json",
      Sentence("without playwright-cli", "playwright-cli 없이")),
  ]
  static let options: [Option<UICheckCommand>] = [
    .value(
      "--url", "U",
      Sentence("the page: http://, https:// or file://", "페이지: http://, https:// 또는 file://"),
      required: true
    ) {
      $1.page.url = $0
    },
    .value(
      "--contains", "T", Sentence("a text that the page must show", "페이지에 있어야 하는 텍스트"),
      repeatable: true
    ) {
      $1.page.terms.append($0)
    },
    .number(
      "--timeout-seconds", "N", Sentence("the seconds that each program may take", "각 프로그램에 주는 초"),
      in: PageRequest.timeLimits,
      fallback: Sentence(same: String(PageRequest.usualTimeLimit))
    ) { $1.page.timeLimit = $0 },
    .value(
      "--session", "S", Sentence("the browser session of playwright-cli", "playwright-cli의 브라우저 세션")
    ) {
      $1.page.browserSession = $0
    },
    .choice(
      "--ui-driver",
      Sentence(
        "the program that drives the browser; auto uses an installed one",
        "브라우저를 움직이는 것. auto는 있는 것"),
      UICheck.Driver.allCases.map(\.rawValue),
      fallback: Sentence(same: UICheck.Driver.playwright.rawValue)
    ) { $1.page.driver = UICheck.Driver(rawValue: $0) ?? .playwright },
  ]
  static let databaseOfSettings = DatabaseOfSettings.ignored
  static let isLogged = false

  var shared = SharedOptions()
  var page = PageRequest()

  func run(in context: CommandContext) throws -> ExitStatus {
    // The parser requires --url.
    guard let result = try context.uiCheck(page)?.run() else { return .usage }
    if context.shared.isJSON {
      try context.print(result)
    } else if result.isOK {
      try context.print("UI_SMOKE_OK")
    } else {
      try context.print("UI_SMOKE_FAIL: \(result.reasons.joined(separator: ";").escaped)")
    }
    return result.isOK ? .success : .refused
  }
}

extension UICheckResult: Shaped {
  public static var shapeName: StaticString { "ui-check" }
  public static func shape(_ fields: inout Fields<UICheckResult>) {
    fields.add("ok", \.isOK, "whether the page shows every text")
    fields.add("reasons", \.reasons, "why the page does not pass")
    fields.add("missing", \.missing, "the texts that were not found")
    fields.add(
      "snapshot_excerpt", \.snapshotExcerpt,
      "the first 400 characters of the page, hidden ones spelled out")
  }
}

/// A page to check, as the options describe it.
struct PageRequest: Sendable {
  static let timeLimits = 1...86400
  static let usualTimeLimit = 45

  /// `nil` if no page is to be checked.
  var url: String?
  /// The texts that the page must show.
  var terms: [String] = []
  /// The time limit of each program, in seconds.
  var timeLimit = PageRequest.usualTimeLimit
  /// The session that `playwright-cli` should use.
  var browserSession: String?
  var driver = UICheck.Driver.playwright
}

extension CommandContext {
  /// The check of a page; `nil` without a URL. It needs no queue.
  func uiCheck(_ page: PageRequest) throws -> UICheck? {
    guard let url = page.url else { return nil }
    do {
      return try UICheck(
        url: url, terms: page.terms, driver: page.driver, browserSession: page.browserSession,
        timeLimit: page.timeLimit, folder: currentDirectory, environment: environment)
    } catch {
      switch error {
      case .url(let url):
        throw Problem.usage(
          "'\(url)' is not an address of a page", "'\(url)': 페이지 주소가 아닙니다",
          hint: Sentence(
            "use http://, https:// or file://, without spaces and hidden characters",
            "http://, https:// 또는 file://을 공백과 보이지 않는 문자 없이 쓰십시오"))
      case .session(let name):
        throw Problem.usage(
          "'\(name)' is not a name of a browser session", "'\(name)': 브라우저 세션 이름이 아닙니다",
          hint: Sentence(
            "use up to 64 of A-Z a-z 0-9 . _ -, a letter or digit first",
            "A-Z a-z 0-9 . _ - 를 64자까지 쓰고, 글자나 숫자로 시작하십시오"))
      }
    }
  }
}
