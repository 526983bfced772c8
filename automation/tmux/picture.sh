#!/usr/bin/env bash
# Makes docs/images/ops-watch.svg: a real screen of 'ops watch' that shows a queue with workers at
# work. The script builds the queue in a folder of its own. The clock is stopped, so that the
# picture is the same each time.
#
#   automation/tmux/picture.sh           writes the picture
#   automation/tmux/picture.sh -         prints it
#
# PATH has orch, ops and reference, or BIN names their folder.
set -euo pipefail
columns=110 rows=32
source "$(dirname "$0")/scene.sh" orch ops reference tmux
cleanup() {
  tmux kill-server 2> /dev/null || true
  # Workers end with their rows.
  for id in 41 42 43; do
    orch release -q "SHOP-0$id" --force --queue "$work/shop/QUEUE.md" > /dev/null 2>&1 || true
  done
  rm -rf "$work"
}
trap cleanup EXIT

mkdir -p "$work/shop"
chmod 755 "$work" "$work/shop"
cd "$work/shop"

add() { # ID PRIORITY TASK CRITERION MORE…
  orch add -q --id "SHOP-0$1" --priority "$2" --task "$3" --success-criteria "$4" "${@:5}" > /dev/null
}

# This worker works until its row is taken from it.
cat > worker.sh <<'END'
#!/bin/sh
exec sleep 600
END
chmod 755 worker.sh
cat > orch.json <<'END'
{"spawn": {"kind": "worker", "argv": ["./worker.sh"], "timeout_seconds": 3600, "grace_seconds": 1},
 "max_workers": 3}
END
chmod 644 orch.json

at 09:00
as planner
orch init -q > /dev/null
ORCH_OWNER_SESSION= orch trust --yes -q > /dev/null
add 36 P1 '결제 모듈의 회귀 테스트를 정리한다' 'tests/payment passes'
add 37 P2 'Update the license headers' 'every file has one'
add 38 P1 'Cache the product list' 'p95 below 80 ms'
add 39 P0 '로그인 실패 메시지를 다듬는다' '세 언어 모두 번역되어 있다'
add 40 P1 'Move the images to the new bucket' 'no link is broken'
add 41 P0 '주문 내역 화면에 페이지 나누기를 넣는다' 'tests/orders passes'
add 42 P1 'Rewrite the search index' 'a query takes 20 ms' --notes 'touches=search/'
add 43 P1 '배송 상태 알림을 보낸다' 'a mail arrives' --notes 'touches=mail/'
add 44 P1 'Show similar products' 'three of them' --notes 'touches=search/'
add 45 P1 '관리자 화면에서 재고를 고친다' 'tests/stock passes' --after SHOP-040
add 46 P2 'Write the release notes' 'docs/release.md' --after SHOP-045 --due-at-kst '2026-03-02 18:00'
add 47 P2 '운영 문서를 새로 쓴다' 'docs/ops.md' --due-at-kst '2026-03-03 12:00'

at 09:05
for id in 36 37 39; do
  as "worker-$id"
  orch pick -q --id "SHOP-0$id" > /dev/null
  orch done -q "SHOP-0$id" --notes 'tests passed' > /dev/null
done
as worker-40
orch pick -q --id SHOP-040 > /dev/null
orch fail -q SHOP-040 --notes 'the new bucket refuses the key' > /dev/null
as planner
orch block -q SHOP-038 --notes 'waits for the numbers of the load test' > /dev/null

# Three workers that orch itself starts.
unset ORCH_OWNER_SESSION
for time in 09:31 09:40 09:52; do
  at "$time"
  orch tick -q --parallel 1 > /dev/null 2>&1
done

shows_keys() { screen 2> /dev/null | grep -q 'q quit'; }
chose() { screen 2> /dev/null | grep "$(printf '\033')\[[0-9;]*7[;m]" | grep -q "$1"; }

at 10:04
tmux -f /dev/null new-session -d -x "$columns" -y "$rows" "ops watch"
await 'its keys' shows_keys
# One row is chosen.
tmux send-keys Down Down Down Down
await 'SHOP-044 as the chosen row' chose SHOP-044
picture() {
  screen | reference --picture "$columns" \
    'ops watch: counts, workers with their leases, what waits and why, and the last changes'
}
if [ "${1:-}" = - ]; then
  picture
else
  mkdir -p "$root/docs/images"
  picture > "$work/picture.svg"
  mv "$work/picture.svg" "$root/docs/images/ops-watch.svg"
  echo "wrote docs/images/ops-watch.svg"
fi
