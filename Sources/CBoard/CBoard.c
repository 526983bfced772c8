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
static const unsigned char client_script[] = {
#embed "Page/client.js"
};
static const unsigned char state_script[] = {
#embed "Page/state.js"
};
static const unsigned char parts_script[] = {
#embed "Page/parts.js"
};
static const unsigned char dialog_script[] = {
#embed "Page/dialog.js"
};
static const unsigned char actions_script[] = {
#embed "Page/actions.js"
};
static const unsigned char inbox_script[] = {
#embed "Page/inbox.js"
};
static const unsigned char columns_script[] = {
#embed "Page/columns.js"
};
static const unsigned char table_script[] = {
#embed "Page/table.js"
};
static const unsigned char plan_script[] = {
#embed "Page/plan.js"
};
static const unsigned char people_script[] = {
#embed "Page/people.js"
};
static const unsigned char diff_script[] = {
#embed "Page/diff.js"
};
static const unsigned char log_script[] = {
#embed "Page/log.js"
};
static const unsigned char row_script[] = {
#embed "Page/row.js"
};
static const unsigned char forms_script[] = {
#embed "Page/forms.js"
};
static const unsigned char keys_script[] = {
#embed "Page/keys.js"
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
    FILE(client_script),
    FILE(state_script),
    FILE(parts_script),
    FILE(dialog_script),
    FILE(actions_script),
    FILE(inbox_script),
    FILE(columns_script),
    FILE(table_script),
    FILE(plan_script),
    FILE(people_script),
    FILE(diff_script),
    FILE(log_script),
    FILE(row_script),
    FILE(forms_script),
    FILE(keys_script),
    FILE(main_script),
};

const struct cboard_file *const cboard_files = files;
const size_t cboard_file_count = sizeof files / sizeof files[0];
