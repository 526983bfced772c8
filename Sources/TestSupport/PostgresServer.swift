import Foundation
import Synchronization

/// A PostgreSQL server for the tests of this process, which `automation/postgres.sh` starts at the
/// first use, and which ends with the process.
public enum PostgresServer {
  /// `postgresql://orch@/orch?host=FOLDER`
  public static let address: String = {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "\(Project.folder)/automation/postgres.sh")
    // Nobody writes to it; its end is that of this process.
    process.standardInput = input
    process.standardOutput = output
    try! process.run()
    var line: [UInt8] = []
    while let byte = try? output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }()

  private static let input = Pipe()

  /// The address of the queue in a schema of the server.
  public static func address(ofSchema schema: String) -> String {
    address + "&options=-csearch_path%3D\(schema)"
  }

  private static let count = Mutex(0)

  /// The address of a new schema, without a queue.
  public static func newSchema(_ name: String) throws -> String {
    let number = count.withLock {
      $0 += 1
      return $0
    }
    let schema = "\(name)_\(number)"
    let made = try run("psql", [address, "-qX", "-c", "CREATE SCHEMA \(schema)"], in: "/")
    guard made.status == 0 else { throw Failure(outcome: made) }
    return address(ofSchema: schema)
  }

  private struct Failure: Error { let outcome: ChildProcess.Ending }
}
