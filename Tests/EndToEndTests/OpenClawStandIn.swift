/// A stand-in for `openclaw` that takes what its documentation says of `openclaw agent` and
/// `openclaw cron add` (docs/cli, 2026.6 and later), and refuses everything else as it does.
///
/// An automation that was added is kept in `$HOME/automation.json`; `openclaw cron run` runs its
/// command and prints what would be announced. A turn answers with what `$HOME/reply` holds.
enum OpenClawStandIn {
  static let script = #"""
    #!/bin/bash
    set -euo pipefail
    die() { echo "error: $1" >&2; exit 1; }

    # Reads options into `given`, in order into `list`; $1 names those with a value, $2 those without.
    declare -A given
    list=()
    read_options() {
      local valued=" $1 " flags=" $2 "
      shift 2
      while [ $# -gt 0 ]; do
        case "$valued" in
          *" $1 "*)
            [ $# -gt 1 ] || die "option '$1 <value>' argument missing"
            given[$1]=$2; list+=("$1" "$2"); shift 2; continue ;;
        esac
        case "$flags" in
          *" $1 "*) given[$1]=yes; shift; continue ;;
        esac
        case $1 in
          -*) die "unknown option '$1'" ;;
          *) die "too many arguments for '$command'. Expected 0 arguments but got 1." ;;
        esac
      done
    }
    has() { [ -n "${given[$1]+x}" ]; }
    count() { local n=0 o; for o; do if has "$o"; then n=$((n + 1)); fi; done; echo $n; }

    agent() {
      read_options "-m --message --message-file -t --to --session-key --session-id --agent --model \
    --thinking --verbose --channel --reply-to --reply-channel --reply-account --timeout" \
        "--local --deliver --json" "$@"
      [ "$(count -m --message --message-file)" = 1 ] || die "Pass exactly one of --message or --message-file"
      [ "$(count -t --to --session-key --session-id --agent)" -gt 0 ] || die "Pass a session selector"
      if has --session-key && ! [[ ${given[--session-key]} =~ ^agent:[a-z0-9][a-z0-9_-]*:[^:].*$ ]]; then
        die "malformed session key '${given[--session-key]}'"
      fi
      if has --timeout && ! [[ ${given[--timeout]} =~ ^[0-9]+$ ]]; then die "--timeout must be seconds"; fi
      if has --message-file; then
        iconv -f UTF-8 -t UTF-8 "${given[--message-file]}" > "$HOME/message" || die "cannot read the message file"
      fi
      printf '%s\n' "${given[--session-key]-}" > "$HOME/session"
      if has --json; then
        jq -n --rawfile text "$HOME/reply" '{runId: "r1", status: "ok", result: {payloads: [{text: $text}]}}'
      else
        cat "$HOME/reply"
      fi
    }

    add() {
      read_options "--name --display-name --description --agent --session --session-key --wake --at \
    --every --cron --tz --stagger --system-event --message --command --command-argv --command-cwd \
    --command-env --command-input --thinking --model --fallbacks --timeout-seconds \
    --no-output-timeout-seconds --output-max-bytes --tools --webhook --channel --to --thread-id \
    --account --url --token --timeout" \
        "--delete-after-run --keep-after-run --exact --light-context --announce --no-deliver \
    --best-effort-deliver --disabled --json" "$@"
      has --name || die "Cron job name is required. Pass a name or --name <name>."
      [ "$(count --at --every --cron)" = 1 ] || die "Choose exactly one schedule"
      [ "$(count --system-event --message --command --command-argv)" = 1 ] || die "Choose exactly one payload"
      [ "$(count --announce --no-deliver --webhook)" -le 1 ] || die "Choose at most one of --announce, --no-deliver, or --webhook"
      if has --every && ! [[ ${given[--every]} =~ ^[1-9][0-9]*[smhd]$ ]]; then die "Invalid --every"; fi
      if has --timeout-seconds && ! [[ ${given[--timeout-seconds]} =~ ^[0-9]+$ ]]; then die "Invalid --timeout-seconds"; fi
      jq -e 'type == "array" and length > 0 and all(type == "string")' <<< "${given[--command-argv]}" > "$HOME/checked" ||
        die "--command-argv must be a JSON array of strings"
      local i environment='[]'
      for ((i = 0; i < ${#list[@]}; i += 2)); do
        if [ "${list[i]}" = --command-env ]; then
          [[ ${list[i + 1]} =~ ^[A-Za-z_][A-Za-z0-9_]*= ]] || die "--command-env must be KEY=VALUE"
          environment=$(jq -c --arg entry "${list[i + 1]}" '. + [$entry]' <<< "$environment")
        fi
      done
      jq -n --arg name "${given[--name]}" --arg every "${given[--every]-}" --arg cwd "${given[--command-cwd]-}" \
        --arg channel "${given[--channel]-last}" --arg to "${given[--to]-}" \
        --argjson argv "${given[--command-argv]}" --argjson env "$environment" \
        '{name: $name, every: $every, cwd: $cwd, channel: $channel, to: $to, argv: $argv, env: $env}' |
        tee "$HOME/automation.json"
    }

    # What is announced: standard output, else standard error, both in a block where there are
    # both; nothing for NO_REPLY alone.
    run() {
      local job=$HOME/automation.json out err status=0
      mapfile -t argv < <(jq -r '.argv[]' "$job")
      mapfile -t environment < <(jq -r '.env[]' "$job")
      cd "$(jq -r .cwd "$job")"
      out=$(env "${environment[@]}" "${argv[@]}" 2> "$HOME/errors") || status=$?
      err=$(cat "$HOME/errors")
      if [ -n "$out" ] && [ -n "$err" ]; then out="stdout: $out stderr: $err"; fi
      out=${out:-$err}
      if [ "$out" != NO_REPLY ] && [ -n "$out" ]; then printf '%s\n' "$out"; fi
      exit $status
    }

    command="$1 ${2-}"
    case "$command" in
      "cron add") shift 2; add "$@" ;;
      "cron run") run ;;
      agent\ *) shift; agent "$@" ;;
      *) die "unknown command '$1'" ;;
    esac
    """#
}
