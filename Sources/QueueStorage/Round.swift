import Host

/// What one attempt at a rewrite starts from.
struct Round {
  var file: QueueFile
  /// Set for a file that is a save which a swap displaced: it has to come back to
  /// the queue's path, with the transition or without.
  var found: FoundSave?
  /// What an attempt before read, where that was a file which orch itself had left.
  var own: QueueFile?

  /// What the swap should displace: the file that was read, or where that was
  /// itself displaced, the one that orch put in its place.
  var expectedIdentity: FileIdentity { found?.standing ?? file.identity }
}

/// Where a save lies that a swap displaced, and what the swap put in its place.
struct FoundSave {
  let generation: Int
  let standing: FileIdentity
}
