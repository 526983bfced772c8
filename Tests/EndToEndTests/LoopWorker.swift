/// The worker of the loop's tests: a script that does small tasks on the files of its folder,
/// well or badly, as the task of its row says.
///
/// `runs/ID` gets a line for each start. The file `twice` is there once a row's worker began
/// while another one of the same row, or a child of it, was still at work.
enum LoopWorker {
  static let script = #"""
    #!/bin/bash
    while read -r line; do
      case $line in 'Task: '*) task=${line#Task: };; esac
    done
    exec 9>> "runs/$ORCH_ITEM_ID"
    flock --nonblock 9 || echo "$ORCH_ITEM_ID" >> twice
    echo "$ORCH_ATTEMPT" >&9
    report() {
      printf '%s\n' "[REPORT $1]" 'Status: DONE' 'Files:' "- $2" 'Diff-Summary:' "- $3" \
        'Validation:' '- sh check.sh: 1 passed, 0 failed' 'Risks:' '- None' 'Next:' '- None'
    }
    # Signals the test that it is at work, and waits until it may go on.
    pause() {
      mkfifo -m 600 "go-on-$ORCH_ITEM_ID" 2> /dev/null
      echo "$ORCH_ITEM_ID $$" > at-work
      read -r < "go-on-$ORCH_ITEM_ID"
    }
    [ "$task" = 'Hand over' ] || echo "reading the task of $ORCH_ITEM_ID"
    case $task in
      'Write the greeting')
        echo 'Hello' > greeting.txt
        sh check.sh && report "$ORCH_ITEM_ID" greeting.txt 'wrote the greeting';;
      'Edit the greeting')
        sed -i 's/Hello/Hello, world/' greeting.txt
        sh check.sh && report "$ORCH_ITEM_ID" greeting.txt 'edited the greeting';;
      'Take two attempts')
        if [ ! -e half.txt ]; then
          echo 'half' > half.txt
          echo 'the disk was full' >&2
          exit 7
        fi
        echo 'whole' >> half.txt
        report "$ORCH_ITEM_ID" half.txt 'wrote both halves';;
      'Promise a file') report "$ORCH_ITEM_ID" promised.txt 'wrote the file, and it is good';;
      'Hang')
        trap '' TERM
        sleep 1000 &
        echo 'still there'
        wait;;
      'Die') kill -KILL $$;;
      'Report twice')
        echo 'once' > once.txt
        report "$ORCH_ITEM_ID" once.txt 'wrote once' > report.txt
        $ORCH report --file report.txt $OPTIONS >&2
        cat report.txt;;
      'Rewrite the check')
        sed -i 's/"sh", "check.sh"/"true"/' orch.json
        report "$ORCH_ITEM_ID" greeting.txt 'wrote it with ghp_'"$(printf 'A%.0s' {1..36})" > report.txt
        $ORCH report --file report.txt $OPTIONS > said 2>&1;;
      'Report for '*) report "${task#Report for }" greeting.txt 'wrote the greeting';;
      'Say nothing') echo 'I think that is all';;
      'Pause'*)
        # Children in its own session and outside of it.
        sleep 1000 &
        setsid sleep 1000 &
        case $task in *'not listen') trap '' TERM; setsid sleep 1000 & esac
        pause
        kill $(jobs -p)
        echo 'done' > "$ORCH_ITEM_ID.txt"
        report "$ORCH_ITEM_ID" "$ORCH_ITEM_ID.txt" 'took a pause';;
      'Hand over') echo "session-of-$ORCH_ITEM_ID";;
      'Refuse') echo 'no session is free' >&2; exit 3;;
      *)
        echo "$task" > "$ORCH_ITEM_ID.txt"
        report "$ORCH_ITEM_ID" "$ORCH_ITEM_ID.txt" 'did it';;
    esac
    """#

  /// What `cmd: test` runs, and the worker itself.
  static let check = "grep -q '^Hello' greeting.txt\n"
}
