import Plans
import Testing
import Text

/// Characters that hide what a text of a plan says.
@Suite struct PlanHiddenCharacterTests {
  private func mistakes(inNotes notes: String, brief: String = "b") -> [PlanMistake] {
    let task: JSONValue = [
      "id": "a", "task": "t", "notes": .string(notes), "brief": .string(brief),
    ]
    let plan: JSONValue = ["plan": "p", "tasks": [task]]
    do throws(PlanMistakes) {
      _ = try Plan(parsing: Array("\(plan)".utf8))
      return []
    } catch {
      return error.kept
    }
  }

  @Test func `the mistake names the character, and what to do`() {
    let found = mistakes(inNotes: "run \u{202E}tset", brief: "a\n\u{E0041}")
    #expect(
      found.map(\.sentence.english) == [
        ".tasks[0].notes: U+202E is invisible or changes the direction of the text, so that people "
          + "do not see what agents read: remove it",
        ".tasks[0].brief: U+E0041 is invisible or changes the direction of the text, so that people "
          + "do not see what agents read: remove it",
      ])
    #expect(
      found.map(\.sentence.korean) == [
        ".tasks[0].notes: U+202E은(는) 보이지 않거나 글의 방향을 바꾸는 문자라서, 사람이 보는 것과 에이전트가 읽는 것이 "
          + "다릅니다. 지우십시오",
        ".tasks[0].brief: U+E0041은(는) 보이지 않거나 글의 방향을 바꾸는 문자라서, 사람이 보는 것과 에이전트가 읽는 것이 "
          + "다릅니다. 지우십시오",
      ])
  }

  private static let hidden: [ClosedRange<UInt32>] = [
    0x00AD...0x00AD, 0x061C...0x061C, 0x200B...0x200B, 0x200E...0x200F, 0x202A...0x202E,
    0x2060...0x2060, 0x2066...0x2069, 0xFEFF...0xFEFF, 0xE0000...0xE007F,
  ]

  @Test func `none of them may stand in a cell or in a brief`() {
    // U+E0000 and U+E0002 to U+E001F are no characters yet.
    for scalar in Self.hidden.joined().compactMap(Unicode.Scalar.init)
    where scalar.properties.generalCategory != .unassigned {
      let found = mistakes(inNotes: "가\(scalar)나", brief: "a\(scalar)b")
      #expect(found.map(\.fact) == [.hiddenCharacter(scalar), .hiddenCharacter(scalar)])
    }
  }

  @Test(
    arguments: [
      ("an emoji of two", "👩‍💻 works", true), ("an emoji with a selector", "❤️‍🔥", true),
      ("a Persian word", "می‌خواهم", true), ("a conjunct of Devanagari", "क्‍ष", true),
      ("between letters of ASCII", "pass\u{200D}word", false),
      ("behind a letter of ASCII", "a\u{200C}가", false),
      ("before a letter of ASCII", "가\u{200C}a", false),
      ("at the beginning", "\u{200D}가", false), ("at the end", "가\u{200D}", false),
      ("two in a row", "가\u{200D}\u{200C}나", false),
    ])
  func `a joiner may stand where it joins`(_ name: String, _ notes: String, _ mayStand: Bool) {
    let found = mistakes(inNotes: notes)
    #expect(found.isEmpty == mayStand)
    for mistake in found {
      #expect([.hiddenCharacter("\u{200C}"), .hiddenCharacter("\u{200D}")].contains(mistake.fact))
    }
  }
}
