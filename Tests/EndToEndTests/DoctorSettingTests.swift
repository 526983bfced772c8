import Foundation
import TestSupport
import Testing

/// What `ops doctor` finds in settings, clock and PATH.
@Suite struct DoctorSettingTests {
  @Test func `settings that cannot be read are findings, each of them`() throws {
    let scene = try DoctorTests.usedScene()
    try scene.write(
      #"{"tz_ofset": 9, "max_attempts": -1, "kpi_stale_minutes": 5}"#, to: "orch.json")
    let environment = ["ORCH_TZ_OFFSET": "east", "ORCH_NOW": "soon"]
    try expect(
      scene.complaints(["--lock-timeout", "long"], environment: environment),
      is: [
        "fail clock invalid value 'soon' for ORCH_NOW "
          + "(it must be epoch seconds, YYYY-MM-DD HH:MM, or xN@EPOCH for N times as fast)",
        "fail settings invalid value 'east' for ORCH_TZ_OFFSET "
          + "(it must be hours east of UTC, such as 9 or -3.5)",
        "fail settings invalid value 'long' for --lock-timeout (it must be seconds, 0 to 86400)",
        "fail settings ~/orch.json: unknown key 'tz_ofset' (did you mean tz_offset?)",
        "fail settings ~/orch.json: invalid value -1 for 'max_attempts' "
          + "(it must be a whole number, 0 or more)", "status 1",
      ])
    let output = try scene.doctor(environment: environment).output
    #expect(output.contains("setting  tz_offset = east  (environment)\n"))
    #expect(output.contains("setting  kpi_stale_minutes = 5  (orch.json)\n"))
  }

  @Test func `a file of settings that is broken`() throws {
    let scene = try DoctorTests.usedScene()
    try scene.write("{", to: "orch.json")
    try expect(
      scene.complaints(),
      is: [
        "fail settings ~/orch.json: line 1, column 2: unexpected end of JSON "
          + "(fix the file; it must be JSON)", "status 1",
      ])
    try FileManager.default.removeItem(atPath: scene.path("orch.json"))
    try scene.makeFolder("orch.json")
    try expect(
      scene.complaints(),
      is: [
        "fail settings cannot read ~/orch.json: Is a directory (the settings must be a file)",
        "status 1",
      ])
  }

  @Test func `a run log that is a file of the queue`() throws {
    let scene = try DoctorTests.usedScene()
    try expect(
      scene.complaints(["--log-path", "QUEUE.md"]),
      is: [
        "fail run log the run log cannot be ~/QUEUE.md, which belongs to the queue "
          + "(use another --log-path)", "status 1",
      ])
    try expect(scene.complaints(["--log-path", "QUEUE.md", "--no-log"]), is: ["status 0"])
    try scene.write("", to: "log")
    try #require(chmod(scene.path("log"), 0o444) == 0)
    try scene.makeFolder("logs")
    for path in ["log", "logs"] {
      try expect(
        scene.complaints(["--log-path", path]),
        is: [
          "warn run log ~/\(path) is not writable, so runs are not logged "
            + "(make it a writable file, choose another --log-path, or use --no-log)",
          "status 0",
        ])
    }
  }

  @Test func `times in the future, and a clock that stands still`() throws {
    let scene = try Scene(
      rows: row("A", "IN_PROGRESS", started: "2099-01-01 00:00"),
      row("B", "IN_PROGRESS", started: "2098-01-01 00:00"),
      row("C", "IN_PROGRESS", started: "2020-01-01 00:00"),
      row("D", "DONE", started: "2099-01-01 00:00"))
    let later = Date(timeIntervalSince1970: 4_070_908_800)  // 2099-01-01 09:00 in Korea
    try FileManager.default.setAttributes([.modificationDate: later], ofItemAtPath: scene.queue)
    try expect(
      scene.complaints(environment: ["ORCH_NOW": Scene.now]),
      is: [
        "warn clock ORCH_NOW freezes the time at 2026-01-31 18:00 "
          + "(unset ORCH_NOW, which is for tests)",
        "warn clock the queue was saved in the future, at 2099-01-01 09:00 "
          + "(touch the file, and check the clock of the machine that saved it)",
        "warn clock IN_PROGRESS with a start in the future: A, and 1 more (set started_at_kst in "
          + "the file: until then its time counts from when ops watchdog first "
          + "sees it)", "status 0",
      ])
  }

  @Test func `another program of the same name comes first`() throws {
    let scene = try DoctorTests.usedScene()
    try scene.makeFolder("bin")
    try scene.write("#!/usr/bin/env python3\nprint()\n", to: "bin/orch")
    try scene.write("#!/usr/bin/env python3\nprint()\n", to: "bin/ops")
    try #require(chmod(scene.path("bin/orch"), 0o755) == 0)
    try expect(
      scene.complaints(environment: ["PATH": "bin:\(Scene.binaries)"]),
      is: [
        "warn PATH orch is ~/bin/orch, a script (#!/usr/bin/env python3) "
          + "(put BIN before ~/bin in PATH)", "status 0",
      ])
    try expect(
      scene.complaints(environment: ["PATH": "/nowhere", "LANG": ""]),
      is: [
        "warn PATH there is no orch on the PATH (add BIN to PATH)",
        "warn PATH there is no ops on the PATH (add BIN to PATH)",
        "warn locale LANG is not set: a terminal may not show Korean or emoji "
          + "(export LANG=C.UTF-8)", "status 0",
      ])
  }
}
