import Host
import JSON

/// The labelled cases of one file, which are all of one subject.
struct CaseSet {
  enum Cases {
    case review([ReviewCase])
    case intake([IntakeCase])
  }

  let file: String
  let cases: Cases

  /// `nil` for a file that cannot be read, or that has a line which is no case.
  init?(reading file: String) {
    guard let bytes = try? FileDescriptor(opening: file, for: .reading).readWhole() else {
      return nil
    }
    let lines = bytes.split(separator: 10)
    let values = lines.compactMap { try? JSONValue(parsing: $0) }
    let reviews = values.compactMap(ReviewCase.init)
    let intakes = values.compactMap(IntakeCase.init)
    self.file = file
    switch lines.count {
    case 0: return nil
    case reviews.count: cases = .review(reviews)
    case intakes.count: cases = .intake(intakes)
    default: return nil
    }
  }

  func score(isVerbose: Bool) -> any Score {
    switch cases {
    case .review(let cases): ReviewScore(cases, isVerbose: isVerbose)
    case .intake(let cases): IntakeScore(cases, isVerbose: isVerbose)
    }
  }
}
