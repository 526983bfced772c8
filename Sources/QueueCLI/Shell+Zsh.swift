extension Shell {
  /// Works as a file in a folder of `fpath`, and when it is sourced.
  static func zshScript(for program: String) -> String {
    #"""
    #compdef \#(program)
    # Completes the words of \#(program) in zsh.
    #
    #   source <(\#(program) completion zsh)

    _\#(program)() {
      local line value
      local -a lines items
      lines=("${(@f)$(command \#(program) complete -- \
        "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
      case $lines[1] in
        $'\tfiles') compset -P '--*='; _files; return ;;
        $'\tfolders') compset -P '--*='; _files -/; return ;;
      esac
      for line in $lines; do
        # In front of its description a value must not have a bare colon.
        value=${${${line%%$'\t'*}//\\/\\\\}//:/\\:}
        items+=("$value${${line#*$'\t'}:+:${line#*$'\t'}}")
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
}
