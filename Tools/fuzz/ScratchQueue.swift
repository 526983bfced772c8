import Door
import Host
import Table
import TestSupport

/// A queue that each input finds as it was. No program is found, because there is no `PATH`, and no
/// wait takes time.
final class ScratchQueue {
  let folder: String
  let time = FakeClock()
  let opening: Opening

  var path: String { "\(folder)/QUEUE.md" }

  private static let rows = [
    QueueFixture.row("A"), QueueFixture.row("B", notes: "after=A"),
    QueueFixture.row("C", "IN_PROGRESS", owner: "me"),
    QueueFixture.row("D", "BLOCKED", notes: "awaits=answer / question=1"),
    QueueFixture.row("E", "BLOCKED", notes: "awaits=approval"),
    QueueFixture.row("F", "FAILED", "P0"), QueueFixture.row("G", "DONE"),
  ]
  static let text = QueueFixture.text(rows.joined(separator: "\n"))

  /// Makes the folder in that of temporary files.
  init() throws {
    var temporary = try TemporaryFolder(environment: .process)
    temporary.retain()
    folder = "\(temporary.path)/queue"
    let home = "\(temporary.path)/home"
    for path in [folder, home] { try Directory.create(path, permissions: 0o700) }
    var opening = Opening(
      .file("\(folder)/QUEUE.md"), in: folder, environment: Environment(["HOME": home]),
      program: "orch", clock: time.clock)
    opening.writesLog = false
    self.opening = opening
  }

  /// Makes the queue anew, a minute later.
  func reset() throws {
    time.wait(.seconds(60))
    for name in try Directory.names(in: folder) {
      let path = "\(folder)/\(name)"
      // A stream of the server may make a file there meanwhile.
      let isRemoved =
        (try? Directory.remove(path)) != nil
        || (1...100).contains { _ in Directory.removeTree(path) }
      expect(isRemoved, "\(name) can't be removed")
    }
    try writeAged(Self.text, to: path)
  }

  /// Stops the process if a row is gone, or can't be read.
  func check() throws {
    let file = try FileDescriptor(opening: path, for: .reading).readWhole()
    let queue = try QueueDocument(QueueBytes(file))
    expect(
      queue.malformedRowCount == 0 && "ABCDEFG".allSatisfy { queue.contains(String($0)) },
      "rows are gone or malformed:\n\(String(decoding: file, as: UTF8.self))")
  }
}
