import TestSupport
import Testing

/// A shell that runs on a terminal without anybody's settings, and what is typed
/// there.
struct ShellSession {
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    /// How it is started, so that its prompt is known.
    fileprivate var command: [String] {
      switch self {
      case .bash: ["bash", "--noprofile", "--norc", "-i"]
      case .zsh: ["zsh", "-f", "-i"]
      case .fish:
        ["fish", "--no-config", "-C", "function fish_prompt; echo -n 'ready> '; end", "-i"]
      }
    }

    /// How a person loads the completion of a program.
    func loading(_ program: String) -> String {
      switch self {
      case .bash, .zsh: "source <(\(program) completion \(rawValue))"
      case .fish: "\(program) completion fish | source"
      }
    }

    /// The key that shows what there is where nothing more can be put in.
    var listing: String {
      switch self {
      case .bash: "\t\t"
      case .zsh, .fish: "\t"
      }
    }

    /// A value in such a list, with what it means.
    func listed(_ value: String, _ description: String) -> String {
      switch self {
      case .bash: "\(value)  \(description)"
      case .zsh: "\(value)  -- \(description)"
      case .fish: "\(value)  (\(description))"
      }
    }
  }

  let shell: Shell
  private var script: String

  init(_ shell: Shell) {
    self.shell = shell
    // Thirty seconds end a test that has failed; none that succeeds waits.
    script = """
      set timeout 30
      set stty_init "rows 50 columns 100"
      proc see {text} {
        expect {
          -ex $text {}
          timeout { send_user "\\n(not seen: $text)\\n"; exit 1 }
          eof { send_user "\\n(ended before: $text)\\n"; exit 1 }
        }
      }
      spawn -noecho \(shell.command.map(Self.quoted).joined(separator: " "))
      see "ready> "

      """
  }

  /// Types a line, runs it, and waits until it is done.
  mutating func run(_ line: String) {
    // What is typed is echoed with its quotes; only what echo prints is without.
    type("\(line); echo do''ne\r")
    see("done")
    see("ready> ")
  }

  mutating func type(_ keys: String) { script += "send -- \(Self.quoted(keys))\n" }

  /// Waits until this has appeared behind what was waited for before.
  mutating func see(_ text: String) { script += "see \(Self.quoted(text))\n" }

  /// Plays it all, with the programs in `folder`. A shell that is missing fails the
  /// test.
  func play(
    in scene: Scene, programs folder: String = BuiltBinaries.folder,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try scene.write(script + "close\nwait\n", to: "session.exp")
    let outcome = try scene.run(
      "expect", ["-f", "session.exp"],
      environment: [
        "PATH": "\(folder):/usr/bin:/bin", "PS1": "ready> ", "TERM": "xterm",
        "INPUTRC": "/dev/null", "HISTFILE": "/dev/null", "NO_COLOR": "1",
        "XDG_RUNTIME_DIR": scene.folder,
      ])
    #expect(outcome.status == 0, "\(outcome)", sourceLocation: sourceLocation)
  }

  /// A word of the script, whatever it holds.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { scalar in
      let code = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - code.count) + code
    }
    return "\"\(scalars.joined())\""
  }
}
