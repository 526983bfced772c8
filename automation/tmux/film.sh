#!/usr/bin/env bash
# Makes docs/images/orch.svg, a film of ten seconds that repeats: commands in one terminal, 'ops
# watch' in another, and then the board. A reader who has turned motion off sees the board.
#
#   automation/tmux/film.sh           writes it
#   automation/tmux/film.sh -         prints it
#
# PATH has orch, ops and reference, or BIN names their folder. PATH also has chromium, and there is
# a Korean font.
set -euo pipefail
source "$(dirname "$0")/scene.sh" orch ops reference tmux chromium
columns=92 width=856 height=644
declare -A rows=([shell]=11 [watch]=18) top=([shell]=0 [watch]=256)
cleanup() {
  tmux kill-server 2> /dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

mkdir "$work/shop"
cd "$work/shop"
add() { # ID PRIORITY TASK CRITERION
  orch add -q --id "$1" --priority "$2" --task "$3" --success-criteria "$4" > /dev/null
}
# The board uses the browser's clock.
export LOGNAME=ann
export ORCH_NOW=$(date -d '24 minutes ago' '+%F %H:%M')
as planner
orch init -q > /dev/null
add SHOP-1 P0 '로그인 실패 메시지를 다듬는다' '세 언어 모두 번역되어 있다'
add SHOP-2 P1 'Move the images to the new bucket' 'no link is broken'
add SHOP-3 P0 'Cache the product list' 'p95 below 80 ms'
add SHOP-4 P2 'Write the release notes' 'file: docs/release.md'
as worker-b
for id in SHOP-1 SHOP-2 SHOP-3; do orch pick -q --id $id > /dev/null; done
orch done -q SHOP-1 --notes 'tests passed' > /dev/null
orch fail -q SHOP-2 --notes 'the new bucket refuses the key' > /dev/null
as planner
export ORCH_NOW=$(date '+%F %H:%M')
cat > report.md <<'END'
[REPORT ORCH-001]
Status: DONE
Criteria:
1. met: README.md, "Options"
Files:
- README.md
END

terminal() { # NAME PROGRAM
  tmux -f /dev/null new-session -d -s "$1" -x "$columns" -y "${rows[$1]}" "$2"
}
shows() { tmux capture-pane -p -t "$1" | grep -qF -- "$2"; } # TERMINAL TEXT
answered() { tmux capture-pane -p -t shell | grep . | tail -n 1 | grep -qx '\$\|serves .*'; }
terminal watch 'ops watch'
await 'its keys' shows watch 'q quit'
terminal shell "HISTFILE= PS1='\$ ' exec bash --norc --noprofile"
await 'a prompt' answered

# In tenths of a second, which are percents of the film.
elapsed=0
# A new picture covers the earlier ones and stays. Without motion, only the last picture shows.
appears() { # CLASS
  cat >> "$work/style" <<END
.$1 { animation: $1 10s step-end infinite }
@keyframes $1 { 0% { visibility: hidden } $elapsed% { visibility: visible } }
END
}
# Adds a picture of each terminal that has changed.
frame() { # TENTHS
  local terminal
  for terminal in shell watch; do
    screen -t "$terminal" > "$work/now"
    ! cmp -s "$work/now" "$work/$terminal" || continue
    mv "$work/now" "$work/$terminal"
    reference --picture "$columns" '' < "$work/$terminal" > "$work/picture"
    appears "$terminal$elapsed"
    echo "<g class=\"$terminal$elapsed\" transform=\"translate(0 ${top[$terminal]})\">"
    sed '1,/<\/style>/d; $d' "$work/picture"
    echo '</g>'
  done >> "$work/frames"
  elapsed=$((elapsed + $1))
}
# Types a command, and waits for its answer and for the change in ops watch.
try() { # COMMAND CHANGE TENTHS
  local typed='' word words
  read -ra words <<< "$1"
  for word in "${words[@]}"; do
    tmux send-keys -t shell -l -- "${typed:+ }$word"
    typed+="${typed:+ }$word"
    await "$typed" shows shell "$typed"
    frame 1
  done
  tmux send-keys -t shell Enter
  await "an answer to $1" answered
  await "$2" shows watch "$2"
  frame "$3"
}

frame 3
try "orch add 'Document --quiet' --criteria 'grep: --quiet in README.md'" ORCH-001 9
try "orch add 'Release 1.2' --criteria 'file: CHANGES.md' --after ORCH-001" ORCH-002 9
try 'orch pick --owner-session worker-a' 'AT WORK 2' 9
echo 'orch --quiet prints nothing.' > README.md
try 'orch report report.md --owner-session worker-a' 'DONE 2' 9
try 'orch serve' 'DONE 2' 5
# The first page logs in.
for page in "$(orch open)" http://127.0.0.1:8420/"#/board?row=ORCH-001"; do
  chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --lang=en \
    --blink-settings=preferredColorScheme=0 --user-data-dir="$work/browser" --window-size=1300,978 \
    --virtual-time-budget=5000 --screenshot="$work/board.png" "$page" > /dev/null 2>&1
done
appears board

film() {
  cat <<END
<svg xmlns="http://www.w3.org/2000/svg" width="$width" height="$height" viewBox="0 0 $width $height" role="img">
<title>orch add, pick and report in a terminal, ops watch in another, and then the board</title>
END
  sed -n '/<style>/,/^svg/p' "$work/picture"
  echo '@media (prefers-reduced-motion: no-preference) {'
  cat "$work/style"
  printf '}\n</style>\n'
  cat "$work/frames"
  echo "<image class=\"board\" width=\"$width\" height=\"$height\" style=\"clip-path: inset(0 round 8px)\"" \
    "href=\"data:image/png;base64,$(base64 -w 0 "$work/board.png")\"/>"
  echo '</svg>'
}
if [ "${1:-}" = - ]; then
  film
else
  film > "$work/film.svg"
  mv "$work/film.svg" "$root/docs/images/orch.svg"
  echo "wrote docs/images/orch.svg"
fi
