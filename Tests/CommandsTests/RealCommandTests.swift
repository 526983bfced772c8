import Commands
import Operator
import Programs
import Testing
import Text

@testable import Runner

/// A command of one of the two executables, with what the checks need of it.
private struct RealCommand: CustomTestStringConvertible, Sendable {
  let program: Program<SharedOptions>
  let type: any QueueCommand.Type
  let own: [OptionDescription]
  let shared: [OptionDescription]
  var testDescription: String { "\(program.name) \(type.name)" }

  static let all = of(Orch.program) + of(Ops.program)

  private static func of(_ program: Program<SharedOptions>) -> [RealCommand] {
    program.commands.compactMap { $0 as? any QueueCommand.Type }.map { type in
      func open<C: QueueCommand>(_ type: C.Type) -> [OptionDescription] {
        type.options.map(\.description)
      }
      return RealCommand(
        program: program, type: type, own: open(type),
        shared: SharedOptions.options.map(\.description))
    }
  }
}

@Suite struct RealCommandTests {
  @Test func `both programs have the commands of the contract that are built`() {
    #expect(
      RealCommand.all.map(\.testDescription) == [
        "orch init", "orch list", "orch show", "orch logs", "orch diff", "orch add", "orch edit",
        "orch move", "orch split", "orch rm",
        "orch intake", "orch plan", "orch import", "orch export", "orch pick", "orch done",
        "orch fail",
        "orch block", "orch assign", "orch release", "orch lease", "orch dispatch", "orch watchdog",
        "orch tick", "orch daemon", "orch deliver", "orch wait", "orch schedule",
        "orch serve", "orch open", "orch token", "orch mcp", "orch lsp", "orch supervise",
        "orch sync", "orch ask",
        "orch simulate",
        "orch task", "orch report", "orch guard", "orch review", "orch check", "orch answer",
        "orch approve",
        "orch reject", "orch ui-check", "orch trust",
        "orch prime", "orch history", "orch events", "orch undo", "orch restore", "orch lint",
        "orch fmt",
        "orch migrate",
        "orch render", "orch merge-driver", "orch torture", "orch completion", "orch complete",
        "ops status", "ops watch", "ops workers", "ops worker", "ops why", "ops waiting",
        "ops recurring",
        "ops digest", "ops chat",
        "ops cancel", "ops replan", "ops retry", "ops pause", "ops resume", "ops drain",
        "ops consistency-check", "ops costs", "ops kpi", "ops metrics", "ops otel",
        "ops health", "ops backup", "ops verify", "ops gc", "ops worktrees", "ops integrate",
        "ops pr",
        "ops doctor",
        "ops completion",
        "ops complete",
      ])
    #expect(RealCommand.all.count == Orch.program.commands.count + Ops.program.commands.count)
  }

  @Test(arguments: RealCommand.all)
  private func `no two options of a command have one spelling`(_ command: RealCommand) {
    let options = command.own + command.shared
    let spellings =
      options.map(\.name) + options.compactMap(\.short) + ["--help", "-h", "--version"]
    #expect(Set(spellings).count == spellings.count, "\(spellings.sorted())")
  }

  @Test(arguments: RealCommand.all)
  private func `every option is spelled as options are`(_ command: RealCommand) {
    for option in command.own + command.shared {
      #expect(option.name.wholeMatch(of: /--[a-z]+(-[a-z0-9]+)*|[A-Z]+/) != nil, "\(option.name)")
      if let short = option.short { #expect(short.wholeMatch(of: /-[a-zA-Z]|--[a-z-]+/) != nil) }
      if let placeholder = option.placeholder { #expect(!placeholder.contains(/\s|^$/)) }
    }
  }

  @Test(arguments: RealCommand.all)
  private func `every option says what it does`(_ command: RealCommand) {
    for option in command.own + command.shared {
      let text = option.help.english
      #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("\n"), "\(option.name)")
      #expect(text.first?.isUppercase == false || text.hasPrefix("JSON"), "\(option.name)")
    }
  }

  @Test(arguments: RealCommand.all)
  private func `the summary is one line without a full stop`(_ command: RealCommand) {
    let summary = command.type.summary.english
    #expect(!summary.isEmpty && !summary.hasSuffix(".") && !summary.contains("\n"))
    #expect(summary.first?.isUppercase == true)
    let discussion = command.type.discussion.english
    #expect(discussion.isEmpty || discussion.hasSuffix("."))
  }

  @Test(arguments: RealCommand.all)
  private func `an argument without dashes is the value of an option that there is`(
    _ command: RealCommand
  ) {
    for name in command.type.arguments {
      #expect(command.own.contains { $0.name == name && $0.placeholder != nil })
    }
  }

  @Test(arguments: RealCommand.all)
  private func `every example is a command line that is understood`(
    _ command: RealCommand
  ) throws {
    #expect(!command.type.examples.isEmpty)
    for example in command.type.examples {
      #expect(
        !example.purpose.english.isEmpty && !example.purpose.english.hasSuffix("."), "\(example)")
      let words = try #require(
        ExampleLine(example.line).arguments(of: command.program.name), "\(example)")
      guard case .run(let parsed) = try command.program.parse(words) else {
        Issue.record("no command: \(example)")
        continue
      }
      #expect(type(of: parsed) == command.type, "\(example)")
    }
  }

  @Test(arguments: RealCommand.all)
  private func `the help names every option`(
    _ command: RealCommand
  ) throws {
    guard case .help(let text) = try command.program.parse(["help", command.type.name]) else {
      Issue.record("no help")
      return
    }
    for option in command.own + command.shared {
      #expect(text.contains("\n  \(option.spelling) "), "\(option.spelling)")
    }
  }
}

@Suite struct RealProgramTests {
  @Test(arguments: [("orch", Orch.program), ("ops", Ops.program)])
  func `a program says its name and version`(_ name: String, program: Program<SharedOptions>) {
    let scene = Scene(folder: "/nowhere")
    #expect(scene.run("--version", of: program) == .init(output: "\(name) 1.0.0\n"))
    #expect(
      scene.run("help", of: program).output.hasPrefix(
        "\(name) - \(program.summary.english)\n\nUsage"))
    #expect(scene.run("version", of: program) == scene.run("--version", of: program))
    let answer =
      #"{"program":"\#(name)","version":"1.0.0","database_version":3,"export_version":1}"#
    for line in ["--version --json", "--json version", "list --version --json"] {
      #expect(scene.run(line, of: program) == .init(output: answer + "\n"), "\(line)")
    }
    #expect(!program.summary.english.hasSuffix("."))
    #expect(Set(program.commands.map { $0.name }).count == program.commands.count)
  }

  @Test func `a synonym leads to a command, and is none`() {
    let names = (WorkCommands.all + OperatorCommands.all).map { $0.name }
    for (word, command) in Orch.program.synonyms {
      #expect(names.contains(String(command.prefix { $0 != " " })), "\(word)")
      #expect(!names.contains(word), "\(word)")
    }
  }

  @Test(arguments: [(Orch.program, Ops.program), (Ops.program, Orch.program)])
  func `a program also has what only the other one has`(
    _ program: Program<SharedOptions>, _ other: Program<SharedOptions>
  ) {
    let both = ["completion", "complete"]
    let names = other.commands.map { $0.name }.filter { !both.contains($0) }
    #expect(program.other.name == other.name && program.other.commands().map { $0.name } == names)
    #expect(!program.commands.contains { names.contains($0.name) })
  }

  @Test func `the usage of report has the file`() {
    #expect(
      Scene(folder: "/nowhere").run("report --from F", of: Orch.program).errors == """
        ERROR: unknown option '--from' (usage: orch report [FILE|-] [options]; orch report --help)

        """)
  }

  @Test func `a program alone shows on a terminal the commands that are needed first`() throws {
    var scene = Scene(folder: "/nowhere")
    scene.terminal = (false, true)
    scene.environment = ["NO_COLOR": "1"]
    let text = scene.run("", of: Ops.program)
    #expect(text.status == 64)
    #expect(
      text.errors == """
        ERROR: no command
          usage: ops <command> [options]; ops --help
          status   Count the rows by status, and show what is in progress
          watch    Show the queue live, on the whole screen
          why      Say why each PENDING row is not running, and what would change that
          workers  Show who works on what
          retry    Take FAILED or BLOCKED rows back to PENDING
          cancel   Stop unfinished rows: they become BLOCKED
          doctor   Check the installation, the files and the settings

        """)
  }
}
