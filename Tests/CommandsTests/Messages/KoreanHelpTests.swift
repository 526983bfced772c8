import Commands
import Operator
import Programs
import Testing

@testable import Runner
@testable import Text

/// The help in Korean.
@Suite struct KoreanHelpTests {
  @Test func `every text of the help has a Korean twin`() {
    let missing = Self.texts.filter { $0.english.contains(" ") && !hasHangul($0.korean) }
    #expect(missing.map(\.english).isEmpty)
  }

  @Test func `a twin keeps the names that its English text has`() {
    for text in Self.texts {
      #expect(
        missingNames(in: text.korean, of: text.english).isEmpty,
        "'\(text.english)': '\(text.korean)'")
    }
  }

  /// What the help of both programs says, in its order.
  private static var texts: [Sentence] { texts(of: Orch.program) + texts(of: Ops.program) }

  private static func texts(of program: Program<SharedOptions>) -> [Sentence] {
    var all = [program.summary]
    all += program.sharedDescriptions.flatMap(texts)
    for command in program.commandDescriptions {
      all += [command.summary, command.discussion]
      all += command.options.flatMap(texts)
      all += command.examples.map(\.purpose)
    }
    return all
  }

  private static func texts(of option: OptionDescription) -> [Sentence] {
    [option.help] + (option.fallback.map { [$0] } ?? [])
  }
}
