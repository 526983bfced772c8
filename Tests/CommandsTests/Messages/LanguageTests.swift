import Door
import Host
import Testing
import Text

@testable import Runner

/// Which language the programs speak: Korean only on a terminal of a Korean locale.
@Suite struct LanguageTests {
  struct Locale: CustomTestStringConvertible {
    let testDescription: String
    let variables: [String: String]
    let language: Language

    init(_ name: String, _ variables: [String: String], _ language: Language) {
      (testDescription, self.variables, self.language) = (name, variables, language)
    }
  }

  @Test(arguments: [
    Locale("no locale", [:], .english),
    Locale("the language alone", ["LANG": "ko"], .korean),
    Locale("Korean", ["LANG": "ko_KR.UTF-8"], .korean),
    Locale("Korean, as macOS and musl write it", ["LANG": "ko_KR.utf8"], .korean),
    Locale("Konkani", ["LANG": "kok_IN.UTF-8"], .english),
    Locale("messages alone", ["LC_MESSAGES": "ko_KR.UTF-8", "LANG": "C.UTF-8"], .korean),
    Locale("all of C", ["LC_ALL": "C", "LANG": "ko_KR.UTF-8"], .english),
    Locale("another encoding", ["LANG": "ko_KR.eucKR"], .english),
    Locale("the console of Linux", ["LANG": "ko_KR.UTF-8", "TERM": "linux"], .english),
  ])
  func `a terminal has the language of the locale, and a pipe English`(_ locale: Locale) {
    let environment = Environment(locale.variables)
    #expect(environment.language(of: CapturedSink(isTerminal: true)) == locale.language)
    #expect(environment.language(of: OutputBuffer()) == locale.language)
    #expect(environment.language(of: CapturedSink()) == .english)
  }

  private static let korean = ["LANG": "ko_KR.UTF-8", "NO_COLOR": "1"]

  @Test func `each stream has the language of its own terminal`() throws {
    try withScene([]) { scene in
      var scene = scene
      scene.environment = Self.korean
      let english =
        "ERROR: unknown command 'prob' (did you mean probe? "
        + "usage: probe <command> [options]; probe --help)\n"
      let korean = """
        오류: 알 수 없는 명령 'prob'
          혹시 probe입니까?
          사용법: probe <command> [options]; probe --help

        """
      for (terminal, text) in [
        ((false, false), english), ((true, false), english), ((false, true), korean),
      ] {
        scene.terminal = terminal
        #expect(scene.run("prob", of: Probe.program).errors == text)
      }
    }
  }

  @Test func `JSON is English on a terminal, too`() throws {
    try withScene([]) { scene in
      var scene = scene
      (scene.environment, scene.terminal) = (Self.korean, (true, true))
      let ending = scene.run("prob --json", of: Probe.program)
      #expect(ending.errors.contains(#""message":"unknown command 'prob'""#))
    }
  }

  @Test(arguments: [
    (InvalidValue.words(["fast", "safe"], nearest: "fast"), "혹시 fast입니까? 가능한 값: fast|safe"),
    (.words(["fast", "safe"], nearest: nil), "가능한 값: fast|safe"),
    (.noWholeNumber(in: 1...5), "1부터 5까지의 정수를 쓰십시오"),
    (.noWholeNumber(in: 0...(.max)), "0 이상의 정수를 쓰십시오"),
    (.otherForm(Settings.databasePath.description.form), "올바른 형식: 경로"),
  ])
  func `a value that is refused has its reason in Korean`(
    _ value: InvalidValue, text: String
  ) {
    let error = Problem.commandLine(.invalidValue("x", option: "--y", value.reason), nil)
    #expect(error.sentence.korean == "--y: 잘못된 값 'x'. \(text)")
  }

  @Test(arguments: [
    (0, "지금"), (59, "지금"), (180, "3분"), (3 * 3600, "3시간"), (86400, "1일"), (-86400, "1일 뒤"),
    (86400 * 20, "2주"), (86400 * 800, "2년"),
  ])
  func `an age has Korean units`(_ seconds: Int, text: String) {
    #expect(Age(seconds: seconds).label.korean == text)
  }

  @Test(arguments: [
    ("ORCH-1", "ORCH-1은", "ORCH-1을"), ("ORCH-2", "ORCH-2는", "ORCH-2를"),
    ("ORCH-3", "ORCH-3은", "ORCH-3을"), ("행", "행은", "행을"), ("파일", "파일은", "파일을"),
    ("큐", "큐는", "큐를"), ("", "는", "를"),
  ])
  func `a particle goes by the end of the word`(_ word: String, topic: String, object: String) {
    #expect(Korean.with(word, .topic) == topic)
    #expect(Korean.with(word, .object) == object)
  }
}
