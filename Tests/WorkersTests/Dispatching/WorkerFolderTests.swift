import Glibc
import Host
import Model
import TestSupport
import Testing
import Workers

@Suite struct WorkerFolderTests {
  private func record(_ claimToken: String = "7-abcdef") throws -> WorkerRecord {
    WorkerRecord(
      id: "A", claimToken: claimToken, storeName: "QUEUE.md", label: "orch-a",
      supervisor: try #require(ProcessIdentity.current), graceSeconds: 10, settingsDigest: "ab")
  }

  @Test func `what is kept is read again, until it is removed`() throws {
    try withTemporaryDirectory { sidecar in
      let folder = WorkerFolder(sidecar: sidecar)
      #expect(try folder.records().isEmpty)
      var record = try record()
      try folder.save(record)
      #expect(try folder.records() == [record])
      record.worker = record.supervisor
      record.ending = .failed(WorkerFailure(.agent, note: "exit 3: a | b", exit: .status(3)))
      record.isSettled = true
      record.startedAt = "2026-01-31T09:00:00+09:00"
      record.endedAt = "2026-01-31T09:01:00+09:00"
      record.contextDigest = "cd"
      (record.exit, record.session, record.model) = (nil, "s-1", "m-1")
      var usage = AgentUsage()
      (usage.outputTokens, usage.microdollars, usage.source) = (7, 12_345, .estimate)
      record.usage = usage
      try folder.save(record)
      try folder.save(try self.record("8-abcdef"))
      #expect(try folder.records().sorted { $0.claimToken < $1.claimToken }.first == record)
      try folder.remove(record)
      try folder.remove(record)
      #expect(try folder.records().map(\.claimToken) == ["8-abcdef"])
    }
  }

  @Test func `a draft stays as long as its supervisor`() throws {
    try withTemporaryDirectory { sidecar in
      let folder = WorkerFolder(sidecar: sidecar)
      try folder.save(try record())
      // No process has an id that large.
      let drafts = ["7-abcdef.json.99999999.new", "7-abcdef.json.\(getpid()).new"]
      for draft in drafts { try NewFile.create("\(folder.path)/\(draft)", text: "{") }
      folder.removeAbandoned()
      #expect(try Directory.names(in: folder.path).sorted() == ["7-abcdef.json", drafts[1]])
    }
  }

  /// A supervisor of an earlier version may run while another version is installed.
  @Test func `the record of an earlier version is read`() throws {
    try withTemporaryDirectory { sidecar in
      let folder = WorkerFolder(sidecar: sidecar)
      try folder.save(try record("8-abcdef"))
      let own = try #require(ProcessIdentity.current)
      try NewFile.create(
        "\(sidecar)/workers/7-abcdef.json",
        text: """
          {"id": "A", "attempt": "7-abcdef", "store": "QUEUE.md", "label": "orch-a",
           "supervisor": {"pid": \(own.id), "start": \(own.start), "boot": "\(own.boot)"},
           "grace_seconds": 10, "settings": "ab", "worker": null,
           "ending": {"failed": "exit 3: a"}, "settled": false}

          """)
      var old = try record()
      old.ending = .failed(WorkerFailure(.agent, note: "exit 3: a"))
      #expect(try folder.records().first { $0.claimToken == "7-abcdef" } == old)
      #expect(old.workerName == "default" && old.adapter == nil && old.contextDigest == nil)
    }
  }

  @Test(arguments: [
    "", "{}", "[", #"{"id":"A","attempt":"7-abcdef"}"#,
    #"{"id":"A","attempt":"../../x","store":"q","label":"l","grace_seconds":1,"#
      + #""supervisor":{"pid":1,"start":1,"boot":"b"}}"#,
  ])
  func `what is no record is none`(_ text: String) throws {
    try withTemporaryDirectory { sidecar in
      let folder = WorkerFolder(sidecar: sidecar)
      try folder.save(try record("8-abcdef"))
      try NewFile.create("\(sidecar)/workers/7-abcdef.json", text: text)
      #expect(try folder.records().map(\.claimToken) == ["8-abcdef"])
    }
  }

  @Test(.enabled(if: CurrentProcess.effectiveUser != 0, "root may read every file"))
  func `a record that can't be read is not taken for none`() throws {
    try withTemporaryDirectory { sidecar in
      let folder = WorkerFolder(sidecar: sidecar)
      try folder.save(try record())
      let path = "\(folder.path)/7-abcdef.json"
      try #require(chmod(path, 0) == 0)
      #expect(throws: SystemError(code: EACCES, action: .read, path: path)) {
        try folder.records()
      }
    }
  }

  @Test(.enabled(if: CurrentProcess.effectiveUser == 0, "only root may give files away"))
  func `of another user's record only the claim is known`() throws {
    try withTemporaryDirectory { sidecar in
      let folder = WorkerFolder(sidecar: sidecar)
      #expect(try folder.claimsOfOtherUsers().isEmpty)
      for token in ["7-abcdef", "8-abcdef"] { try folder.save(try record(token)) }
      try NewFile.create("\(folder.path)/9-abcdef.stopped", text: "{}")
      try #require(mkdir("\(folder.path)/10-abcdef.json", 0o700) == 0)
      for name in ["8-abcdef.json", "9-abcdef.stopped", "10-abcdef.json"] {
        try #require(chown("\(folder.path)/\(name)", 4711, 4711) == 0)
      }
      #expect(try folder.records().map(\.claimToken) == ["7-abcdef"])
      #expect(try folder.claimsOfOtherUsers() == ["8-abcdef"])
    }
  }

  @Test func `a folder that is a link is not followed`() throws {
    try withTemporaryDirectory { sidecar in
      try withTemporaryDirectory { other in
        try WorkerFolder(sidecar: other).save(try record())
        symlink("\(other)/workers", "\(sidecar)/workers")
        let folder = WorkerFolder(sidecar: sidecar)
        #expect(try folder.records().isEmpty && folder.claimsOfOtherUsers().isEmpty)
        #expect(throws: SystemError.link("\(sidecar)/workers")) { try folder.save(try record()) }
      }
    }
  }

  @Test func `the state of the supervisor of a record`() throws {
    func state(_ supervisor: ProcessIdentity, _ ending: WorkerEnding?) -> WorkerRecord.State {
      var record = WorkerRecord(
        id: "A", claimToken: "7-abcdef", storeName: "q", label: "l", supervisor: supervisor,
        graceSeconds: 1, settingsDigest: "ab")
      record.ending = ending
      return record.state
    }
    try withTemporaryDirectory { folder in
      let ready = "\(folder)/ready"
      for name in ["ready", "hold"] { try #require(mkfifo("\(folder)/\(name)", 0o600) == 0) }
      let script = "echo > ready; read line < hold\n"
      try NewFile.create("\(folder)/supervise", text: script)
      func standingOfChild(_ words: [String], _ ending: WorkerEnding?) throws
        -> WorkerRecord.State
      {
        // Open before the child writes, so that neither waits for the other to open it.
        let pipe = open(ready, O_RDONLY | O_NONBLOCK)
        try #require(pipe >= 0)
        defer { close(pipe) }
        let child = try ChildProcess(
          starting: "/bin/sh", words, in: folder, environment: TestEnvironment.base(home: folder))
        defer {
          child.send(SIGKILL)
          _ = child.wait()
        }
        // Its words can be seen once it is in its program.
        var request = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        while poll(&request, 1, -1) < 0, errno == EINTR {}
        return state(try #require(ProcessIdentity(of: Int(child.id))), ending)
      }
      let words = ["supervise", "--queue", "q", "--attempt", "7-abcdef"]
      #expect(try standingOfChild(words, nil) == .running)
      #expect(try standingOfChild(words, .finished) == .running, "it is still at it")
      // One that supervises another claim, and one that does not supervise.
      #expect(try standingOfChild(["supervise", "--attempt", "8-abcdef"], nil) == .killed)
      #expect(try standingOfChild(["-c", script] + words, nil) == .killed)
    }
    let own = try record().supervisor
    #expect(state(own, nil) == .killed)
    let gone = ProcessIdentity(id: own.id, start: own.start + 1, boot: own.boot)
    let elsewhere = ProcessIdentity(id: own.id, start: own.start, boot: "another")
    #expect(state(gone, nil) == .killed)
    #expect(state(gone, .finished) == .ended)
    #expect(state(elsewhere, nil) == .elsewhere)
    #expect(state(elsewhere, .finished) == .ended)
  }
}
