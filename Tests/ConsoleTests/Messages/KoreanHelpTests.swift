import Facts
import OpsCLI
import OrchCLI
import Settings
import Testing

@testable import CommandLineKit
@testable import Console

/// The help in Korean: its table has a twin of each English text, and no other.
@Suite struct KoreanHelpTests {
  @Test func `every text of the help has a Korean twin`() {
    let missing = Self.texts.filter { KoreanHelp.text($0) == nil && Self.isProse($0) }
    #expect(missing.isEmpty, "add them to a table of KoreanHelp")
  }

  @Test func `every form of a setting has a Korean twin`() {
    let forms =
      Settings.descriptions.map(\.form) + Settings.inFileOnly.map(\.form)
      + WorkerKey.all.map(\.form)
    #expect(
      forms.filter { KoreanForms.text($0) == $0 }.isEmpty, "add them to the table of KoreanForms")
  }

  @Test func `no twin is left of a text that is gone`() {
    let texts = Set(Self.texts)
    let left = Self.twins.map(\.key).filter { !texts.contains($0) }
    #expect(left.isEmpty, "take them out of the tables of KoreanHelp")
  }

  @Test func `no text has two twins`() {
    let keys = Self.twins.map(\.key).sorted()
    #expect(zip(keys, keys.dropFirst()).filter { $0.0 == $0.1 }.map(\.0).isEmpty)
  }

  @Test func `a twin keeps the names that its English text has`() {
    for (english, korean) in Self.twins {
      #expect(missingNames(in: korean, of: english).isEmpty, "'\(english)': '\(korean)'")
    }
  }

  private static var twins: [(key: String, value: String)] { KoreanHelp.tables.flatMap { $0 } }

  /// What the help of both programs says, in its order.
  private static var texts: [String] {
    Program<SharedOptions>.helpFrame + texts(of: Orch.program) + texts(of: Ops.program)
  }

  private static func texts(of program: Program<SharedOptions>) -> [String] {
    var all = [program.summary]
    all += program.sharedDescriptions.flatMap(texts)
    for command in program.commandDescriptions {
      all += [command.summary, command.discussion]
      all += command.options.flatMap(texts)
      all += command.examples.map(\.purpose)
    }
    return all
  }

  private static func texts(of option: OptionDescription) -> [String] {
    [option.help, option.fallback?.plain ?? ""]
  }

  /// Whether it has words: `30m` and `ORCH_TZ_OFFSET` are the same in each language.
  private static func isProse(_ text: String) -> Bool { text.contains(" ") }
}
