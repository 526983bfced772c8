/// The first line of a script, which names what runs it: `#!/bin/sh`.
struct InterpreterLine {
  /// Absolute, or counted from the folder where the script starts.
  let path: String
  /// What follows, as the one word that the kernel makes of it; empty where there is none.
  private let argument: Substring

  /// As many bytes as the kernel looks at. Source: execve(2).
  private static let longest = 256

  /// - Parameter file: `nil` where it is no script, or can't be read.
  init?(of file: String) {
    guard let descriptor = try? FileDescriptor(opening: file, for: .reading),
      let bytes = try? descriptor.read(Self.longest, at: 0), bytes.starts(with: "#!".utf8),
      let line = String(
        validating: bytes.dropFirst(2).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    else { return nil }
    let text = line.drop(while: Self.isBlank)
    let path = text.prefix { !Self.isBlank($0) }
    if path.isEmpty { return nil }
    self.path = String(path)
    argument = text.dropFirst(path.count).drop(while: Self.isBlank)
  }

  private static func isBlank(_ character: Character) -> Bool {
    character == " " || character == "\t"
  }

  /// The program that `/usr/bin/env NAME` looks for in `PATH`; `nil` where that is not what it
  /// does, or options of its own decide it.
  var programOfEnv: String? {
    guard Path.name(of: path) == "env" else { return nil }
    let isSplit = argument.hasPrefix("-S")
    let words = isSplit ? argument.dropFirst(2).split(whereSeparator: Self.isBlank) : [argument]
    let program = words.first { !$0.utf8.contains(UInt8(ascii: "=")) }
    return program.flatMap { $0.isEmpty || $0.hasPrefix("-") ? nil : String($0) }
  }
}
