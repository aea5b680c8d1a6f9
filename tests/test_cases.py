"""Where each real case of other secretariats is tested.

The cases are faults and wishes that other projects' users wrote down, numbered as in our notes on
the field; each has an input and a right answer. Here stands which test holds it, so that nobody
takes one out unawares.
"""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
LISTS = {
    # Only who agreed stands in a published list; the others are counted (Indico #823).
    8: "lists/test_queries.py: test_the_list_names_who_agreed_and_counts_the_others",
    # Consent to publish and duty to record are two fields (Indico #5411).
    9: "lists/test_queries.py: test_attendance_is_recorded_of_those_too_who_may_not_be_named"
    " attendance/test_views.py:"
    " test_being_present_is_recorded_whether_or_not_somebody_may_be_published",
    # A roster with name and organisation only (Indico #3420).
    10: "lists/test_content.py: test_beside_a_name_stands_what_was_chosen_and_nothing_else"
    " attendance/test_views.py: test_the_roll_holds_names_and_organisations_and_nothing_else",
    # Two people called Ana Silva (pretix #629, #947).
    11: "registry/test_finding.py:"
    " test_case_11_the_organisation_stands_beside_two_people_of_one_name"
    " lists/test_content.py: test_two_people_of_one_name_are_told_apart_by_their_organizations",
    # By first and by last name are two orders (pretix #1468).
    12: "registry/test_finding.py: test_case_12_by_given_name_and_by_family_name_are_two_orders",
    # A table per regional group and gender with "not stated" (Indico #3466).
    13: "figures/test_views.py:"
    " test_participation_by_regional_group_and_gender_counts_who_did_not_state_it",
    # An export shows route and category (Indico #6187).
    14: "lists/test_tables.py: test_a_table_has_the_order_of_the_list_and_says_route_and_category",
}
NAMES = {
    # A search for "dí" finds DÍAZ (Indico #1496).
    15: "registry/test_finding.py:"
    " test_case_15_a_search_for_a_name_with_an_accent_finds_her_however_it_is_typed",
    # Huiwen registers, gets a letter and a badge, with no "None" and no dash.
    16: "registry/test_entering.py: test_case_16_a_person_with_one_name_is_complete"
    " registry/test_export.py:"
    " test_case_16_a_person_with_one_name_has_no_none_and_no_dash_in_any_file"
    " registrations/test_services.py:"
    " test_somebody_with_one_name_registers_is_accepted_and_takes_part"
    " letters/test_pdf.py: test_a_name_of_any_script_is_set_in_a_font_of_ours_and_copied_out_right"
    " lists/test_cards.py: test_a_card_says_what_is_stated_and_nothing_for_what_is_not",
    # "Prof. Dr. Ralf Müller" stands under M (pretix #978).
    17: "registry/test_finding.py: test_case_17_titles_in_front_of_a_name_do_not_decide_the_order"
    " people/test_names.py: test_case_17_titles_do_not_decide_the_order",
    # A known address with another name is asked about (pretalx #739).
    18: "registry/test_entering.py:"
    " test_case_18_a_known_address_with_another_name_is_shown_and_asked"
    " registrations/test_services.py:"
    " test_a_known_address_with_another_name_is_asked_about_and_changes_nothing",
    # A merge moves rooms, letters, answers; undo brings both back (pretalx #120, #1629).
    19: "merging/test_services.py: test_undoing_a_merge_brings_back_every_byte",
    # "lassmann karen" finds Karen Laßmann (pycroft #244).
    20: "registry/test_finding.py:"
    " test_case_20_umlauts_sharp_s_word_order_and_half_typed_names_are_found",
    # Wisniewski, Ostergard, Gross (Competitor-groups #39).
    21: "registry/test_finding.py: test_case_21_letters_that_are_no_marks_are_found_by_plain_ones",
    # Stored names are never re-cased (python-nameparser #14, #141).
    22: "registry/test_entering.py: test_case_22_a_name_is_never_written_in_other_capitals"
    " sheets/test_clean.py: test_a_name_is_never_re_cased_nor_composed_anew",
}
IMPORTS = {
    # An export opens in Excel with all its letters (Indico #1135).
    23: "registry/test_export.py: test_case_23_a_file_opens_in_excel_with_all_its_letters"
    " sheets/test_writing.py: test_a_file_for_excel_says_that_it_is_utf8_and_keeps_every_letter",
    # CR, LF and CRLF give the same people (Indico #3330).
    24: "sheets/test_reading.py: test_line_ends_of_any_system_give_the_same_people",
    # Semicolons and Windows-1252 (react-spreadsheet-import #145).
    25: "sheets/test_reading.py: test_a_file_of_excel_in_europe_keeps_its_letters",
    # The template has marks and a sample row with marks (SORMAS #4045).
    26: "sheets/test_writing.py: test_the_template_has_the_mark_of_utf8_and_a_sample_with_marks",
    # An unknown role in row 7 is shown (OpenSlides #2666).
    27: "imports/test_saving.py: test_an_unknown_role_in_row_7_is_shown_there_and_nothing_is_lost",
    # Preview numbers are result numbers (OpenSlides #3601).
    28: "imports/test_saving.py: test_the_numbers_of_the_preview_are_the_numbers_of_the_result",
    # "Surname", "Nom de famille", "Family name" map by themselves (Indico #2952).
    29: "sheets/test_columns.py: test_a_family_name_is_known_in_many_languages",
    # A merged title, headings in row 3, merged cells (readxl #383).
    30: "sheets/test_reading.py:"
    " test_titles_above_and_merged_cells_below_the_headings_are_understood",
    # Bullets, then a heading (python-mammoth #164).
    31: "reading/test_files.py:"
    " test_a_heading_right_after_a_list_is_a_heading_and_bullets_keep_order",
    # =1+1 as a name (Eventra #17842).
    32: "registry/test_export.py: test_case_32_a_name_never_runs_as_a_formula"
    " sheets/test_writing.py:"
    " test_a_name_that_begins_with_an_equals_sign_is_no_formula_in_either_file",
}
POLLS = {
    # Who changes the zone of a poll says what stays (rallly #222, nextcloud/polls #3700).
    35: "polls/test_services.py:"
    " test_a_new_zone_keeps_the_clock_or_the_instant_as_was_said"
    " polls/test_views.py: test_changing_the_zone_asks_what_stays",
    # Both clocks are shown where they differ (Indico #5564, #381).
    36: "answering/test_views.py:"
    " test_both_clocks_are_shown_and_a_slot_stands_under_the_readers_date",
    # A slot on another date for the reader stays the same slot (newdle #208, #127).
    37: "answering/test_views.py: test_the_answer_to_a_slot_of_another_date_goes_to_that_slot",
    # Ten are asked, six answer, four are ticked (Indico #3224).
    43: "polls/test_services.py: test_of_ten_who_were_asked_and_six_who_answered_four_are_ticked"
    " polls/test_views.py:"
    " test_people_of_a_meeting_a_category_or_a_name_are_asked_and_those_without_answer_ticked",
}
PERMISSIONS = {
    # Each hidden thing through every door (Indico #4128, #4666).
    47: "test_access.py: test_each_kind_of_visitor_comes_in_where_they_may_and_nowhere_else"
    " rights/test_views.py:"
    " test_a_room_that_is_not_published_shows_neither_on_the_page_nor_in_the_file",
    # A random code: "not found", as quick as a real one (opencrvs-core #3623).
    48: "letters/test_views_verify.py:"
    " test_a_code_that_no_letter_carries_is_unknown"
    " letters/test_views_verify.py: test_an_unknown_code_costs_what_a_known_one_costs",
    # The code holds an address only (CovidCertificate-Documents #24).
    49: "letters/test_pdf.py: test_the_square_code_leads_to_the_check_of_this_letter",
    # No list of people without signing in (VCDB #18114, #12080).
    50: "test_access.py: test_each_kind_of_visitor_comes_in_where_they_may_and_nowhere_else"
    " rights/test_views_staff.py:"
    " test_no_door_opens_to_a_stranger_and_none_but_their_own_to_an_expert",
    # The registration form by keyboard and screen reader (Indico #6059).
    51: "browser/test_registration.py:"
    " test_an_expert_with_one_name_registers_in_two_visits_with_a_lost_line_between",
    # Arabic and Chinese on badges, letters and rosters (Indico #4237).
    52: "lists/test_printing.py: test_names_of_six_scripts_stand_whole_on_badges"
    " letters/test_pdf.py: test_an_arabic_name_keeps_its_words_whole"
    " attendance/test_pages.py:"
    " test_the_sheet_to_sign_has_names_in_both_scripts_date_zone_and_page_numbers",
}
CASES = {**LISTS, **NAMES, **IMPORTS, **POLLS, **PERMISSIONS}


def named_for(number):
    words = CASES[number].replace(":", "").split()
    return list(zip(words[::2], words[1::2], strict=True))


def test_no_case_is_left_out():
    assert sorted(CASES) == [*range(8, 33), 35, 36, 37, 43, *range(47, 53)]


@pytest.mark.parametrize("number", CASES)
def test_each_case_has_its_tests(number):
    for file, name in named_for(number):
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        known = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in known, f"Case {number}: {file} has no {name}."
