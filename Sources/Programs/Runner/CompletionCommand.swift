public import Door
public import Text

/// `completion`: prints the script that makes a shell complete this program's words.
public struct CompletionCommand<Commands: CommandSet>: QueueCommand {
  public static var name: String { "completion" }
  public static var summary: Sentence {
    Sentence("Print the script that completes words with the tab key", "탭 키로 단어를 완성하는 스크립트를 출력합니다")
  }
  public static var discussion: Sentence {
    Sentence(
      """
      The shell then offers commands, options and their values: statuses, files, sessions, and
      the ids of the rows that a command may work on, with their task text. The queue is read
      without a lock.
      """,
      """
      그러면 셸이 명령, 옵션과 그 값을 제안합니다: 상태, 파일, 세션, 그리고 명령이 다룰 수 있는 행의
      id와 작업 내용입니다. 잠금 없이 큐를 읽습니다.
      """)
  }
  public static var result: String { "the script for this shell" }
  public static var answers: [any Shaped.Type] { [CompletionAnswer.self] }
  public static var examples: [Example] {
    let program = Commands.program.name
    return [
      Example("source <(\(program) completion bash)", Sentence("in ~/.bashrc", "~/.bashrc에")),
      Example(
        "source <(\(program) completion zsh)",
        Sentence("in ~/.zshrc, after compinit", "~/.zshrc에, compinit 뒤에")),
      Example(
        "\(program) completion zsh > ~/.zfunc/_\(program)",
        Sentence("or as a file in a folder of fpath", "또는 fpath의 폴더에 있는 파일로")),
      Example(
        "\(program) completion fish | source",
        Sentence("in ~/.config/fish/config.fish", "~/.config/fish/config.fish에")),
    ]
  }
  public static var options: [Option<CompletionCommand>] {
    [
      .choice(
        "SHELL", Sentence("the shell to print the script for", "어느 셸의 스크립트인지"),
        Shell.allCases.map(\.rawValue),
        required: true
      ) {
        $1.shell = Shell(rawValue: $0) ?? .bash
      }
    ]
  }
  public static var positional: String? { "SHELL" }
  public static var isLogged: Bool { false }
  public static var databaseOfSettings: DatabaseOfSettings { .ignored }

  public var shared = SharedOptions()
  var shell = Shell.bash

  public init() {}

  public func run(in context: CommandContext) throws -> ExitStatus {
    let script = shell.completionScript(for: Commands.program.name)
    if context.shared.isJSON {
      try context.print(CompletionAnswer(shell: shell, script: script))
    } else {
      try context.write(script)
    }
    return .success
  }
}

private struct CompletionAnswer: Shaped {
  let shell: Shell
  let script: String

  static var shapeName: StaticString { "completion" }
  static func shape(_ fields: inout Fields<CompletionAnswer>) {
    fields.add("shell", \.shell.rawValue)
    fields.add("script", \.script)
  }
}

enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  func completionScript(for program: String) -> String {
    switch self {
    case .bash: Self.bashScript(for: program)
    case .zsh: Self.zshScript(for: program)
    case .fish: Self.fishScript(for: program)
    }
  }
}

extension Shell {
  /// The line goes to the program as it is, because bash splits words at `=` and `:` and keeps their
  /// quotes.
  ///
  /// Descriptions are printed only if bash lists the values without inserting any; otherwise bash
  /// would insert the description, too.
  static func bashScript(for program: String) -> String {
    """
    # Completes the words of \(program) in bash 4.4 or newer.
    #
    #   source <(\(program) completion bash)

    _\(program)_complete() {
      local typed=${COMP_LINE:0:COMP_POINT} aligned=()
      COMPREPLY=()
      case $3 in
        # A redirection is followed by a file.
        *'>' | *'<') compopt -o default; return ;;
      esac
      case $COMP_TYPE in
        33 | 63 | 64) aligned=(--aligned) ;;
      esac
      mapfile -t COMPREPLY < <(
        command \(program) complete --line "$typed" --replaces "$2" "${aligned[@]}" 2>/dev/null)
      case ${COMPREPLY-} in
        $'\\tfiles') COMPREPLY=(); compopt -o default ;;
        $'\\tfolders') COMPREPLY=(); compopt -o dirnames ;;
      esac
      if ((${#aligned[@]} && ${#COMPREPLY[@]} > 1)); then
        # As wide as the terminal, so that each value is on a line of its own.
        printf -v 'COMPREPLY[0]' '%-*s' $((COLUMNS - 3)) "${COMPREPLY[0]}"
      fi
    }

    complete -o nosort -F _\(program)_complete \(program)

    """
  }

  /// The script works as a file in a folder of `fpath` and when it is sourced.
  static func zshScript(for program: String) -> String {
    #"""
    #compdef \#(program)
    # Completes the words of \#(program) in zsh.
    #
    #   source <(\#(program) completion zsh)

    _\#(program)() {
      local line value meaning
      local -a lines items
      lines=("${(@f)$(command \#(program) complete -- \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
      case $lines[1] in
        $'\tfiles') compset -P '--*='; _files; return ;;
        $'\tfolders') compset -P '--*='; _files -/; return ;;
      esac
      for line in $lines; do
        # _describe takes backslashes away, and the first colon for the end of the value.
        line=${line//\\/\\\\} value=${line%%$'\t'*} meaning=${line#*$'\t'}
        items+=("${value//:/\\:}${meaning:+:$meaning}")
      done
      _describe -V -t values \#(program) items
    }

    if [[ ${funcstack[1]-} == _\#(program) ]]; then
      _\#(program) "$@"
    else
      (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
      compdef _\#(program) \#(program)
    fi

    """#
  }

  static func fishScript(for program: String) -> String {
    #"""
    # Completes the words of \#(program) in fish.
    #
    #   \#(program) completion fish | source

    function __\#(program)_complete
        set -l words (commandline -opc)
        set -e words[1]
        set -l word (commandline -ct)
        # The word at the cursor still has its quotes, maybe only the first.
        set -l typed (string unescape -- $word; or string replace -r '^["\']' '' -- $word)
        set -l lines (command \#(program) complete -- $words "$typed" 2>/dev/null)
        set -l option (string match -r '^--[^=]*=' -- "$typed")
        set -l path (string replace -r '^--[^=]*=' '' -- "$typed")
        switch "$lines[1]"
            case \tfiles
                string replace -r '^' -- "$option" (__fish_complete_path "$path")
            case \tfolders
                string replace -r '^' -- "$option" (__fish_complete_directories "$path")
            case '*'
                string join -- \n $lines
        end
    end

    complete -c \#(program) -e
    complete -c \#(program) -f -k -a '(__\#(program)_complete)'

    """#
  }
}
