extension Shell {
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
