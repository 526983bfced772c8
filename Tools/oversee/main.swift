// oversee SCRIPT GRACE [leave]: supervises a line of shell, and prints its start, output and
// ending.
//
// For HostTests: the effect of a signal to a supervisor on its program can be tested only if the
// supervisor is a separate process. GRACE is in milliseconds.

import Host

func oversee(_ script: String, grace: Int, leavesDescendants: Bool) throws {
  let output = StandardStream.output()
  func say(_ line: String) {
    try? output.write(Array("\(line)\n".utf8))
    try? output.flush()
  }
  let outcome = try Subprocess(
    "/bin/sh", ["-c", script], in: ".", environment: ["PATH": "/usr/bin:/bin"],
    limits: .init(time: .milliseconds(600_000), grace: .milliseconds(grace))
  ).supervise(leavesDescendants: leavesDescendants) { process in
    say("started \(process?.id ?? 0)")
  } onOutput: { stream, bytes in
    say("\(stream): \(String(decoding: bytes, as: UTF8.self).split(separator: "\n"))")
  }
  say("\(outcome.ending)")
}

let words = CommandLine.arguments
guard words.count > 2, let grace = Int(words[2]) else {
  fatalError("usage: oversee SCRIPT GRACE [leave]")
}
try oversee(words[1], grace: grace, leavesDescendants: words.count > 3)
