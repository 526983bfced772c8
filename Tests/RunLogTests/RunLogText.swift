/// Lines of run logs, as our own programs write them.
func startLine(_ command: String = "pick") -> String {
  #"{"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000123,"event":"run_start","#
    + #""trace_id":"t","command":"\#(command)"}"#
}

/// A run that ended; `duration` is what stands in the line.
func endLine(_ command: String = "pick", exitCode: Int = 0, duration: String = "10") -> String {
  #"{"ts_kst":"2026-01-31T18:00:00+09:00","ts_epoch_ms":1769850000123,"event":"run_end","#
    + #""trace_id":"t","command":"\#(command)","exit_code":\#(exitCode),"status":"ok","#
    + #""item_id":null,"duration_ms":\#(duration)}"#
}
