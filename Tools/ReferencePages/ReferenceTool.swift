public import CommandLineKit
public import Host

/// The developers' program: writes the generated files anew, or says which are
/// stale; and makes pictures of screens.
public struct ReferenceTool {
  /// The project's folder.
  let root: String

  /// Reads standard input, to a limit in bytes.
  private let input: (Int) throws(SystemError) -> [UInt8]

  public init(
    root: String, input: @escaping (Int) throws(SystemError) -> [UInt8] = StandardInput.read(limit:)
  ) {
    self.root = root
    self.input = input
  }

  static let usage = "usage: reference [--check | --picture COLUMNS TITLE < SCREEN]"

  public struct Outcome: Equatable {
    public var status: ExitStatus
    public var output: [String] = []
    public var errors: [String] = []
  }

  /// Runs this process's own command line, in the current folder.
  public static func main() -> Int32 {
    let tool = ReferenceTool(root: (try? Path.currentDirectory()) ?? ".")
    let outcome = tool.run(Array(CommandLine.arguments.dropFirst()))
    do throws(SystemError) {
      let (output, errors) = (StandardStream.output(), StandardStream.error())
      for line in outcome.output { try output.write(Array("\(line)\n".utf8)) }
      for line in outcome.errors { try errors.write(Array("\(line)\n".utf8)) }
      try output.flush()
      try errors.flush()
      return outcome.status.rawValue
    } catch {
      return ExitStatus.inputOutput.rawValue
    }
  }

  public func run(_ arguments: [String]) -> Outcome {
    do throws(ReferenceError) {
      switch arguments {
      case []: return Outcome(status: .success, output: try refresh().map { "wrote \($0.path)" })
      case ["--check"]: return try check()
      case let words where words.count == 3 && words[0] == "--picture":
        return picture(words[1], title: words[2])
      case ["--help"], ["-h"]: return Outcome(status: .success, output: [Self.usage])
      default: return Outcome(status: .usage, errors: [Self.usage])
      }
    } catch {
      return Outcome(status: .malformedData, errors: ["ERROR: \(error)"])
    }
  }

  /// Makes a picture of a screen that tmux captured.
  private func picture(_ columns: String, title: String) -> Outcome {
    guard let columns = Int(columns), (1...1000).contains(columns) else {
      return Outcome(status: .usage, errors: [Self.usage])
    }
    do throws(SystemError) {
      let screen = String(decoding: try input(1 << 20), as: UTF8.self)
      let picture = ScreenPicture(of: screen, columns: columns, title: title).svg
      return Outcome(status: .success, output: [String(picture.dropLast())])
    } catch {
      return Outcome(status: .missingInput, errors: ["ERROR: \(error)"])
    }
  }

  /// Writes what is stale.
  private func refresh() throws(ReferenceError) -> [ReferenceFile] {
    let stale = try staleFiles()
    for file in stale {
      try file.write(try file.generated(from: try file.committed(in: root)), in: root)
    }
    return stale
  }

  private func check() throws(ReferenceError) -> Outcome {
    let stale = try staleFiles()
    if stale.isEmpty { return Outcome(status: .success) }
    return Outcome(
      status: .refused,
      errors: stale.map { "\($0.path) is stale (run automation/reference.sh)" })
  }

  private func staleFiles() throws(ReferenceError) -> [ReferenceFile] {
    var stale: [ReferenceFile] = []
    for file in ReferenceFile.allCases {
      let committed = try file.committed(in: root)
      if try file.generated(from: committed) != committed { stale.append(file) }
    }
    return stale
  }
}
