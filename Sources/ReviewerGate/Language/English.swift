/// English words that do more in a statement than to name something. Verbs stand in their
/// base form, nouns in the singular.
enum English {
  static let groups: [WordGroup] =
    structure + denial + amounts + deeds + outcomes + markers + things

  private static let structure: [WordGroup] = [
    WordGroup(
      .function,
      """
      a an the of to in on at by for from with into onto as that than then also so such there here
      per via its their our your my i we you he she they who whom me us them each every either
      about against between through during over out off up down s t which whose any this's where
      too very just still_more well plus let lets allow allows behind after before again already yet while ok
      """),
    WordGroup([.function, .auxiliary], "is are was were am be been being 's 're"),
    WordGroup([.function, .auxiliary], "has have had having 've does do did 'd get got gets"),
    WordGroup([.function, .auxiliary], "can ca"),
    WordGroup([.function, .pronoun], "the_one the_ones it this these those them both"),
    WordGroup(
      [.function, .contrast], "but however although though except_that nevertheless whereas"),
    WordGroup([.function, .contrast], "unfortunately only_that"),
    WordGroup([.function, .condition], "if when whenever unless whether in_case once until"),
    WordGroup([.function, .modal], "may might could possibly perhaps potentially would"),
    WordGroup([.function, .intent], "should must ought shall to_be to_go supposed_to expected_to"),
    WordGroup(
      [.function, .intent], "has_to have_to had_to asks_to ask_to asked_to want_to wants_to"),
    WordGroup(
      [.function, .intent], "decided_to agreed_to intend_to hope_to aim_to able_to_be please"),
    WordGroup(
      [.function, .intent], "need_to needs_to remains_to_be still_to_be about_to ready_to"),
    WordGroup(
      [.function, .modal],
      """
      pretty_sure fairly_sure i_think i_believe i_guess i_assume probably apparently supposedly
      presumably allegedly somebody someone seems seemingly as_far_as_i_know
      """),
    WordGroup(.modal, "risk potential possible likely theoretically"),
    WordGroup([.function, .and], "and & or"),
    WordGroup(
      [.formerly],
      "before_the_change before_the_fix before_this_change before_the_patch prior_to previously earlier formerly before_that used_to initially at_first originally first_run first_attempt first_try"
    ),
    WordGroup([.formerly], "yesterday monday tuesday wednesday thursday friday last_week"),
    WordGroup(
      [.function, .now],
      "now right_now at_the_moment anymore any_more meanwhile afterwards since_then these_days"),
    WordGroup(
      .optional,
      """
      new newly successfully properly known correctly fully completely existing proper correct own
      additional current following relevant necessary appropriate ensure sure make_sure keep
      """),
  ]

  private static let denial: [WordGroup] = [
    WordGroup([.function, .not], "not n't never hardly barely"),
    WordGroup(
      [.function, .cannot, .not], "cannot unable can't couldn't can_not could_not impossible"),
    WordGroup(
      [.function, .no],
      "not_a_single not_one not_any no none nothing neither nor nobody zero nowhere free_of"),
    WordGroup([.function, .without], "without lacking instead_of rather_than"),
    WordGroup([.function, .now, .longer], "no_longer not_any_more gone"),
    WordGroup(.undone, "skip omit postpone defer forget neglect forgo leave_out left_out on_hold"),
    WordGroup(
      .undone, "unfinished unimplemented untested undocumented outstanding shelved abandon"),
    WordGroup(
      .undone, "unstarted stub stubbed placeholder give_up gave_up"),
    WordGroup([.undone, .failure], "✗ ✘ ✖ ❌ ❎"),
    WordGroup(
      .undone, "revert",
      """
      revert rolled_back backed_out undid take_out took_out taken_out take_it_out took_it_out
      take_it_back_out backed_it_out undone
      """),
    WordGroup(.undone, "☐ ⬜ n_a still_open assumed unverified unchecked"),
    WordGroup(
      .undone,
      "in_progress half_way halfway ongoing underway under_way wip half_done not_yet paused pause"),
    WordGroup(
      .undone,
      "short_of ran_out pending in_review under_review up_for_review in_draft if_time if_possible time_permitting"
    ),
    WordGroup([.function, .planned], "will shall wo 'll tbd going_to plan_to planned_for"),
    WordGroup(
      .planned, "later tomorrow upcoming next_week next_sprint follow_up eventually soon planned"),
    WordGroup(
      .planned,
      "next_step next_release next_version next_month next_iteration next_milestone next_pr next_steps will_follow future_work scheduled_for yet_to to_do remains_to backlog what_left roadmap wish_list wishlist todo_list"
    ),
    WordGroup(
      .attempt, nil,
      "try attempt prepare investigate research consider discuss draft sketch outline"),
    WordGroup(
      .attempt, nil,
      "propose explore evaluate begin start look_into looked_into looking_into looked_at looking_at design"
    ),
    WordGroup(.attempt, nil, "worked_on working_on continue_with scaffold prototype"),
  ]

  private static let amounts: [WordGroup] = [
    WordGroup([.function, .all], "all every everything whole entire everywhere each_of"),
    WordGroup([.function, .only], "only merely solely"),
    WordGroup(
      [.except], "all_but except excluding exclude apart_from other_than aside_from save_for"),
    WordGroup([.part], "some partly partially half most mostly partial several so_far to_date"),
    WordGroup([.part], "almost nearly a_few many"),
    WordGroup([.rest], "rest remaining remainder others other"),
    WordGroup([.function, .of], "of out_of"),
    WordGroup(
      [.atMost], "limit:most", "under below within less_than fewer_than at_most up_to max maximum"),
    WordGroup(
      [.atMost], "limit:most", "no_more_than lower_than smaller_than faster_than shorter_than"),
    WordGroup(
      [.atLeast], "limit:least",
      "above at_least more_than greater_than exceed minimum higher_than larger_than bigger_than longer_than"
    ),
    WordGroup([.unit], "unit:ms", "ms millisecond msec"),
    WordGroup([.unit], "unit:s", "sec second secs"),
    WordGroup([.unit], "unit:min", "minute min mins"),
    WordGroup([.unit], "unit:h", "hour hr hrs"),
    WordGroup([.unit], "unit:day", "day"),
    WordGroup([.unit], "unit:kb", "kb kib"),
    WordGroup([.unit], "unit:mb", "mb mib megabyte"),
    WordGroup([.unit], "unit:gb", "gb gib gigabyte"),
    WordGroup([.unit], "unit:%", "% percent"),
    WordGroup([.unit], nil, "px ua ma mhz ghz rps qps fps mi gi"),
  ]
}
