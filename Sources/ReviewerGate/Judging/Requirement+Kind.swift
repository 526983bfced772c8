// What kind of requirement it is.

extension Requirement {
  /// Whether to look at the thing is not what it asks for.
  var mayNotBeLookedAt: Bool { deed != .verify && deed != .run && deed != .any }

  /// Whether it asks that something is not so: `do not add dependencies`.
  var isProhibition: Bool {
    clause.denials.contains {
      $0.isWhole && $0.kind == .denied
        && !clause.words[$0.index].roles.isDisjoint(with: [.not, .no])
        && clause.words[$0.index].roles.isDisjoint(with: [.undone, .cannot])
    }
  }

  /// Whether it asks to repair something; Korean 수정 means that as well as to change.
  var isRepair: Bool {
    deed == .fix || deed == .update && clause.words.contains { $0.roles.contains([.update, .fix]) }
  }

  /// Whether what a statement has to have names a deed: `encrypt the database`.
  var namesDeed: Bool { essential.contains { clause.words[$0].isDeedOnly } }
}
