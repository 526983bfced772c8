extension Shell {
  /// The line goes to the program as it is, because bash cuts words at `=` and
  /// `:` and leaves their quotes on.
  ///
  /// What a value means is shown only where bash lists the values without
  /// putting any into the line, or the line would get the text too.
  static func bashScript(for program: String) -> String {
    """
    # Completes the words of \(program) in bash 4.4 or newer.
    #
    #   source <(\(program) completion bash)

    _\(program)_complete() {
      local typed=${COMP_LINE:0:COMP_POINT} aligned=()
      COMPREPLY=()
      case $3 in
        # Behind a redirection stands a file.
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
        # As wide as the terminal, so that each stands on a line of its own.
        printf -v 'COMPREPLY[0]' '%-*s' $((COLUMNS - 3)) "${COMPREPLY[0]}"
      fi
    }

    complete -o nosort -F _\(program)_complete \(program)

    """
  }
}
