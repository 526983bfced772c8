#!/bin/sh
task=$(sed -n 's/^Task: //p')
case $task in
  *broken*) echo 'no such page' >&2; exit 3 ;;
  *silent*) exit 0 ;;
esac
echo "- $task" >>CHANGES.md
printf '[REPORT %s]\nStatus: DONE\nFiles:\n- CHANGES.md\nDiff-Summary:\n- added an entry\n' "$ORCH_ITEM_ID"
printf 'Validation:\n- 1 check passed, 0 failed\nRisks:\n- None\nNext:\n- None\n'
