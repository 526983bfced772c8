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
    WordGroup([.fix], "handle", "handle catch mitigate prevent avoid"),
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

  static let outcomes: [WordGroup] = [
    WordGroup([.works], "work", "work function"),
    WordGroup([.works], "compile", "compile compilation"),
    WordGroup([.works], nil, "load respond boot launch"),
    WordGroup(
      [.occur], "occur",
      "left leave occur happen remain appear show_up exist found find persist throw"),
    WordGroup(
      [.occur], "occur", "raise contain see seen reproduce report detected detect come_up turn_up"),
    WordGroup(
      [.check], "check", "suite ci pipeline assertion spec lint linter typecheck smoke case job"),
    WordGroup([.check], "build", "build"),
    WordGroup([.check], nil, "task work step item criterion criteria requirement"),
  ]

  static let markers: [WordGroup] = [
    WordGroup([.failure], "fail", "fail failure"),
    WordGroup(
      [.failure], "crash",
      "crash segfault panic hang segmentation_fault sigsegv aborted timed_out timing_out"),
    WordGroup([.failure], "broken", "broken break breaks red unresolved faulty unstable"),
    WordGroup([.failure, .undone], "incomplete", "incomplete not_done"),
    WordGroup([.failure], "todo", "todo fixme todos"),
    WordGroup(
      [.failure], nil,
      "not_implemented not_working wrongly cut_off does_nothing unreachable connection_refused no_such_file command_not_found"
    ),
    WordGroup([.trouble], "error", "error err"),
    WordGroup([.trouble], "exception", "exception traceback"),
    WordGroup([.trouble], "warning", "warning"),
    WordGroup([.trouble], "problem", "problem issue defect bug flaw glitch trouble known_issue"),
    WordGroup([.trouble], "missing", "missing absent omission lack lacks"),
    WordGroup(
      [.trouble], nil,
      """
      regression mismatch leak timeout incorrect wrong invalid flaky deadlock corrupt corruption
      discrepancy violation vulnerability
      """),
    WordGroup([.blocked], "blocked", "blocked blocker blocks blocking"),
    WordGroup([.stopped], "stopped", "stuck halted stalled suspended stopped on_hold standstill"),
    WordGroup(
      [.proceed], "proceed", "proceed continue go_on go_ahead move_on move_forward progress resume"),
    WordGroup([.wait], "wait", "wait await awaiting waiting pending"),
    WordGroup([.escalate], "escalate", "escalate escalation escalating escalated"),
    WordGroup([.need], "need", "need require requires needs requirement"),
    WordGroup(
      [.grant], "grant", "grant issue issued approve provide supply unlock renew restore answer"),
    WordGroup([.grant], nil, "arrive deliver reply respond sign confirm give receive"),
    WordGroup(
      [.resource], nil,
      """
      approval permission credential access licence license sign_off signoff quota authorization
      authorisation clearance consent vpn secret account hardware token password privilege
      """),
    WordGroup(
      [.party], nil,
      """
      vendor provider admin administrator team manager owner legal ops dba department customer
      client lead supplier security management stakeholder partner finance
      """),
  ]

  static let things: [WordGroup] = [
    WordGroup([], "document", "docs"),
    WordGroup([], "database", "database db"),
    WordGroup([], "screen", "screen page view"),
    WordGroup([], "production", "production prod"),
    WordGroup([], "environment", "environment env"),
    WordGroup([], "setting", "setting option preference"),
    WordGroup([], "e2e", "e2e end_to_end"),
    WordGroup([], "repository", "repository repo"),
    WordGroup([], "authentication", "authentication auth"),
    WordGroup([], "message", "message"),
    WordGroup([], "user", "user"),
    WordGroup([], "button", "button"),
    WordGroup([], "script", "script"),
    WordGroup([], "file", "file"),
    WordGroup([], "log", "log logging"),
    WordGroup([], "api", "api"),
  ]

  /// Past forms and nouns that no rule derives, with the verb that they belong to.
  static let irregular = table(
    """
    wrote:write written:write built:build made:make ran:run kept:keep got:get gotten:get sent:send
    put:put set:set hid:hide hidden:hide shown:show split:split drew:draw drawn:draw left:leave
    found:find began:begin begun:begin broke:break told:tell took:take taken:take gave:give
    given:give brought:bring chose:choose chosen:choose drove:drive fell:fall held:hold led:lead
    lost:lose met:meet paid:pay read:read rewrote:rewrite rewritten:rewrite said:say saw:see
    seen:see sold:sell spent:spend threw:throw thrown:throw understood:understand undid:undo
    went:go won:win done:do did:do shut:shut cut:cut hit:hit let:let bound:bind wound:wind
    overrode:override overridden:override froze:freeze frozen:freeze spun:spin stuck:stick
    taught:teach thought:think bought:buy caught:catch dealt:deal dug:dig fed:feed felt:feel
    forgot:forget forgotten:forget grew:grow grown:grow knew:know known:know laid:lay lent:lend
    meant:mean rose:rise shot:shoot swept:sweep swapped:swap tore:tear wore:wear reset:reset
    encryption:encrypt decryption:decrypt compression:compress conversion:convert removal:remove
    description:describe verification:verify renewal:renew approval:approval addition:add
    proofreading:proofread reproduction:reproduce children:child indices:index people:person
    data:data analyses:analysis criteria:criterion matrices:matrix retries:retry reads:read
    shrank:shrink shrunk:shrink sank:sink sunk:sink drank:drink flew:fly flown:fly rang:ring subscription:subscribe extraction:extract submission:submit permission:permission
    """)

  private static func table(_ text: String) -> [String: String] {
    var table: [String: String] = [:]
    for pair in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      let sides = pair.split(separator: ":")
      if sides.count == 2 { table[String(sides[0])] = String(sides[1]) }
    }
    return table
  }

  static let numbers: [String: Double] = [
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "zero": 0,
  ]
}
