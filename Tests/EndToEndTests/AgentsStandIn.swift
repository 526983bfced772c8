/// What stands in for the programs of agents, in the play of `AgentsPlay`.
enum AgentsStandIn {
  static let programs = ["claude", "codex", "opencode"]

  static let settings = #"""
    {"workers": {
       "claude":   {"adapter": "claude", "args": ["--mine", "two words"], "env": ENV, "grace": "1s", "resume": true},
       "login":    {"adapter": "claude", "args": ["--mine", "two words"], "env": ENV},
       "codex":    {"adapter": "codex", "args": ["--mine", "two words"], "env": ENV, "grace": "1s", "resume": true},
       "opencode": {"adapter": "opencode", "args": ["--mine", "two words"], "env": ENV, "grace": "1s", "resume": true}},
     "routes": [{"id": "CODEX-*", "worker": "codex"}, {"id": "OPENCODE-*", "worker": "opencode"}, {"worker": "claude"}],
     "prices": {"codex": {"input": 1.25, "cached_input": 0.125, "output": 10}},
     "max_attempts": 3, "max_workers": 8}
    """#.replacing("ENV", with: #"["ORCH_NOW", "TRANSCRIPTS", "RESET"]"#)

  /// Stands in for the program by whose name it is started: checks how, and runs the commands in
  /// `plays` of the row of the message. They play transcripts of `Tests/Cases`, and write to `took`
  /// the millionths of a US dollar that these say, or `null`.
  ///
  /// An attempt takes so many units, the first of a row one, the second two. A session has a file in
  /// `sessions`: the units that were taken in it, and those of them that were said.
  static let script = #"""
    #!/bin/bash
    program=${0##*/}
    refuse() { echo "$program: $*" >&2; exit 64; }
    if [ "$1" = --version ]; then echo "$program 99.1.0"; exit; fi

    # It knows only these words, as an old version does: none of a schema.
    given=$* words= session= start=fresh
    while [ $# -gt 0 ]; do
      case $program:$1 in
        claude:--session-id) session=$2; shift ;;
        claude:--resume | codex:resume | opencode:-s) session=$2 start=resumed; shift ;;
        claude:--output-format | opencode:--format) words+=" $1 $2"; shift ;;
        *:--mine) [ "$2" = 'two words' ] || refuse "another word: $2"; mine=1; shift ;;
        claude:-p | claude:--verbose | opencode:run) words+=" $1" ;;
        codex:exec | codex:--json | codex:--skip-git-repo-check | codex:-) words+=" $1" ;;
        *) refuse "unknown word: $1" ;;
      esac
      shift
    done
    hash=$(md5sum <<< "$ORCH_ATTEMPT")
    case $program in
      claude) must=' -p --output-format stream-json --verbose' works=done
        [ "$session" ] || refuse "started without a session: $given" ;;
      codex) must=' exec --json --skip-git-repo-check -' works=done
        : "${session:=${hash::8}-0000-7000-8000-${hash:8:12}}" ;;
      opencode) must=' run --format json' works=steps
        : "${session:=ses_${hash::26}}" ;;
    esac
    [ "$words$mine" = "${must}1" ] || refuse "started with other words: $given"
    message=$(timeout 20 cat) || refuse 'standard input does not end'
    id=${message#'[TASK '} id=${id%%]*}
    [[ $message == "[TASK $id]"*"[REPORT $id]"*'QUESTION: add a line Question: '* ]] ||
      refuse "the message is not whole: $message"
    [[ $given != *"$id"* ]] || refuse "the row is in its words: $given"

    total=0 said=0
    if [ $start = resumed ]; then read -r total said < "sessions/$session" || start=gone; fi 2> /dev/null
    printf '%s\n' "$ORCH_NOW $start $session" >> "runs/$id"
    exec 9>> "runs/$id"
    flock --nonblock 9 || echo "$id" >> twice
    if [ $start = gone ]; then
      case $program in
        claude) cat "$TRANSCRIPTS/claude/session_gone.jsonl" ;;
        codex) echo "Error: no rollout found for thread id $session" >&2 ;;
        opencode) echo 'Session not found' >&2 ;;
      esac
      exit 1
    fi

    echo "$id" > "$id.txt"
    units=$(ls ".orch/attempts/$id" | wc -l) version=2.1.300
    # A version that counts only its own process.
    [[ $id != *-RESTARTS-* ]] || version=2.1.200 total=0 said=0
    # A recorded transcript, as of this row, this session, this time and these costs.
    transcript() {
      local text all=$((total + units)) took=null now=$ORCH_NOW
      printf -v dollars %d.%06d $((all * 31235 / 1000000)) $((all * 31235 % 1000000))
      local models="{\"claude-sonnet-5\":{\"inputTokens\":$((all * 12)),\"outputTokens\":$((all * 250)),"
      models+="\"cacheReadInputTokens\":$((all * 3400)),\"cacheCreationInputTokens\":$((all * 1200))}}"
      local tokens="\"input_tokens\":$((all * 5200)),\"cached_input_tokens\":$((all * 4096)),"
      tokens+="\"output_tokens\":$((all * 310))"
      text=$(sed -E "s/\[REPORT [A-Z0-9-]+\]/[REPORT $id]/g; s/\"report\":\"A\"/\"report\":\"$id\"/; s/(\"session_id\":)\"[^\"]*\"/\1\"$session\"/g
        s/(\"thread_id\":)\"[^\"]*\"/\1\"$session\"/; s/ses_01a+/$session/g
        s/,\"claude_code_version\":\"[^\"]*\"//g; s/(\"subtype\":\"init\")/\1,\"claude_code_version\":\"$version\"/g
        s/,\"modelUsage\":\{\"[^}]*\}\}//g; s/(\"total_cost_usd\":)0\.[0-9]+/\1$dollars,\"modelUsage\":$models/g
        s/\"input_tokens\":5200,\"cached_input_tokens\":4096,\"output_tokens\":310/$tokens/
        s/(\"resetsAt\":)[0-9]+/\1$((now + RESET))/g; s/(\"timestamp\":)[0-9]+/\1${now}000/" \
        "$TRANSCRIPTS/${2-$program}/$1.jsonl")
      case $program:$text in
        claude:*"\"total_cost_usd\":$dollars"*) took=$(((all - said) * 31235)) said=$all ;;
        claude:*'"total_cost_usd":0,'*) took=0 all=$total ;;
        codex:*'"input_tokens":0,'*) all=$total ;;
        codex:*"\"turn.completed\",\"usage\":{$tokens}"*) took=$(((all - said) * 4992)) said=$all ;;
        opencode:*) took=$(jq -nR '[inputs | fromjson? | objects | .part | objects
            | select(.cost | type == "number" and . >= 0)]
          | unique_by(.id) | map(.cost * 1e6 | round) | add' <<< "$text") ;;
      esac
      echo "$ORCH_ATTEMPT $took" >> took
      echo "$all $said" > "sessions/$session"
      printf '%s' "$text"
      # Half a line stays one.
      [ -n "$(tail -c 1 "$TRANSCRIPTS/${2-$program}/$1.jsonl")" ] || echo
    }
    # Kills the own supervisor once the log has a text.
    kill_supervisor() {
      until grep -q "$1" ".orch/attempts/$id/"*/output.log; do :; done
      kill -KILL "$(jq .supervisor.pid ".orch/workers/$ORCH_ATTEMPT.json")"
      exec sleep 30
    }
    times=${id##*-}
    if [ "$times" -gt 0 ] && [ "$units" -gt "$times" ]; then transcript $works; else . "plays/$id"; fi

    """#
}
