import QueueDocument

// Why a file is no queue, and what lint finds in it: the texts stand with their types, because a
// `Refusal` of a malformed row carries them, and the trials print them.

extension English {
  static func text(of error: DocumentError) -> String { error.message }
  static func hint(of error: DocumentError) -> String { error.hint }
  static func text(of finding: Finding) -> String { finding.message }
}
