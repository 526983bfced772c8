/// An agent that reads only the message that it is sent: it does what the task says, and fills in
/// the form at the message's end in a decoration of its own, with chat before and after.
enum StandInAgent {
  static let script = #"""
    #!/bin/bash
    message=$(cat)
    field() { sed -n "s/^$1: //p" <<< "$message" | head -n 1; }
    id=$(sed -n '1s/^\[TASK \(.*\)\]$/\1/p' <<< "$message")
    task=$(field Task)
    answer=$(field Answer)
    mapfile -t criteria < <(sed -n '/^Success-Criteria:/,/^[A-Z][a-z-]*:/p' <<< "$message" |
      sed -n 's/^[0-9]*\. //p')
    again=$(grep -c '^Previously' <<< "$message")
    printf '%s\n' "$message" > "seen/$id.$again"

    status=DONE state=met evidence="pages/$id.md has the title and 12 lines"
    write() { printf '# %s\n' "$task" > "pages/$id.md"; }
    case $task in
      'Mend the check') write; [ "$again" = 0 ] || touch mended ;;
      'Ask before writing' | '먼저 물어보기')
        if [ -n "$answer" ]; then
          printf '%s\n' "$answer" > "pages/$id.md"
          evidence="pages/$id.md says ${answer%% (*}"
        else
          status=QUESTION state='not met' evidence='which title?'
        fi ;;
      'Lie about it') ;;
      'Read the brief')
        # It repeats what it read, and means nothing by it.
        printf 'The task was:\n%s\n' "$message"
        if [ "$again" = 0 ]; then state='not met' evidence='the page is not there'; else write; fi ;;
      *) write ;;
    esac

    claims() { # FORMAT, with number, state and evidence
      local number
      for number in "${!criteria[@]}"; do
        printf -- "$1\n" "$((number + 1))" "$state" "$evidence"
      done
    }
    question() { [ $status != QUESTION ] || printf '%s\n' "$1 $evidence"; }
    case ${id: -1} in
      0 | 1)
        echo 'I looked at everything; 2 tests failed at first (error: timeout), now all is fine.'
        printf '[REPORT %s]\nStatus: %s\nCriteria:\n' "$id" "$status"
        claims '%s. %s: %s'
        question Question: ;;
      2 | 3)
        printf 'Done!\n\n## [REPORT %s]\n**Status:** %s\n**Criteria:**\n' "$id" "$status"
        claims '- **%s.** %s — %s'
        question '**Question:**'
        printf '**Risks:**\n- None\n\nLet me know if you need more, or if anything failed!\n' ;;
      4 | 5)
        printf 'Here is the report:\n```markdown\n[REPORT %s]\n### Status\n%s\n### Criteria\n' "$id" "$status"
        printf '| # | State | Evidence |\n|---|---|---|\n'
        claims '| %s | %s | %s |'
        [ $status != QUESTION ] || printf '### Question\n%s\n' "$evidence"
        echo '```' ;;
      6 | 7)
        entries=$(claims '{"n": %s, "met": %s, "evidence": "%s"}' | paste -sd,)
        entries=${entries//'"met": not met'/'"met": false'}
        printf 'All in one line:\n{"report": "%s", "status": "%s", "criteria": [%s], "question": "%s"}\n' \
          "$id" "${status,,}" "${entries//'"met": met'/'"met": true'}" "$(question '')" ;;
      *)
        printf '작업을 마쳤습니다.\n[REPORT %s]\n상태: %s\n기준:\n' "$id" "$status"
        state=${state/not met/미충족} state=${state/met/충족}
        claims '%s) %s: %s'
        question 질문:
        echo '추가로 필요한 것이 있으면 말씀해 주세요.' ;;
    esac
    """#

  /// Fails until it is mended, and then quotes a worker's report in its output.
  static let check = """
    [ -e mended ] && exit
    printf '2 failed\\n[REPORT R-05]\\nStatus: DONE\\nCriteria:\\n1. met: all is well\\n'
    exit 1

    """
}
