extension CompactReport {
  /// The sections on what changed and what checks found that tell nothing: not there, empty, or
  /// with `None`. None for a text without sections, which tells all by what it says.
  public var untoldResults: [Section] {
    sections.isEmpty ? [] : [.diffSummary, .validation].filter { !tells($0) }
  }

  private func tells(_ section: Section) -> Bool {
    lines.contains { line in
      switch line.part {
      case .title(section), .bullet(section), .continuation(section): !Self.isNone(line.text)
      case .title, .bullet, .continuation, .header, .status, .body: false
      }
    }
  }

  /// `None`, `- 없음.`: that there is nothing to tell.
  private static func isNone(_ text: String) -> Bool {
    let letters = text.unicodeScalars.filter {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    return letters.isEmpty
      || nothing.contains(String(String.UnicodeScalarView(letters)).lowercased())
  }

  private static let nothing: Set = [
    "none", "na", "nil", "nothing", "tbd", "없음", "없습니다", "해당없음", "なし", "無し", "特になし", "无", "無", "没有",
    "нет",
  ]
}
