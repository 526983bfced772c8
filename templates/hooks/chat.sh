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
# What people write into rows is text here, no markup: & < > are escaped as Slack wants it.
message=$(jq -c '{text: ("\(.event) \(.id // "")\n\(.change.after.notes // "" | .[:500])"
  | gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;"))}')
printf %s "$message" | curl -q -fsS -o /dev/null --proto =https,http --max-redirs 0 --max-time 20 \
  -H "Content-Type: application/json" --data-binary @- -K /dev/fd/3 3<<END
url = "$CHAT_URL"
END
