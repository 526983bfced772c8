#!/bin/sh
# Says each event in a chat: CHAT_URL is an incoming webhook of Slack, Mattermost or Rocket.Chat. The
# address is its secret, so it is no argument of a program. Needs curl and jq.
set -eu
case $CHAT_URL in
  *[@\"\\]* | *'
'*) echo "CHAT_URL has a character that is not allowed here" >&2 && exit 2 ;;
  https://* | http://localhost[:/]* | http://127.0.0.1[:/]*) ;;
  *) echo "CHAT_URL must be https, or http on this machine" >&2 && exit 2 ;;
esac
# What people write into rows is text here, no markup: it is a block of code, in which nobody is
# called, and & < > are escaped as Slack wants it.
message=$(jq -c '{text: ("\(.event) \(.id // .plan // "")\n```\n"
  + (.fact.message // .change.after.notes // "" | .[:500] | gsub("`"; "\u0027")) + "\n```"
  | gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;"))}')
code=$(printf %s "$message" | curl -q -fsS -o /dev/null -w '%{http_code}' --proto =https,http \
  --max-time 20 -H "Content-Type: application/json" --data-binary @- -K /dev/fd/3 3<<END
url = "$CHAT_URL"
END
)
case $code in 2??) ;; *) echo "the chat answered $code" >&2 && exit 1 ;; esac
