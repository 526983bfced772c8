#include "CBoard.h"

static const unsigned char page[] = {
#embed "Page/board.html"
};
static const unsigned char style[] = {
#embed "Page/board.css"
};
static const unsigned char main_script[] = {
#embed "Page/main.js"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct cboard_file files[] = {
    FILE("board.html", page),
    FILE("board.css", style),
    FILE("main.js", main_script),
};

const struct cboard_file *const cboard_files = files;
const size_t cboard_file_count = sizeof files / sizeof files[0];
