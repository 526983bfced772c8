import Glibc
import TestSupport
import Testing
import Text

@testable import Runner

@Suite struct RunnerTests {
  struct Line: CustomTestStringConvertible {
    let line: String
    let ending: Scene.Ending
    var testDescription: String { line }

    init(_ line: String, _ status: Int32 = 0, output: String = "", errors: String = "") {
      self.line = line
      ending = Scene.Ending(status: status, output: output, errors: errors)
    }
  }

  @Test(arguments: [
    Line("probe --say hello", output: "hello\n"),
    Line("probe --say 완료", output: "완료\n"),
    Line("probe --idle", 3),
    Line("--version", output: "probe 1.2.3\n"),
    Line(
      "probe --refuse", 64,
      errors: #"ERROR: invalid value '1' for it is\u{1B} "so" (it must be made\u{202E} so)"# + "\n"),
    Line(
      "probe --refuse -q", 64,
      errors: #"ERROR: invalid value '1' for it is\u{1B} "so" (it must be made\u{202E} so)"# + "\n"),
    Line(
      "probe --refuse --json", 64,
      errors:
        #"{"error":{"code":"bad_setting","message":"invalid value '1' for it is\u001b \"so\"","#
        + #""hint":"it must be made\u202e so"}}"# + "\n"),
    Line(
      "prob --json", 64,
      errors: #"{"error":{"code":"usage","message":"unknown command 'prob'","#
        + #""hint":"did you mean probe? usage: probe <command> [options]; probe --help"}}"# + "\n"),
    Line(
      "prob", 64,
      errors: "ERROR: unknown command 'prob' "
        + "(did you mean probe? usage: probe <command> [options]; probe --help)\n"),
    Line("", 64, errors: "ERROR: no command (usage: probe <command> [options]; probe --help)\n"),
    Line(
      "probe --sya x", 64,
      errors: "ERROR: unknown option '--sya' (did you mean --say? usage: "
        + "probe probe [options]; probe probe --help)\n"
    ),
    Line(
      "probe \u{202E}", 64,
      errors: #"ERROR: unexpected argument '\u{202E}' (usage: "#
        + "probe probe [options]; probe probe --help)\n"
    ),
  ])
  func `results go to the output, errors to the other stream, in one line`(_ line: Line) throws {
    try withScene([]) { scene in
      #expect(scene.run(line.line, of: Probe.program) == line.ending)
    }
  }

  @Test(arguments: [
    Line("probe --warn so --say x", output: "x\n", errors: "WARNING: so\n"),
    Line("probe --warn so\u{1B}", errors: #"WARNING: so\u{1B}"# + "\n"),
    Line("probe --warn so --say x --quiet", output: "x\n"),
    Line("probe --warn so -q --json"),
    Line("probe --warn so --json", errors: "WARNING: so\n"),
    Line("probe --warn so --color always", errors: "\u{1B}[33mWARNING:\u{1B}[0m so\n"),
  ])
  func `a warning is printed unless the command is quiet`(_ line: Line) throws {
    try withScene([]) { scene in
      #expect(scene.run(line.line, of: Probe.program) == line.ending)
    }
  }

  struct Colors: CustomTestStringConvertible {
    let testDescription: String
    var terminal = (isOutput: false, isErrors: false)
    var environment: [String: String] = [:]
    var option = ""
    let isColored: Bool
  }

  @Test(arguments: [
    Colors(testDescription: "no terminal", isColored: false),
    Colors(testDescription: "a terminal", terminal: (false, true), isColored: true),
    Colors(testDescription: "only the output is one", terminal: (true, false), isColored: false),
    Colors(
      testDescription: "NO_COLOR", terminal: (true, true), environment: ["NO_COLOR": "1"],
      isColored: false),
    Colors(
      testDescription: "an empty NO_COLOR", terminal: (true, true), environment: ["NO_COLOR": ""],
      isColored: true),
    Colors(
      testDescription: "CLICOLOR_FORCE", environment: ["CLICOLOR_FORCE": "1"], isColored: true),
    Colors(testDescription: "never", terminal: (true, true), option: "never", isColored: false),
    Colors(
      testDescription: "always", environment: ["NO_COLOR": "1"], option: "always", isColored: true),
  ])
  func `an error is coloured where a person sees it`(_ colors: Colors) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.terminal = colors.terminal
      scene.environment = colors.environment
      let option = colors.option.isEmpty ? "" : " --color \(colors.option)"
      let errors = scene.run("probe --refuse\(option)", of: Probe.program).errors
      let word = colors.isColored ? "\u{1B}[31mERROR:\u{1B}[0m" : "ERROR:"
      #expect(errors.hasPrefix("\(word) invalid value '1' for it is"))
      #expect(errors.contains("\u{1B}[2mit must") == (colors.isColored && scene.terminal.isErrors))
    }
  }

  struct Broken: CustomTestStringConvertible {
    let breaking: CapturedSink.Breaking
    var option = ""
    var status: Int32 = 0
    var errors = ""
    var testDescription: String { "\(breaking) \(option)" }
  }

  private static let full =
    "ERROR: cannot write standard output: No space left on device "
    + "(only the printing failed; what was changed stays changed)\n"
  private static let fullJSON =
    #"{"error":{"code":"input_output","#
    + #""message":"cannot write standard output: No space left on device","#
    + #""hint":"only the printing failed; what was changed stays changed"}}"# + "\n"

  @Test(arguments: [
    Broken(breaking: .onWrite(EPIPE)), Broken(breaking: .onFlush(EPIPE)),
    Broken(breaking: .onWrite(EPIPE), option: "--idle", status: 3),
    Broken(breaking: .onFlush(EPIPE), option: "--idle", status: 3),
    Broken(breaking: .onWrite(ENOSPC), status: 74, errors: full),
    Broken(breaking: .onFlush(ENOSPC), status: 74, errors: full),
    Broken(breaking: .onWrite(ENOSPC), option: "--json", status: 74, errors: fullJSON),
    Broken(breaking: .onFlush(ENOSPC), option: "--json", status: 74, errors: fullJSON),
  ])
  func `a reader that has seen enough is no error, a full disk is`(_ broken: Broken) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.breaking = broken.breaking
      let ending = scene.run("probe --say x \(broken.option)", of: Probe.program)
      #expect(ending.status == broken.status)
      #expect(ending.errors == broken.errors)
    }
  }
}
