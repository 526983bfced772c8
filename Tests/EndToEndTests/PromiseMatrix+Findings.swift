extension PromiseMatrix {
  /// What the matrix lacks of what the documents promise, and what it says that they do not.
  func findings(in documents: [PromiseDocument]) -> [String] {
    var findings: [String] = []
    var known: Set<String> = []
    for document in documents {
      for section in document.sections {
        let title = "\(document.name): \(section.heading)"
        known.insert(title)
        findings += self.findings(title, of: section)
      }
    }
    let unknown = sections.map(\.title).filter { !known.contains($0) }
    return findings + unknown.map { "\($0): no document has this section" }
  }

  private func findings(_ title: String, of section: PromiseDocument.Section) -> [String] {
    let rows = sections.filter { $0.title == title }.flatMap(\.rows)
    guard !rows.isEmpty else { return ["\(title): has no row"] }
    let forgotten = section.units.filter { unit in
      !rows.contains { !$0.quote.isEmpty && unit.contains($0.quote) }
    }
    let stale = rows.map(\.quote).filter { quote in
      quote.isEmpty
        || !(section.units.isEmpty
          ? section.text.contains(quote) : section.units.contains { $0.contains(quote) })
    }
    return forgotten.map { "\(title): no row quotes: \($0)" }
      + stale.map { "\(title): does not say: \($0)" }
  }

  /// What the rows name that is not there, and commands that do not run what the rows name.
  func findings(in catalogue: TestCatalogue) -> [String] {
    sections.flatMap { $0.findings(in: catalogue) }
  }

  /// A suite, or a test of one.
  static func isTest(_ reference: String) -> Bool {
    let suite = reference.split(separator: "/").first ?? ""
    return suite.hasSuffix("Tests") && suite != "Tests"
  }

  /// A program of this repository, perhaps with options.
  static func isScript(_ reference: String) -> Bool {
    ["automation/", "Benchmarks/", ".ci/"].contains { reference.hasPrefix($0) }
  }
}

extension PromiseMatrix.Section {
  private var alternatives: [String] {
    filters.flatMap { $0.split(separator: "|").map(String.init) }
  }

  fileprivate func findings(in catalogue: TestCatalogue) -> [String] {
    var findings = rows.filter(\.lacksHolder).map { "nothing holds: \($0.quote)" }
    var named: [TestCatalogue.Entry] = []
    for reference in rows.flatMap(\.references) where PromiseMatrix.isTest(reference) {
      let entries = catalogue.entries(for: reference)
      named += entries
      if let finding = finding(reference, entries) { findings.append(finding) }
    }
    for alternative in alternatives where !named.contains(where: { $0.isRun(by: alternative) }) {
      findings.append("no row names what runs by \(alternative)")
    }
    return findings
  }

  private func finding(_ reference: String, _ entries: [TestCatalogue.Entry]) -> String? {
    if entries.isEmpty { return "there is no test \(reference)" }
    if Set(entries.map(\.target)).count > 1 { return "two targets have \(reference)" }
    let isRun = entries.allSatisfy { entry in alternatives.contains { entry.isRun(by: $0) } }
    return isRun ? nil : "no command runs \(reference)"
  }
}

extension PromiseMatrix.Row {
  fileprivate var lacksHolder: Bool {
    let isHeld = references.contains { PromiseMatrix.isTest($0) || PromiseMatrix.isScript($0) }
    return !isHeld && !holders.hasPrefix("no test: ")
  }
}
