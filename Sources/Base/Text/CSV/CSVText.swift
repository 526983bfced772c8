/// CSV as in RFC 4180: fields are separated by commas, and are in quotation marks if they contain
/// commas, line breaks or quotation marks. Spreadsheets may write semicolons or tabs instead of
/// commas.
public enum CSVText {
  public struct Record: Equatable {
    public var fields: [String]
    /// The line in which the record begins, from 1.
    public var line: Int
  }

  /// - Parameter separator: the byte between fields.
  /// - Returns: the records, without empty lines; `unclosed` is the line of a quotation mark that
  ///   is not closed.
  public static func records(
    _ bytes: some Collection<UInt8>, separatedBy separator: UInt8 = UInt8(ascii: ",")
  ) -> (records: [Record], unclosed: Int?) {
    var records: [Record] = []
    var (field, fields): ([UInt8], [String]) = ([], [])
    var (line, start, quote) = (1, 1, 1)
    var (isQuoted, wasQuoted) = (false, false)
    var previous: UInt8 = 0
    func end() { fields.append(String(decoding: field, as: UTF8.self)) }
    func endRecord() {
      end()
      if fields != [""] || wasQuoted { records.append(Record(fields: fields, line: start)) }
      (field, fields, wasQuoted) = ([], [], false)
    }
    let mark = UInt8(ascii: "\"")
    for byte in bytes {
      defer { previous = byte }
      if byte == 0x0A { line += 1 }
      if isQuoted {
        if byte == mark { isQuoted = false } else { field.append(byte) }
        continue
      }
      switch byte {
      case mark where field.isEmpty && !(previous == mark && wasQuoted):
        (isQuoted, wasQuoted, quote) = (true, true, line)
      // A second quotation mark in a quoted field represents the mark itself.
      case mark where previous == mark && wasQuoted:
        field.append(mark)
        isQuoted = true
      case separator:
        end()
        field = []
      case 0x0A:
        if previous == 0x0D, field.last == 0x0D { field.removeLast() }
        endRecord()
        start = line
      default: field.append(byte)
      }
    }
    if !field.isEmpty || !fields.isEmpty || wasQuoted { endRecord() }
    return (records, isQuoted ? quote : nil)
  }

  /// Appends a record.
  ///
  /// - Parameters:
  ///   - fields: the fields; none is written as a formula.
  ///   - output: receives the bytes.
  ///   - lineEnd: the text after the record.
  public static func append(
    plain fields: [String], to output: inout [UInt8], lineEnd: String = "\r\n"
  ) {
    append(fields.map(plain), to: &output, lineEnd: lineEnd)
  }

  public static func append(_ fields: [String], to output: inout [UInt8], lineEnd: String = "\r\n")
  {
    for (index, field) in fields.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      let mark = UInt8(ascii: "\"")
      let hasMark = field.hasByte(mark)
      guard hasMark || [UInt8(ascii: ","), 0x0A, 0x0D].contains(where: field.hasByte) else {
        output += field.utf8
        continue
      }
      output.append(mark)
      if hasMark {
        output += field.utf8.flatMap { $0 == mark ? [mark, mark] : [$0] }
      } else {
        output += field.utf8
      }
      output.append(mark)
    }
    output += lineEnd.utf8
  }

  // MARK: Formulas

  /// The field in a form that no spreadsheet reads as a formula: an apostrophe is added before a
  /// formula.
  public static func plain(_ field: String) -> String { isFormula(field) ? "'" + field : field }

  /// The original of a field that `plain` made.
  public static func unmasked(_ field: String) -> String {
    field.utf8.first == UInt8(ascii: "'") && isFormula(field) ? String(field.dropFirst()) : field
  }

  private static func isFormula(_ field: String) -> Bool {
    let first = field.utf8.first { $0 != UInt8(ascii: "'") }
    return first.map { [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains($0) } ?? false
  }
}
