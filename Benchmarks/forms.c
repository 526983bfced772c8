// forms markdown FOLDER list|take|add [TITLE]: the least that a tool must do whose tasks are files
// in Markdown with front matter, in the form of Backlog.md.
// forms jsonl FOLDER list|take|add [TITLE]: the same with FOLDER/issues.jsonl, in the form of
// Beads: JSON with a line for each task.
//
// `list` reads all tasks and prints those that wait, by priority and number. `take` reads them all,
// too, and marks the first as begun. `add` gives the new task the next number. A change rewrites
// the task's file, or all lines of JSON, as a new file that is renamed. It locks and syncs nothing.

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The text before each field of a task, and the words for a task that waits or is begun.
static const struct form {
  const char *id, *title, *status, *priority, *waits, *begun;
} markdown = {"\nid: task-", "\ntitle: ", "\nstatus: ", "\npriority: ", "To Do", "In Progress"},
  jsonl = {"\"id\":\"bd-", "\"title\":\"", "\"status\":\"", "\"priority\":", "open", "in_progress"};

struct text {
  const char *start, *end;
};

struct task {
  long number;
  int rank;
  struct text title;
  const char *status;  // where its word is in the file
  struct text file;
};

static int folder;
static long last;  // the highest number of all tasks
static struct task *waiting;
static size_t count, room;

static void fail(const char *what) { perror(what), exit(1); }

static struct text contents(const char *name) {
  const int file = openat(folder, name, O_RDONLY | O_CLOEXEC);
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) fail(name);
  char *bytes = malloc(status.st_size + 1);
  if (bytes == NULL) fail(name);
  ssize_t size = 0, got;
  while ((got = read(file, bytes + size, status.st_size - size)) > 0) size += got;
  if (got < 0 || close(file) != 0) fail(name);
  return (struct text){bytes, bytes + size};
}

static void replace(const char *name, struct text before, const char *word, struct text after) {
  const int file = openat(folder, ".new", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  FILE *stream = file < 0 ? NULL : fdopen(file, "w");
  if (stream == NULL) fail(".new");
  fwrite(before.start, 1, before.end - before.start, stream);
  fputs(word, stream);
  fwrite(after.start, 1, after.end - after.start, stream);
  if (ferror(stream) || fclose(stream) != 0) fail(".new");
  if (renameat(folder, ".new", folder, name) != 0) fail(name);
}

static const char *field(struct text task, const char *before) {
  const char *found = memmem(task.start, task.end - task.start, before, strlen(before));
  if (found == NULL) fprintf(stderr, "forms: a task without '%s'\n", before), exit(1);
  return found + strlen(before);
}

static void read_task(const struct form *form, struct text task, struct text file) {
  const long number = strtol(field(task, form->id), NULL, 10);
  const char *status = field(task, form->status), *title = field(task, form->title);
  if (number > last) last = number;
  if (strncmp(status, form->waits, strlen(form->waits)) != 0) return;
  if (count == room) waiting = realloc(waiting, (room = 2 * room + 64) * sizeof *waiting);
  if (waiting == NULL) fail("tasks");
  const char *end = memchr(title, form == &jsonl ? '"' : '\n', task.end - title);
  const int rank = (int)(strchr("0h1m2l", *field(task, form->priority)) - "0h1m2l") / 2;
  waiting[count++] = (struct task){number, rank, {title, end}, status, file};
}

static int by_rank(const void *left, const void *right) {
  const struct task *one = left, *other = right;
  if (one->rank != other->rank) return one->rank - other->rank;
  return (one->number > other->number) - (one->number < other->number);
}

static struct text read_jsonl(void) {
  const struct text file = contents("issues.jsonl");
  for (const char *line = file.start; line < file.end;) {
    const char *end = memchr(line, '\n', file.end - line);
    if (end == NULL) end = file.end;
    read_task(&jsonl, (struct text){line, end}, file);
    line = end + 1;
  }
  return file;
}

static void read_markdown(int names_only) {
  DIR *names = fdopendir(dup(folder));
  if (names == NULL) fail("folder");
  for (struct dirent *entry; (entry = readdir(names)) != NULL;) {
    long number;
    if (sscanf(entry->d_name, "task-%ld.md", &number) != 1) continue;
    if (number > last) last = number;
    if (names_only) continue;
    const struct text file = contents(entry->d_name);
    read_task(&markdown, file, file);
  }
  closedir(names);
}

static void take(const struct form *form) {
  if (count == 0) fputs("forms: no task waits\n", stderr), exit(1);
  const struct task *first = waiting;
  char name[64] = "issues.jsonl";
  if (form == &markdown) snprintf(name, sizeof name, "task-%ld.md", first->number);
  replace(name, (struct text){first->file.start, first->status}, form->begun,
          (struct text){first->status + strlen(form->waits), first->file.end});
  printf("%ld\n", first->number);
}

static void add(const struct form *form, struct text before, const char *title) {
  char name[64] = "issues.jsonl", task[4096];
  if (form == &markdown) snprintf(name, sizeof name, "task-%ld.md", last + 1);
  snprintf(task, sizeof task,
           form == &markdown
               ? "---\nid: task-%ld\ntitle: %s\nstatus: To Do\npriority: medium\n---\n"
               : "{\"id\":\"bd-%ld\",\"title\":\"%s\",\"status\":\"open\",\"priority\":1}\n",
           last + 1, title);
  replace(name, before, task, (struct text){"", ""});
  printf("%ld\n", last + 1);
}

int main(int words, char **word) {
  const int adds = words == 5 && strcmp(word[3], "add") == 0;
  if (words != 4 && !adds)
    return fputs("usage: forms markdown|jsonl FOLDER list|take|add [TITLE]\n", stderr), 2;
  const struct form *form = strcmp(word[1], "jsonl") == 0 ? &jsonl : &markdown;
  folder = open(word[2], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) fail(word[2]);
  struct text file = {"", ""};
  if (form == &jsonl) file = read_jsonl();
  else read_markdown(adds);
  if (adds) return add(form, file, word[4]), 0;
  if (count > 0) qsort(waiting, count, sizeof *waiting, by_rank);
  if (strcmp(word[3], "take") == 0) return take(form), 0;
  for (size_t index = 0; index < count; index++) {
    const struct text title = waiting[index].title;
    printf("%ld %.*s\n", waiting[index].number, (int)(title.end - title.start), title.start);
  }
  return 0;
}
