#include "CBoard.h"

static const unsigned char page[] = {
#embed "Page/board.html"
};
static const unsigned char style[] = {
#embed "Page/board.css"
};
static const unsigned char dom_script[] = {
#embed "Page/dom.js"
};
static const unsigned char text_script[] = {
#embed "Page/text.js"
};
static const unsigned char korean_script[] = {
#embed "Page/korean.js"
};
static const unsigned char korean_views_script[] = {
#embed "Page/korean_views.js"
};
static const unsigned char client_script[] = {
#embed "Page/client.js"
};
static const unsigned char state_script[] = {
#embed "Page/state.js"
};
static const unsigned char rows_script[] = {
#embed "Page/rows.js"
};
static const unsigned char pages_script[] = {
#embed "Page/pages.js"
};
static const unsigned char parts_script[] = {
#embed "Page/parts.js"
};
static const unsigned char fields_script[] = {
#embed "Page/fields.js"
};
static const unsigned char times_script[] = {
#embed "Page/times.js"
};
static const unsigned char criteria_script[] = {
#embed "Page/criteria.js"
};
static const unsigned char lists_script[] = {
#embed "Page/lists.js"
};
static const unsigned char dialog_script[] = {
#embed "Page/dialog.js"
};
static const unsigned char changes_script[] = {
#embed "Page/changes.js"
};
static const unsigned char place_script[] = {
#embed "Page/place.js"
};
static const unsigned char actions_script[] = {
#embed "Page/actions.js"
};
static const unsigned char moves_script[] = {
#embed "Page/moves.js"
};
static const unsigned char queue_script[] = {
#embed "Page/queue.js"
};
static const unsigned char approval_script[] = {
#embed "Page/approval.js"
};
static const unsigned char inbox_script[] = {
#embed "Page/inbox.js"
};
static const unsigned char entries_script[] = {
#embed "Page/entries.js"
};
static const unsigned char columns_script[] = {
#embed "Page/columns.js"
};
static const unsigned char tabs_script[] = {
#embed "Page/tabs.js"
};
static const unsigned char table_script[] = {
#embed "Page/table.js"
};
static const unsigned char plan_script[] = {
#embed "Page/plan.js"
};
static const unsigned char graph_script[] = {
#embed "Page/graph.js"
};
static const unsigned char costs_script[] = {
#embed "Page/costs.js"
};
static const unsigned char workers_script[] = {
#embed "Page/workers.js"
};
static const unsigned char history_script[] = {
#embed "Page/history.js"
};
static const unsigned char diff_script[] = {
#embed "Page/diff.js"
};
static const unsigned char log_script[] = {
#embed "Page/log.js"
};
static const unsigned char work_script[] = {
#embed "Page/work.js"
};
static const unsigned char compare_script[] = {
#embed "Page/compare.js"
};
static const unsigned char row_script[] = {
#embed "Page/row.js"
};
static const unsigned char details_script[] = {
#embed "Page/details.js"
};
static const unsigned char sent_script[] = {
#embed "Page/sent.js"
};
static const unsigned char forms_script[] = {
#embed "Page/forms.js"
};
static const unsigned char edit_script[] = {
#embed "Page/edit.js"
};
static const unsigned char keys_script[] = {
#embed "Page/keys.js"
};
static const unsigned char palette_script[] = {
#embed "Page/palette.js"
};
static const unsigned char address_script[] = {
#embed "Page/address.js"
};
static const unsigned char notify_script[] = {
#embed "Page/notify.js"
};
static const unsigned char saved_script[] = {
#embed "Page/saved.js"
};
static const unsigned char frame_script[] = {
#embed "Page/frame.js"
};
static const unsigned char notices_script[] = {
#embed "Page/notices.js"
};
static const unsigned char gate_script[] = {
#embed "Page/gate.js"
};
static const unsigned char main_script[] = {
#embed "Page/main.js"
};

#define FILE(bytes) {bytes, sizeof bytes}

static const struct cboard_file files[] = {
    FILE(page),
    FILE(style),
    // In the order in which they run: they are one module.
    FILE(dom_script),
    FILE(text_script),
    FILE(korean_script),
    FILE(korean_views_script),
    FILE(client_script),
    FILE(state_script),
    FILE(rows_script),
    FILE(pages_script),
    FILE(parts_script),
    FILE(fields_script),
    FILE(times_script),
    FILE(criteria_script),
    FILE(lists_script),
    FILE(dialog_script),
    FILE(changes_script),
    FILE(place_script),
    FILE(actions_script),
    FILE(moves_script),
    FILE(queue_script),
    FILE(approval_script),
    FILE(inbox_script),
    FILE(entries_script),
    FILE(columns_script),
    FILE(tabs_script),
    FILE(table_script),
    FILE(plan_script),
    FILE(graph_script),
    FILE(costs_script),
    FILE(workers_script),
    FILE(history_script),
    FILE(diff_script),
    FILE(log_script),
    FILE(work_script),
    FILE(compare_script),
    FILE(row_script),
    FILE(details_script),
    FILE(sent_script),
    FILE(forms_script),
    FILE(edit_script),
    FILE(keys_script),
    FILE(palette_script),
    FILE(address_script),
    FILE(notify_script),
    FILE(saved_script),
    FILE(frame_script),
    FILE(notices_script),
    FILE(gate_script),
    FILE(main_script),
};

const struct cboard_file *const cboard_files = files;
const size_t cboard_file_count = sizeof files / sizeof files[0];
