import Foundation
import Synchronization

/// A PostgreSQL server for the tests of this process. `automation/postgres.sh` starts it at the
/// first use, and it ends with the process.
public enum PostgresServer {
  /// `postgresql://orch@/orch?host=FOLDER`
  public static var address: String { service.line }

  private static let service = try! Service("\(Project.folder)/automation/postgres.sh")

  /// The folder of the server's socket.
  static var folder: String { String(address.split(separator: "host=").last ?? "") }

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

/// A program that prints a line as soon as it serves, and ends when its standard input ends.
//
// `@unchecked` is safe, because no property changes after `init`.
public final class Service: @unchecked Sendable {
  /// The line that the program printed.
  public let line: String
  private let process = Process()
  private let input = Pipe()

  /// Starts the program, and waits for its line.
  ///
  /// - Parameters:
  ///   - program: the path of an executable file.
  ///   - arguments: the arguments of the program.
  ///   - environment: variables in addition to those of this process.
  public init(
    _ program: String, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Nothing has to be written to this pipe: it ends with this process.
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    var line: [UInt8] = []
    while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 10 {
      line.append(byte)
    }
    self.line = String(decoding: line, as: UTF8.self)
  }

  /// Ends the program, and waits until it has ended.
  public func end() {
    // A line is written, because other processes may have inherited the pipe and keep it open.
    try? input.fileHandleForWriting.write(contentsOf: Data("end\n".utf8))
    process.waitUntilExit()
  }
}
