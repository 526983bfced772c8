# For the talks.
umask 022

# What commands say to a pipe, and on a terminal in Korean.
both() {
  local english='echo "> $command"; eval "$command" </dev/null || echo "status $?"'
  local command
  for command; do eval "$english"; done
  SHELL=/bin/bash LANG=ko_KR.UTF-8 script -qec \
    "stty cols 500 -onlcr; for command in ${*@Q}; do $english; done" /dev/null </dev/null
}

# As `both`, and what they say as JSON.
three() {
  local command
  for command; do eval "$command --json" </dev/null || true; done
  both "$@"
}

# What a tick says while orch.json has each of these members.
settings() {
  local member commands=()
  for member; do commands+=("echo ${member@Q} | sed 's/.*/{&}/' >orch.json; orch tick"); done
  both "${commands[@]}"
  rm orch.json
}

# The same with each of these members of a worker.
workers() {
  local member members=()
  for member; do members+=("\"workers\": {\"a\": {$member}}"); done
  settings "${members[@]}"
}

# Makes the table's last save an old one: a young one is waited for, or not yet an edit.
old() { touch -d 2001-01-01 QUEUE.md; }

# What a server answers to requests, each a method, a path and options of curl. The token is
# TOKEN, else that of the file; SERVE has options of the server.
requests() {
  local line base request id token=${TOKEN-$(cat token)}
  mkfifo url
  orch serve --listen 127.0.0.1:0 $SERVE >url &
  id=$!
  read -r line <url
  base=${line##* }
  for request; do
    echo "> $request"
    eval "curl -sS -w '%{http_code}\n' -H 'Authorization: Bearer $token' -X ${request/ / $base}" |
      sed "s|$base|http://127.0.0.1:PORT|g; s|\"build\":\"[^\"]*\"|\"build\":\"BUILD\"|;
        s|trace-[0-9a-f]*|trace-N|g"
  done
  kill "$id"
  wait "$id"
  rm url
}
