import CommandLineKit
import Host

extension CommandContext {
  /// More than this is no text of a person or an agent.
  public static let inputLimit = 16 << 20

  /// The text of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - name: a path that counts from the current folder, or `-`.
  ///   - what: what the text is, for messages: `report`.
  ///   - mends: whether bytes that are no UTF-8 become U+FFFD, with a warning, for a text
  ///     that must not be lost.
  /// - Throws: what is wrong with the file: missing, unreadable, too long, or not UTF-8.
  public func input(
    _ name: String, _ what: String, mends: Bool = false
  ) throws(CommandError) -> String {
    let source = name == "-" ? "standard input" : name
    let bytes = try inputBytes(name, what)
    guard bytes.count <= Self.inputLimit else {
      throw CommandError(
        code: "too_long", message: "\(source) has more than \(Self.inputLimit >> 20) MB",
        hint: "a \(what) is a text of a few pages", status: .malformedData)
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    guard mends else {
      throw CommandError(
        code: "not_utf8", message: "\(source) is not UTF-8",
        hint: "iconv -t utf-8 converts a text", status: .malformedData)
    }
    warn("\(source) is not UTF-8 (what could not be read stands as U+FFFD)")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a file is there, whose path counts from the current folder.
  public func isFile(_ name: String) -> Bool {
    name.utf8.count < 4096 && !name.utf8.contains(0)
      && (try? FileStatus(of: Path.join(currentDirectory, name)))?.kind == .regular
  }

  /// The bytes of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - name: a path that counts from the current folder, or `-`.
  ///   - what: what the file is, for messages: `report`.
  ///   - limit: bytes; one more than that is read where there are more.
  public func inputBytes(
    _ name: String, _ what: String, limit: Int = CommandContext.inputLimit
  ) throws(CommandError) -> [UInt8] {
    do throws(SystemError) {
      if name == "-" { return try console.input(limit) }
      return try StandardInput.read(Path.join(currentDirectory, name), limit: limit)
    } catch {
      if error.isDirectory {
        throw CommandError(error).hinting("it is a folder; name a file in it")
      }
      guard error.isMissing else { throw CommandError(error) }
      throw CommandError(
        code: "no_input", message: "no \(what) at \(name)",
        hint: "check the path, or write - to read standard input", status: .missingInput)
    }
  }
}
