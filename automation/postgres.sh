#!/usr/bin/env bash
# Starts a PostgreSQL server on a socket in a new folder, to try a queue on it, and prints the
# queue's address:
#
#   automation/postgres.sh
#   orch init --db 'postgresql:///orch?host=/tmp/orch-postgres.XXXX'   # in another terminal
#
# The server and its folder exist until you press Enter, or the input ends. The server is for tests:
# it listens on no network, and lets in every user of this machine. With ORCH_POSTGRES_RESTARTS=1 it
# is started again after it was killed, as a service manager does.
set -euo pipefail
cd "$(dirname "$0")/.."
automation/setup.sh test

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb)")
# A socket's path may have 107 bytes.
folder=$(mktemp -d "${ORCH_POSTGRES_FOLDER:-/tmp}/orch-postgres.XXXX")

# PostgreSQL refuses to run as root.
own=()
if [ "$(id -u)" = 0 ]; then
  chown postgres: "$folder"
  own=(setpriv --reuid=postgres --regid=postgres --init-groups)
fi
chmod 755 "$folder"
run() { (cd "$folder" && HOME=$folder "${own[@]}" "$@"); }

# The server's process may be restarted, and a test may block signals of a shell.
server=
finish() {
  touch "$folder/ended"
  kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

run "$bin/initdb" --no-sync --auth=trust --username=orch --encoding=UTF8 --locale=C \
  -D "$folder/data" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 69; }
# fsync is off: only a crash of the machine could lose data, and it would end the tests, too.
serve() {
  cd "$folder"
  HOME=$folder exec "${own[@]}" "$bin/postgres" -D "$folder/data" -k "$folder" \
    -c listen_addresses= -c fsync="${ORCH_POSTGRES_FSYNC:-off}" -c max_connections=200 \
    -c log_min_messages=fatal ${ORCH_POSTGRES_OPTIONS:-} </dev/null >>"$folder/log" 2>&1
}
(
  while [ ! -e "$folder/ended" ]; do
    (serve) || true
    [ -n "${ORCH_POSTGRES_RESTARTS:-}" ] || break
    sleep 0.1 # The server's shared memory is freed with its last process.
  done
) &
server=$!
until "$bin/psql" -qX -h "$folder" -U orch -d postgres -c 'CREATE DATABASE orch' \
  >/dev/null 2>&1; do
  kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; exit 69; }
  sleep 0.1
done
echo "postgresql://orch@/orch?host=$folder"
read -r _ || true
