#!/bin/sh
# Sends each event to the phones that follow NTFY_URL, such as https://ntfy.sh/a-long-random-topic;
# NTFY_TOKEN is that of a topic with a login, if any. Needs curl and jq.
set -eu
case $NTFY_URL${NTFY_TOKEN-} in
  *[@\"\\]* | *'
'*) echo "NTFY_URL or NTFY_TOKEN has a character that is not allowed here" >&2 && exit 2 ;;
  https://* | http://localhost[:/]* | http://127.0.0.1[:/]*) ;;
  *) echo "NTFY_URL must be https, or http on this machine" >&2 && exit 2 ;;
esac
login=
[ -z "${NTFY_TOKEN-}" ] || login="header = \"Authorization: Bearer $NTFY_TOKEN\""
message=$(jq -r '"\(.event) \(.id // .plan // "")\n"
  + (.fact.message // .change.after.notes // "" | .[:500])')
code=$(printf %s "$message" | curl -q -fsS -o /dev/null -w '%{http_code}' --proto =https,http \
  --max-time 20 -H "Title: Task queue" --data-binary @- -K /dev/fd/3 3<<END
url = "$NTFY_URL"
$login
END
)
case $code in 2??) ;; *) echo "the server answered $code" >&2 && exit 1 ;; esac
