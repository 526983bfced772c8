extension Shell {
  /// Works as a file in a folder of `fpath`, and when it is sourced.
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
}
