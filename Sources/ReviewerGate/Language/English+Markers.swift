extension English {
  static let outcomes: [WordGroup] = [
    WordGroup([.works], "work", "work function"),
    WordGroup([.works], "compile", "compile compilation"),
    WordGroup([.works], nil, "load respond boot launch"),
    WordGroup(
      [.occur], "occur",
      "left leave occur happen remain appear show_up exist found find persist throw"),
    WordGroup([.occur], "occur", "bump_into bumped_into run_into ran_into"),
    WordGroup([.occur], "recur", "reproduce recur reoccur reappear"),
    WordGroup(
      [.occur], "occur", "raise contain see seen report detected detect come_up turn_up"),
    WordGroup(
      [.check], "check", "suite ci pipeline assertion spec lint linter typecheck smoke case job"),
    WordGroup([.check], "build", "build"),
    WordGroup([.check], nil, "task work step item criterion criteria requirement"),
  ]

  static let markers: [WordGroup] = [
    WordGroup(
      [.provoked], nil,
      "force forced simulate inject provoke induce trigger deliberate deliberately intentional "
        + "intentionally artificial fake"),
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
    WordGroup(
      [.failure], "broken",
      """
      goes_blank went_blank vanish disappear vanishes disappears garbage unusable oom ng bad_gateway
      complain complains complained sent_back stopped_working bails_out garbled dead_link dead_links
      loses_items traceback
      """),
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
}
