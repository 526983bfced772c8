import Interchange
import Model
import Testing

/// What is read of whole files, and what is told.
@Suite struct ReadingCaseTests {
  @Test(arguments: ReadingCase.all)
  func `files are read as the case says`(one: ReadingCase) throws {
    #expect(try one.expected() == one.reading.rendered)
  }

  @Test func `each form has a case that is fine and one that is not`() {
    for form in InterchangeForm.inCases {
      let losses = ReadingCase.all.filter { $0.form == form }.map { $0.reading.losses.count }
      #expect(losses.contains { $0 > 0 }, "\(form)")
      #expect(losses.count > 1, "\(form)")
    }
  }

  /// What editors and Windows do to a file changes nothing of what it says.
  @Test(arguments: ReadingCase.all)
  func `line ends of Windows and a byte order mark change nothing`(one: ReadingCase) {
    let files = one.files.map { file in
      let bytes = file.bytes.flatMap { $0 == UInt8(ascii: "\n") ? [0x0D, 0x0A] : [$0] }
      return ForeignFile(path: file.path, bytes: [0xEF, 0xBB, 0xBF] + bytes)
    }
    #expect(one.form.read(files).rendered == one.reading.rendered)
  }

  @Test(arguments: ReadingCase.all)
  func `a second reading has the same keys`(one: ReadingCase) {
    let keys = one.reading.tasks.map(\.key)
    #expect(Set(keys).count == keys.count)
    #expect(one.form.read(one.files).tasks.map(\.key) == keys)
  }
}
