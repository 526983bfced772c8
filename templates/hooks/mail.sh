#!/bin/sh
# Mails each event to MAIL_TO, with the mail program of this machine. The message goes through
# standard input, and the subject is encoded: no text of a row is an argument or a header of its own.
# Needs sendmail, as postfix, exim and msmtp have it, and jq.
set -eu
case $MAIL_TO in
  *'
'*) echo "MAIL_TO has a line break" >&2 && exit 2 ;;
esac
PATH=$PATH:/usr/sbin:/usr/lib
message=$(jq -r '"Subject: =?UTF-8?B?\("\(.event) \(.id // .plan // "")" | .[:60] | @base64)?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

\(.event) \(.id // .plan // "")
\(.fact.message // .change.after.notes // "")
by \(.change.actor) with \(.change.command) at \(.change.ts)"')
printf 'To: %s\n%s\n' "$MAIL_TO" "$message" | sendmail -t -oi
