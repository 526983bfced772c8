import TestSupport

/// A program `claude` for the examples of documents, which knows only what it is sent: it writes the
/// files of criteria such as `file: F` and `grep: TEXT in F`, asks about every other criterion until
/// the message has an answer, and reports in the form of Claude Code, with tokens and cost.
enum ClaudeStandIn {
  /// Its folder, as documents show it.
  static let shownFolder = "/home/me/.local/bin"

  static func write(into folder: String) throws {
    try writeExecutable(script, to: "\(folder)/claude")
  }

  private static let script = #"""
    #!/bin/bash
    if [ "$1" = --version ]; then echo '2.1.300 (Claude Code)'; exit; fi
    words="$*" session=${words##*--session-id } session=${session%% *}
    message=$(cat)
    id=${message#*'[TASK '} id=${id%%]*}
    answer=$(sed -n 's/^Answer: //p' <<< "$message")
    status=DONE question='' claims='' files=''
    while read -r number criterion; do
      criterion=${criterion% (checked by orch itself)}
      file=${criterion##* }
      case $criterion in
        'the report is sent') file='' answer='here it is' ;;
        'file: '*) sed -n 's/^Task: //p' <<< "$message" >> "$file" ;;
        'grep: '*) text=${criterion#grep: } && echo "${text% in *}" >> "$file" ;;
        'cmd: '*) file='' ;;
        *) file='' && [ "$answer" ] || { status=QUESTION; question="Question: how do I see that $criterion?\n"; } ;;
      esac
      [ ! "$file" ] || files+="- $file\n"
      claims+="${number} met: ${file:-${answer:-the command passes}}\n"
    done < <(sed -n '/^Success-Criteria:/,/^[A-Z]/s/^[0-9]/&/p' <<< "$message")
    report="[REPORT $id]\nStatus: $status\n${question}Criteria:\n${claims}Files:\n${files:-- None\n}"
    printf '%s\n' '{"type":"system","subtype":"init","session_id":"'"$session"'","model":"claude-sonnet-5"}'
    printf '%s\n' '{"type":"result","subtype":"success","is_error":false,"result":"'"$report"'","session_id":"'"$session"'","total_cost_usd":0.04,"usage":{"input_tokens":3200,"output_tokens":150},"modelUsage":{"claude-sonnet-5":{"costUSD":0.04}}}'

    """#
}
