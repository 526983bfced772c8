public import Door
public import Host
import Model
public import QueueStore
public import Text

// Standard output, standard error and input of a command.

// MARK: Standard output

extension CommandContext {
  public func print(_ line: String) throws { try write(Array(line.utf8) + [10]) }

  /// Prints a line at once, and ignores failures.
  ///
  /// - Returns: whether the line was written; false if the reader has closed the pipe.
  package func printIfPossible(_ line: String) -> Bool {
    console.output.writeIfPossible(line + "\n")
  }

  /// Prints one document on one line.
  public func print(_ answer: some FieldValue) throws {
    var bytes: [UInt8] = []
    answer.write(to: &bytes)
    bytes.append(10)
    try write(bytes)
  }

  /// Prints a document with one list, element by element, so that memory does not grow with it.
  ///
  /// - Parameters:
  ///   - name: the key of the list.
  ///   - visit: calls the function that it gets for each element, with what appends the element.
  public func print(
    listNamed name: String,
    _ visit: (_ element: (_ append: (inout [UInt8]) -> Void) throws -> Void) throws -> Void
  ) throws {
    var bytes = Array("{\"\(name)\":[".utf8)
    var isFirst = true
    try visit { append in
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(&bytes)
      if bytes.count > 1 << 16 {
        try self.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try self.write(bytes + Array("]}\n".utf8))
  }

  /// Prints a line in the language of the terminal.
  public func print(_ sentence: Sentence) throws { try print(sentence(language)) }

  package func print(
    _ english: String, _ korean: @autoclosure @escaping @Sendable () -> String
  ) throws {
    try print(Sentence(english, korean()))
  }

  /// Prints one document with `--json`, or else a line in the language of the terminal.
  public func print(
    _ answer: @autoclosure () throws -> some FieldValue, or sentence: @autoclosure () -> Sentence
  ) throws {
    if shared.isJSON { try print(answer()) } else { try print(sentence()) }
  }

  /// Prints one document with `--json`, or else a line of text.
  public func print(
    _ answer: @autoclosure () throws -> some FieldValue, or line: @autoclosure () throws -> String
  ) throws {
    if shared.isJSON { try print(answer()) } else { try print(line()) }
  }

  /// Prints one document with `--json`, or else lines of text.
  public func print(
    _ answer: @autoclosure () throws -> some FieldValue,
    or lines: @autoclosure () throws -> [String]
  ) throws {
    if shared.isJSON { return try print(answer()) }
    for line in try lines() { try print(line) }
  }

  /// Writes a text unchanged, without adding a line feed.
  public func write(_ text: String) throws { try write(Array(text.utf8)) }

  public func write(_ bytes: [UInt8]) throws {
    try ignoringBrokenPipe { () throws(SystemError) in try console.output.write(bytes) }
  }

  /// Writes text that a worker or the author of a row chose: unchanged into a pipe, but with control
  /// characters spelled out on a terminal.
  package func write(foreign bytes: [UInt8]) throws {
    guard isOnTerminal else { return try write(bytes) }
    for line in LogText.lines(of: bytes) { try print(line) }
  }

  public func flush() throws {
    try ignoringBrokenPipe { () throws(SystemError) in try console.output.flush() }
  }

  /// Writes bytes and flushes them.
  ///
  /// - Returns: false if the reader has closed the pipe.
  package func writeAtOnce(_ bytes: [UInt8]) throws -> Bool {
    try ignoringBrokenPipe { () throws(SystemError) in
      try console.output.write(bytes)
      try console.output.flush()
    }
  }

  /// Ignores the error of a pipe that its reader closed early, as in `orch list | head`.
  ///
  /// - Returns: whether the pipe is still open.
  @discardableResult
  private func ignoringBrokenPipe(_ body: () throws(SystemError) -> Void) throws -> Bool {
    do { try body() } catch {
      if !error.isBrokenPipe { throw Problem.notPrinted(error) }
      return false
    }
    return true
  }

  public var paint: Paint { environment.paint(shared.color, for: console.output) }

  public var isOnTerminal: Bool { console.output.isTerminal }

  /// The columns of the terminal; else `COLUMNS`, or 80.
  public var width: Int {
    if let width = console.output.width { return width }
    return environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? 80
  }
}

// MARK: Standard error

extension CommandContext {
  var paintForErrors: Paint { environment.paint(shared.color, for: console.errors) }

  package func warn(_ sentence: Sentence) { warn(sentence(languageForErrors)) }

  package func warn(_ english: String, _ korean: @autoclosure @escaping @Sendable () -> String) {
    warn(Sentence(english, korean()))
  }

  /// Prints a warning once, unless the command is quiet.
  public func warn(_ text: String) {
    if !shared.isQuiet { warnEvenIfQuiet(text) }
  }

  public func warnEvenIfQuiet(_ text: String) {
    printErrorOnce(
      "\(paintForErrors(Sentence.warning(languageForErrors), .yellow)) \(text.escaped)")
  }

  /// Prints a line on standard error that is not a warning.
  package func printNotice(
    _ english: String, _ korean: @autoclosure @escaping @Sendable () -> String
  ) {
    console.printError(Sentence(english, korean())(languageForErrors).escaped)
  }

  /// Prints an error that does not end the command.
  public func printError(_ error: Problem) {
    printErrorOnce(ErrorOutput(error: error, language: languageForErrors).line(paintForErrors))
  }

  private func printErrorOnce(_ line: String) {
    let now = clock.monotonic()
    if isLongRunning { printTimes = printTimes.filter { now - $0.value < .seconds(3600) } }
    if printTimes[line] != nil { return }
    printTimes[line] = now
    console.printError((errorPrefix?(self) ?? "") + line)
  }

  /// Warns that some rows can't be read.
  public func warn(of malformed: MalformedRows?) throws {
    guard let malformed else { return }
    let place = malformed.first.place(
      in: Path.name(of: try taskQueue.tablePath()), languageForErrors)
    let more = malformed.count - 1
    warn(
      "\(place)\(more > 0 ? ", and \(more) more" : "") (such rows are left alone; orch lint lists them)",
      "\(place)\(more > 0 ? " 외 \(more)건" : "") (이런 행은 그대로 둡니다. orch lint가 보여 줍니다)")
  }

  /// Shows on a terminal what the command waits for, and clears the line afterwards. Elsewhere
  /// nothing is shown.
  public var waitNotice: WaitNotice {
    guard console.errors.isTerminal, !shared.isQuiet else { return .silent }
    let errors = console.errors
    return WaitNotice(
      show: { line in
        // A line that wraps can't be cleared.
        errors.writeIfPossible(DisplayWidth.cut(line.escaped, to: (errors.width ?? 80) - 1))
      },
      clear: { errors.writeIfPossible("\r\u{1B}[K") })
  }

  /// A progress line on standard error, which appears only on a terminal.
  public func progressLine() -> ProgressLine {
    let isShown = console.errors.isTerminal && !shared.isQuiet
    return ProgressLine(on: isShown ? console.errors : nil, clock: clock)
  }
}

// MARK: Input

extension CommandContext {
  /// The longest input that is read, in bytes.
  public static let inputLimit = 16 << 20

  /// The text of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - name: a path relative to the current folder, or `-`.
  ///   - what: what the text is, for messages.
  ///   - mends: whether bytes that are not UTF-8 become U+FFFD, with a warning, because the text
  ///     must not be lost.
  /// - Throws: if the file is missing, too long or not UTF-8, or can't be read.
  public func input(_ name: String, _ what: Problem.Input, mends: Bool = false) throws -> String {
    let source = name == "-" ? "standard input" : name
    let bytes = try inputBytes(name, what)
    guard bytes.count <= Self.inputLimit else {
      throw Problem.tooLong(source: source, megabytes: Self.inputLimit >> 20, what: what)
    }
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    guard mends else {
      throw Problem.adapter(
        .notUTF8, Sentence("\(source) is not UTF-8", "\(source): UTF-8이 아닙니다"),
        hint: Sentence("convert it with iconv -t utf-8", "iconv -t utf-8로 변환할 수 있습니다"))
    }
    warn(
      "\(source) is not UTF-8 (unreadable bytes are replaced with U+FFFD)",
      "\(source): UTF-8이 아닙니다 (읽을 수 없는 곳은 U+FFFD로 둡니다)")
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of a file, or of standard input for `-`.
  ///
  /// - Parameters:
  ///   - name: a path relative to the current folder, or `-`.
  ///   - what: what the file is, for messages.
  ///   - limit: the limit in bytes; of a longer file one byte more is read.
  public func inputBytes(
    _ name: String, _ what: Problem.Input, limit: Int = CommandContext.inputLimit
  ) throws -> [UInt8] {
    do throws(SystemError) {
      if name == "-" { return try console.input(limit) }
      return try StandardInput.read(Path.join(currentDirectory, name), limit: limit)
    } catch {
      if error.isDirectory {
        throw Problem.hinted(
          .system(error),
          Sentence("it is a folder; name a file in it", "폴더입니다. 그 안의 파일을 지정하십시오"))
      }
      guard error.isMissing else { throw error }
      let kind = what.name
      throw Problem.adapter(
        .noInput, Sentence("no \(kind.english) at \(name)", "\(name): 파일이 없습니다 (\(kind.korean))"),
        hint: Sentence(
          "check the path, or write - to read standard input", "경로를 확인하거나, 표준 입력은 -로 적으십시오"))
    }
  }

  /// Whether a path, relative to the current folder, names a regular file.
  public func isFile(_ name: String) -> Bool {
    name.utf8.count < 4096 && !name.utf8.contains(0)
      && (try? FileStatus(of: Path.join(currentDirectory, name)))?.kind == .regular
  }
}
