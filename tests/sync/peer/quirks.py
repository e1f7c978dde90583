"""The recorded behaviour of the service that this peer keeps to, each with its place in the facts and its proof."""

from __future__ import annotations

from typing import NamedTuple


class Quirk(NamedTuple):
    """One recorded behaviour.

    Attributes:
        source: Section of wa_tool_api, or of custom_lens_spec where it begins with "lens"; "issue" for a sentence of
            the task itself; "ours" where the record is silent and the peer refuses what no client should rely on.
        says: The behaviour.
        proof: The test that shows it.
    """

    source: str
    says: str
    proof: str


QUIRKS: tuple[Quirk, ...] = (
    Quirk("1", "no service outside its Regions", "test_a_region_without_the_service_is_refused"),
    Quirk("1", "GovCloud has no profiles", "test_an_operation_the_peer_does_not_play_says_so"),
    Quirk("1", "pages of 50, reports of 15", "test_the_consolidated_report_has_pages_of_fifteen"),
    Quirk("1", "lists of 57 questions take two pages", "test_all_questions_come_in_two_pages_and_not_in_published_order"),
    Quirk("2", "alias and ARN name an official lens", "test_alias_and_arn_name_the_same_official_lens"),
    Quirk("2", "custom lenses go by full ARN only", "test_names_are_unique_and_cannot_change"),
    Quirk("2", "the Framework stays attached", "test_lenses_come_and_go_but_the_framework_stays"),
    Quirk("2", "every new workload gets the Framework", "test_the_framework_is_always_attached"),
    Quirk("2", "official lenses cannot be exported", "test_export_gives_own_lenses_back"),
    Quirk("3", "ListAnswers has no notes of any kind", "test_a_list_shows_no_notes_and_a_question_does"),
    Quirk("3", "unset members are absent", "test_an_untouched_answer_lacks_what_is_unset"),
    Quirk("3", "choices not in published order", "test_all_questions_come_in_two_pages_and_not_in_published_order"),
    Quirk("3", "not found just after creation", "test_answers_may_not_be_there_just_after_creation"),
    Quirk("3", "an unknown question fails validation", "test_unknown_questions_fail_validation"),
    Quirk("3", "a milestone shows questions that are gone", "test_an_upgrade_saves_a_milestone_and_carries_over"),
    Quirk("3", "improvement link only once answered", "test_an_untouched_answer_lacks_what_is_unset"),
    Quirk("4", "members left out stay", "test_what_is_left_out_stays"),
    Quirk("4", "empty notes clear", "test_empty_notes_clear"),
    Quirk("4", "SelectedChoices replace all, [] clears", "test_selected_choices_replace_the_whole_selection"),
    Quirk("4", "choice N/A needs no reason, stored NONE", "test_a_choice_that_is_not_applicable_needs_no_reason"),
    Quirk("4", "the None choice cannot be N/A", "test_a_bad_member_refuses_the_whole_call"),
    Quirk("4", "None is not exclusive", "test_none_is_not_exclusive"),
    Quirk("4", "question N/A keeps selection and reason", "test_not_applicable_keeps_the_selection_and_its_reason"),
    Quirk("4", "one unknown choice refuses the call", "test_a_bad_member_refuses_the_whole_call"),
    Quirk("4", "notes of 2,084 and 250 characters", "test_limits_are_inclusive"),
    Quirk("4", "lens and pillar notes are separate", "test_lens_and_pillar_notes_are_kept_apart"),
    Quirk("ours", "contradicting members are refused", "test_a_bad_member_refuses_the_whole_call"),
    Quirk("issue", "lens notes move no UpdatedAt", "test_stamps_move_with_answers_but_not_with_lens_notes"),
    Quirk("5", "official risk need not follow the estimate", "test_another_risk_function_may_disagree"),
    Quirk("5", "N/A leaves all counts", "test_not_applicable_keeps_the_selection_and_its_reason"),
    Quirk(
        "5",
        "improvement plans for custom lenses only",
        "test_improvements_list_high_and_medium_and_plans_for_custom_lenses_only",
    ),
    Quirk("6", "review owner and a place required", "test_members_that_only_the_service_requires"),
    Quirk("6", "old workloads must name a review owner", "test_an_old_workload_asks_for_its_review_owner"),
    Quirk("6", "names unique but for case and spaces", "test_names_are_unique_whatever_case_and_spaces"),
    Quirk("6", "search is by prefix", "test_lists_come_in_pages_and_by_prefix"),
    Quirk("6", "an ARN in place of the id is not found", "test_the_arn_in_place_of_the_id_is_not_found"),
    Quirk("6", "contributors edit answers and notes", "test_a_contributor_edits_answers_and_notes_only"),
    Quirk("6", "ids are per Region", "test_ids_are_per_region"),
    Quirk("7", "100 milestones", "test_a_hundred_milestones_and_no_more"),
    Quirk("7", "milestone names are unique", "test_milestone_names_are_unique_and_a_token_makes_one"),
    Quirk("7", "milestones never change", "test_a_milestone_keeps_what_was"),
    Quirk("8", "new workloads get the newest version", "test_a_new_framework_version_is_for_new_workloads"),
    Quirk("8", "an upgrade saves a milestone", "test_an_upgrade_saves_a_milestone_and_carries_over"),
    Quirk("8", "differences name questions, not choices", "test_a_major_version_waits_for_the_upgrade"),
    Quirk("8", "LensStatus tells drift", "test_reviews_say_when_their_lens_is_gone"),
    Quirk(
        "9",
        "consolidated: custom lenses in totals only",
        "test_the_consolidated_report_counts_custom_lenses_in_totals_only",
    ),
    Quirk("10", "same token, same result", "test_the_same_token_makes_one_workload"),
    Quirk("10", "a token serves one request", "test_a_token_serves_one_request_only"),
    Quirk("10", "parallel writes on a workload conflict", "test_parallel_writes_on_one_workload_conflict_and_parallel_reads_do_not"),
    Quirk("10", "quota errors carry codes", "test_a_hundred_milestones_and_no_more"),
    Quirk("11", "profiles make questions PRIORITIZED", "test_a_profile_puts_questions_first"),
    Quirk("11", "templates apply at creation only", "test_a_template_fills_a_workload_when_it_is_made"),
    Quirk("11", "checks per choice", "test_checks_are_shown_where_trusted_advisor_is_on"),
    Quirk("lens 2", "allowed characters, one field at a time", "test_import_refuses_one_field_at_a_time"),
    Quirk("lens 4", "evaluation states", "test_custom_lenses_follow_their_rules"),
    Quirk("lens 4", "a missing default is accepted", "test_a_missing_default_rule_is_accepted"),
    Quirk("lens 7", "ImportLens answers LensArn only", "test_import_answers_the_arn_only_and_makes_a_draft"),
    Quirk("lens 7", "a draft cannot be applied", "test_import_answers_the_arn_only_and_makes_a_draft"),
    Quirk("lens 7", "minor versions apply silently", "test_a_minor_version_reaches_workloads_at_once"),
    Quirk("lens 7", "major versions wait for the upgrade", "test_a_major_version_waits_for_the_upgrade"),
    Quirk("lens 7", "a published lens keeps its name", "test_names_are_unique_and_cannot_change"),
    Quirk("lens 9", "15 lenses", "test_fifteen_lenses_and_no_more"),
)  # fmt: skip
