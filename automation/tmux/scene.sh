# The common part of picture.sh and film.sh (source scene.sh PROGRAM…): it checks that the programs
# exist, makes a folder with terminals in it, and stops the clock.
#
# PATH has orch, ops and reference, or BIN names their folder.
name=$(basename "$0" .sh)
root=$(cd "$(dirname "$0")/../.." && pwd)
PATH=${BIN:+$BIN:}$PATH
for program; do
  command -v "$program" > /dev/null ||
    { echo "$name: $program: not found (BIN names the folder of the programs)" >&2; exit 66; }
done

work=$(mktemp -d)
export TMUX_TMPDIR=$work HOME=$work XDG_CONFIG_HOME=$work/.config LC_ALL=C.UTF-8
for variable in "${!ORCH_@}"; do unset "$variable"; done
unset NO_COLOR CLICOLOR_FORCE TMUX

at() { export ORCH_NOW="2026-03-02 $1"; }
as() { export ORCH_OWNER_SESSION=$1; }
screen() { tmux capture-pane -e -p "$@"; }
await() { # WHAT COMMAND…
  local end=$((SECONDS + 30))
  until "${@:2}"; do
    if ! tmux has-session 2> /dev/null; then
      echo "$name: ops watch ended before it showed $1" >&2
      exit 1
    elif [ $SECONDS -gt $end ]; then
      echo "$name: ops watch did not show $1 within 30 s, but:" >&2
      screen >&2 || true
      exit 1
    fi
  done
}
