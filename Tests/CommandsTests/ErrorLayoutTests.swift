import Testing

@testable import Runner

/// An error is one line for scripts; for a person what to do stands below it.
@Suite struct ErrorLayoutTests {
  private static let usage = "usage: probe probe [options]; probe probe --help"

  struct Mistake: CustomTestStringConvertible {
    let line: String
    /// Without colours.
    let piped, terminal: String
    var testDescription: String { line }

    init(_ line: String, _ what: String, _ hints: String...) {
      self.line = line
      let separator = hints[0].hasSuffix("?") ? " " : "; "
      piped = "ERROR: \(what) (\(hints.joined(separator: separator)))\n"
      terminal = "ERROR: \(what)\n" + hints.map { "  \($0)\n" }.joined()
    }
  }

  static let mistakes = [
    Mistake(
      "probe --refuse", #"invalid value '1' for it is\u{1B} "so""#, #"it must be made\u{202E} so"#),
    Mistake(
      "prob", "unknown command 'prob'", "did you mean probe?",
      "usage: probe <command> [options]; probe --help"),
    Mistake("bogus", "unknown command 'bogus'", "usage: probe <command> [options]; probe --help"),
    Mistake("probe --sya", "unknown option '--sya'", "did you mean --say?", usage),
    Mistake("probe --say", "missing value for --say T", usage),
  ]

  @Test(arguments: mistakes)
  func `without a terminal it is one line`(_ mistake: Mistake) throws {
    try withScene([]) { scene in
      #expect(scene.run(mistake.line, of: Probe.program).errors == mistake.piped)
    }
  }

  @Test(arguments: mistakes)
  func `on a terminal what to do stands below`(_ mistake: Mistake) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.terminal = (false, true)
      scene.environment = ["NO_COLOR": "1"]
      #expect(scene.run(mistake.line, of: Probe.program).errors == mistake.terminal)
    }
  }

  @Test(arguments: [
    ("prob", [:], true), ("prob", ["TERM": "dumb"], false), ("prob", ["NO_COLOR": "1"], false),
    ("prob --color never", [:], false), ("prob --color=never", [:], false),
    ("prob --color=always", ["NO_COLOR": "1"], true), ("prob --color", [:], true),
    ("prob --color pink", [:], true),
  ])
  func `a mistake in the command line is coloured too`(
    _ line: String, environment: [String: String], isColored: Bool
  ) throws {
    try withScene([]) { scene in
      var scene = scene
      scene.terminal = (false, true)
      scene.environment = environment
      let esc = isColored ? "\u{1B}[" : ""
      let (red, dim, off) = isColored ? ("\(esc)31m", "\(esc)2m", "\(esc)0m") : ("", "", "")
      #expect(
        scene.run(line, of: Probe.program).errors == """
          \(red)ERROR:\(off) unknown command 'prob'
            \(dim)did you mean probe?\(off)
            \(dim)usage: probe <command> [options]; probe --help\(off)

          """)
    }
  }

  @Test func `a piped error is one line also in colours`() throws {
    try withScene([]) { scene in
      #expect(
        scene.run("bogus --color always", of: Probe.program).errors
          == "\u{1B}[31mERROR:\u{1B}[0m unknown command 'bogus' "
          + "(usage: probe <command> [options]; probe --help)\n")
    }
  }

  @Test func `json is one line on a terminal`() throws {
    try withScene([]) { scene in
      var scene = scene
      scene.terminal = (true, true)
      #expect(
        scene.run("prob --json", of: Probe.program).errors
          == #"{"error":{"code":"usage","message":"unknown command 'prob'","#
          + #""hint":"did you mean probe? usage: probe <command> [options]; probe --help"}}"# + "\n"
      )
    }
  }
}
