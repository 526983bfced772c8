extension English {
  static let deeds: [WordGroup] = [
    WordGroup(
      [.make], "make",
      """
      add create implement write introduce build develop provide support make insert include
      set_up setup put implementation addition creation extend
      """),
    WordGroup(
      [.update], "update", "set update refresh revise bump modify change adjust amend edit"),
    WordGroup([.fix], "fix", "fix repair resolve correct solve cure patch"),
    WordGroup([.fix], "handle", "handle catch mitigate"),
    WordGroup(
      [.verb], "prevent", "prevent avoid stop stops forbid prohibit disallow deny refuse"),
    WordGroup([.remove], "remove", "remove delete drop eliminate strip removal deletion purge"),
    WordGroup([.remove], "clean", "clean_up cleanup clean_out tidy"),
    WordGroup([.verify], "verify", "verify check confirm verification inspect"),
    WordGroup([.verify], "validate", "validate validation"),
    WordGroup([.verb, .verify], "review", "review proofread audit analyze analyse analysis"),
    WordGroup(
      [.verify, .check], "test", "test testing pytest jest vitest junit mocha xctest gtest"),
    WordGroup([.run], "run", "run execute perform carry_out execution"),
    WordGroup([.pass], "pass", "pass succeed success successful green ok"),
    WordGroup([.pass], "clean", "clean"),
    WordGroup([.done, .verb], "done", "done complete completed completion finish finished"),
    WordGroup([.done, .verb], "done", "✅ ✓ ✔ ☑ ⭕"),
    WordGroup([.verb], "document", "document documentation doc describe description"),
    WordGroup([.verb], "show", "show display render"),
    WordGroup([.verb], "rename", "rename"),
    WordGroup([.verb], "move", "move relocate"),
    WordGroup([.verb], "migrate", "migrate migration"),
    WordGroup([.verb], "convert", "convert conversion"),
    WordGroup([.verb], "translate", "translate translation localize localization"),
    WordGroup([.verb], "deploy", "deploy deployment roll_out rollout"),
    WordGroup([.verb], "publish", "publish release publication"),
    WordGroup([.verb], "replace", "replace swap substitute"),
    WordGroup([.verb], "upgrade", "upgrade"),
    WordGroup([.verb], "improve", "improve optimize optimise optimization speed_up enhance"),
    WordGroup([.verb], "reduce", "reduce shrink cut reduction decrease lower"),
    WordGroup([.verb], "increase", "increase raise grow expand"),
    WordGroup([.verb], "enable", "enable activate turn_on switch_on"),
    WordGroup([.verb, .remove], "disable", "disable deactivate turn_off switch_off"),
    WordGroup([.verb], "configure", "configure configuration config configurable"),
    WordGroup([.verb], "save", "save store persist"),
    WordGroup([.verb], "send", "send"),
    WordGroup([.verb], "limit", "limit restrict"),
    WordGroup([.verb], "separate", "split separate divide"),
    WordGroup([.verb], "integrate", "integrate integration connect hook_up"),
    WordGroup([.verb], "measure", "measure measurement benchmark"),
    WordGroup([.verb], "refactor", "refactor refactoring restructure"),
    WordGroup([.verb], "apply", "apply application use adopt"),
    WordGroup([.verb], "reach", "reach achieve meet hit satisfy"),
    WordGroup([.verb], "import", "import"),
    WordGroup([.verb], "export", "export"),
    WordGroup([.verb], "back_up", "back_up backup"),
    WordGroup(
      [.verb], nil,
      """
      expose keep encrypt decrypt announce archive parse cache log list sort filter report rotate
      reconcile share merge ship install register unify schedule tag sign upload download print
      exit return hide link attach draw play train compress persist count cover ask answer
      hash batch vectorize port wrap rewrite drag lazy unblock keep accept reject allow
      emit push pull commit close open call
      """),
  ]
}
