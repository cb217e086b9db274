// Reading /proc, counting time and putting text together, all without malloc.
#include "livefork.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

void pause_for(long nanos) { nanosleep(&(struct timespec){0, nanos}, NULL); }

// The same without the 50 us by which the kernel may otherwise be late.
void pause_exactly(long nanos) {
  long slack = prctl(PR_GET_TIMERSLACK, 0, 0, 0, 0);
  prctl(PR_SET_TIMERSLACK, 1L, 0, 0, 0);
  pause_for(nanos);
  prctl(PR_SET_TIMERSLACK, slack, 0, 0, 0);
}

long futex(_Atomic int *word, int op, int value, const struct timespec *limit) {
  return syscall(SYS_futex, word, op, value, limit, NULL, 0);
}

// Looks for a while whether a word is no longer 0, without the processor becoming idle: to be woken would take longer.
void look_for(_Atomic int *word, int64_t nanos) {
  int64_t end = now() + nanos;
  while (atomic_load(word) == 0 && now() < end) sched_yield();
}

bool directory_open(Directory *d, const char *path) {
  d->length = d->at = 0;
  d->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return d->fd >= 0;
}

// The next name, "." and ".." among them; NULL at the end.
const char *directory_next(Directory *d) {
  struct entry { uint64_t inode; int64_t offset; unsigned short length; unsigned char type; char name[]; };
  if (d->at >= d->length) {
    d->at = 0;
    d->length = syscall(SYS_getdents64, d->fd, d->buffer, sizeof d->buffer);
    if (d->length <= 0) return NULL;
  }
  struct entry *e = (struct entry *)(void *)(d->buffer + d->at);
  d->at += e->length;
  return e->name;
}

void directory_close(Directory *d) { close(d->fd); }

// The path of a file of one of this process's threads.
char *task_path(char *path, char *end, int tid, const char *file) {
  return append(append(append_number(append(path, end, "/proc/self/task/"), end, tid), end, "/"), end, file);
}

// Reads a small file as text; its length, or less than 0.
long read_file(const char *path, char *buffer, long size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  long length = 0;
  for (long got; length < size - 1 && (got = read(fd, buffer + length, size - 1 - length)) > 0;) length += got;
  close(fd);
  buffer[length] = 0;
  return length;
}

// A field beyond the name in a /proc/.../stat, by its number in proc(5), from 3: the name itself may hold anything. NULL when the
// file ends before.
char *stat_field(char *stat, int number) {
  char *at = strrchr(stat, ')');
  for (int field = 2; at && field < number; field++) {
    at = strchr(at, ' ');
    if (at) at++;
  }
  return at;
}

bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

char *append(char *at, char *end, const char *text) {
  while (*text && at < end - 1) *at++ = *text++;
  *at = 0;
  return at;
}

char *append_number(char *at, char *end, long number) {
  char digits[24], *d = digits + sizeof digits;
  unsigned long rest = number < 0 ? -(unsigned long)number : (unsigned long)number;
  *--d = 0;
  do *--d = (char)('0' + rest % 10); while (rest /= 10);
  if (number < 0) *--d = '-';
  return append(at, end, d);
}

static bool parse_mapping(char *line, Mapping *m) {
  char *at;
  m->begin = strtoull(line, &at, 16);
  if (*at != '-') return false;
  m->end = strtoull(at + 1, &at, 16);
  m->readable = at[1] == 'r';
  m->writable = at[2] == 'w';
  m->shared = at[4] == 's';
  for (int field = 0; field < 4; field++) { // permissions, offset, device, inode
    while (*at == ' ') at++;
    while (*at && *at != ' ') at++;
  }
  while (*at == ' ') at++;
  append(m->path, m->path + sizeof m->path, at);
  return true;
}

// Calls visit for each mapping of this process until it says stop, by true; says whether it did.
bool visit_mappings(MappingVisitor visit, void *context) {
  static char buffer[16384]; // one fork at a time
  int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  bool stopped = false;
  long length = 0;
  for (long got; fd >= 0 && !stopped && (got = read(fd, buffer + length, sizeof buffer - 1 - length)) > 0;) {
    length += got;
    buffer[length] = 0;
    char *line = buffer;
    for (char *end; !stopped && (end = strchr(line, '\n')); line = end + 1) {
      Mapping m;
      *end = 0;
      stopped = parse_mapping(line, &m) && visit(&m, context);
    }
    length = strlen(line);
    memmove(buffer, line, length + 1);
  }
  if (fd >= 0) close(fd);
  return stopped;
}

typedef struct { uint64_t address; Mapping *found; } Search;

static bool holds(const Mapping *m, void *context) {
  Search *s = context;
  if (m->begin > s->address || s->address >= m->end) return false;
  *s->found = *m;
  return true;
}

// The mapping that an address is in; false when it is in none.
bool find_mapping(uint64_t address, Mapping *found) {
  return visit_mappings(holds, &(Search){.address = address, .found = found});
}
