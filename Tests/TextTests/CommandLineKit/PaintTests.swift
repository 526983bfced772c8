import Testing

@testable import Text

@Suite struct PaintTests {
  @Test(arguments: [
    (Paint.Color.red, "\u{1B}[31mtext\u{1B}[0m"), (.green, "\u{1B}[32mtext\u{1B}[0m"),
    (.yellow, "\u{1B}[33mtext\u{1B}[0m"), (.blue, "\u{1B}[34mtext\u{1B}[0m"),
    (nil, "text"),
  ])
  func `a colour is put round the text and taken back`(_ color: Paint.Color?, painted: String) {
    #expect(Paint(isOn: true)("text", color) == painted)
    #expect(Paint(isOn: false)("text", color) == "text")
  }

  @Test func `bold is put round the text and taken back`() {
    #expect(Paint(isOn: true).bold("text") == "\u{1B}[1mtext\u{1B}[0m")
    #expect(Paint(isOn: false).bold("text") == "text")
  }

  @Test func `dim is put round the text and taken back`() {
    #expect(Paint(isOn: true).dim("text") == "\u{1B}[2mtext\u{1B}[0m")
    #expect(Paint(isOn: false).dim("text") == "text")
  }

  struct Case: CustomTestStringConvertible {
    let mode: ColorMode
    let isTerminal: Bool
    var noColor: String?
    var forceColor: String?
    var kind: String?
    let isOn: Bool

    var testDescription: String {
      "\(mode) terminal=\(isTerminal) NO_COLOR=\(noColor ?? "-") CLICOLOR_FORCE=\(forceColor ?? "-") "
        + "TERM=\(kind ?? "-")"
    }
  }

  @Test(arguments: [
    Case(mode: .auto, isTerminal: true, isOn: true),
    Case(mode: .auto, isTerminal: false, isOn: false),
    Case(mode: .auto, isTerminal: true, noColor: "1", isOn: false),
    Case(mode: .auto, isTerminal: true, noColor: "0", isOn: false),
    Case(mode: .auto, isTerminal: false, forceColor: "1", isOn: true),
    Case(mode: .auto, isTerminal: true, forceColor: "0", isOn: true),
    Case(mode: .auto, isTerminal: false, forceColor: "0", isOn: false),
    Case(mode: .auto, isTerminal: true, noColor: "1", forceColor: "1", isOn: false),
    Case(mode: .always, isTerminal: false, isOn: true),
    Case(mode: .always, isTerminal: false, noColor: "1", forceColor: "0", isOn: true),
    Case(mode: .auto, isTerminal: true, kind: "dumb", isOn: false),
    Case(mode: .auto, isTerminal: true, kind: "xterm", isOn: true),
    Case(mode: .auto, isTerminal: true, forceColor: "1", kind: "dumb", isOn: true),
    Case(mode: .always, isTerminal: true, kind: "dumb", isOn: true),
    Case(mode: .never, isTerminal: true, isOn: false),
    Case(mode: .never, isTerminal: true, forceColor: "1", isOn: false),
  ])
  func `the mode decides, then NO_COLOR, then CLICOLOR_FORCE, then the terminal`(_ choice: Case) {
    let paint = choice.mode.paint(
      isTerminal: choice.isTerminal, noColor: choice.noColor, forceColor: choice.forceColor,
      kind: choice.kind)
    #expect(paint.isOn == choice.isOn)
  }

  @Test func `the modes are spelled as the option takes them`() {
    #expect(ColorMode.allCases.map(\.rawValue) == ["auto", "always", "never"])
  }
}
