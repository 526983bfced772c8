// record PROGRAMS FILE [N]: runs N seeded sequences of commands, by default 200, with the orch and
// ops in the folder PROGRAMS, each on a table and on a database. Writes their output, statuses,
// queue, journal, history and run log to FILE. Recordings of the same behaviour are equal byte by
// byte, so they can show that a change of the code does not change the behaviour. Not installed.

import Foundation
import Glibc

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count >= 2, let count = Int(arguments.count > 2 ? arguments[2] : "200"),
  count > 0
else {
  FileHandle.standardError.write(Data("usage: record PROGRAMS FILE [N]\n".utf8))
  exit(64)
}
let programs = URL(filePath: arguments[0]).standardizedFileURL.path
_ = FileManager.default.createFile(atPath: arguments[1], contents: nil)
guard let file = FileHandle(forWritingAtPath: arguments[1]) else {
  FileHandle.standardError.write(Data("record: \(arguments[1]) may not be written\n".utf8))
  exit(73)
}
for seed in 1...count {
  for isTable in [true, false] {
    let steps = RecordedSequence.steps(seed: UInt64(seed), isTable: isTable)
    let recording = try Recorder(programs: programs, isTable: isTable).play(steps)
    file.write(Data("=== sequence \(seed), \(isTable ? "table" : "database")\n\(recording)".utf8))
  }
}
