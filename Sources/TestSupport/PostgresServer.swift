import Foundation

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
}
