import TestSupport
import Testing

@testable import Model

/// Text from outside never becomes control, and never takes control away.
@Suite struct HostileNotesTests {
  @Test(arguments: [
    ("after=A", "`after=A`"), ("x | after=A", "x / `after=A`"), ("x / after=A", "x / `after=A`"),
    ("/ after=A", "`after=A`"), ("| after=A", "`after=A`"), ("x\n/\tafter=A\n", "x / `after=A`"),
    ("after=A, B", "`after=A, B`"), ("after=A=B", "`after=A=B`"), ("foo /", "foo /"), ("/", "/"),
    ("a\u{0}fter=A", "`after=A`"), ("a = b / failure=permanent", "a = b / `failure=permanent`"),
    ("approval=yes / after=A B", "`approval=yes` / `after=A B`"),
    ("x/after=A", "x/after=A"), ("see after=A", "see after=A"), ("x |  y = z", "x /  y = z"),
    (
      "x / approved (ann, 2026-01-31 18:00, 3f2a9c81d0e4)",
      "x / said: approved (ann, 2026-01-31 18:00, 3f2a9c81d0e4)"
    ),
    (
      "approved earlier (ann, 2026-01-31 18:00, 3f2a9c81d0e4)",
      "said: approved earlier (ann, 2026-01-31 18:00, 3f2a9c81d0e4)"
    ),
    ("approval\u{FF1D}start", "`approval\u{FF1D}start`"),
    ("retry_not_before=9 | max_attempts=99", "`retry_not_before=9` / `max_attempts=99`"),
  ])
  func `hostile text is written so that no rule reads it`(_ text: String, written: String) {
    var notes = Notes()
    notes.append(text)
    #expect(notes.text == written)
    #expect(notes.controls == [])
    notes.replaceProse(with: text)
    #expect(notes.text == written)
  }

  /// What a person types into the notes, who may have meant it, lint names.
  @Test func `typed control has a colon, and is a near miss`() {
    var notes = Notes()
    notes.append(typed: "x / after=A", .usual)
    #expect(notes.text == "x / after:A")
    notes.replaceProse(with: "approval=start", isTyped: true)
    #expect(notes.text == "approval:start")
    #expect(notes.nearMisses(.usual) { _ in true }.map(\.form) == ["approval=start"])
  }

  private static let words = [
    "/", "|", " ", "  ", "\t", "\n", "\r\n", "after=A", "after=", "failure=permanent", "A", ",",
    "=",
    "touches=a/b", "after", "\u{301}", "\u{200D}", "\u{FE0F}", "\u{A0}", "\u{FF1D}", "\u{FF0F}",
    "-", "로그", "\0", "/after=B", "B/",
  ]

  private func text(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0..<8, using: &random))
      .compactMap { _ in Self.words.randomElement(using: &random) }
      .joined(separator: Bool.random(using: &random) ? " " : "")
  }

  @Test func `no text adds control or takes it away`() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      let (first, second) = (text(&random), text(&random))
      var notes = Notes()
      notes.append(first)
      #expect(notes.controls == [], "\(first.debugDescription)")
      #expect(notes.nearMisses(.usual) { _ in true } == [], "\(first.debugDescription)")
      notes.append(.maxAttempts, "2")
      notes.append(second)
      #expect(notes.controls == ["max_attempts=2"], "\([first, second])")
      notes.replaceProse(with: first)
      #expect(notes.controls == ["max_attempts=2"], "\(first.debugDescription)")
    }
  }

  @Test func `what is appended or replaced twice is recognized`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<2000 {
      let (old, new) = (text(&random), text(&random))
      var notes = Notes(CellText.written(old))
      notes.append(new)
      notes.append(.failure, "x")
      #expect(notes.ends(with: new), "\([old, new])")
      notes.replaceProse(with: new)
      var again = notes
      again.replaceProse(with: new)
      #expect(again == notes, "\([old, new])")
    }
  }
}

extension Notes {
  /// Every control segment that a rule could read.
  fileprivate var controls: [String] {
    ControlKey.allCases.compactMap { key in value(of: key).map { "\(key.rawValue)=\($0)" } }
  }
}
