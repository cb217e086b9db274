// The guard of a family of processes: a program of its own, which sees that none of a parent's children outlives it by more than a
// second, also one that is stopped or wedged, and cannot end by itself. Kills nobody while the parent lives.
//
//   guard PARENT: reads the children's pids, each an int, from standard input.
//
// It is a child of that parent too. So a pid that was read late, and may mean another process by now, is told from a sibling's by
// whose child it is: the kernel gives all of a dead parent's children to the same new one. No libc, so that it needs no files and
// next to no memory.
#include "system.h"
#include <asm/unistd.h>
#include <linux/close_range.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/signal.h>
#include <stdbool.h>

#define TIME_TO_END_MILLIS 750 // they end by themselves, if they can
#define MOST 65536
#define SECOND 1000

struct time { long seconds, nanos; };
static struct pollfd watched[MOST]; // pids, the parent, and then the children
static int pid_of[MOST];
static int count;
enum { PIDS, PARENT, CHILDREN };
const char sources[] __attribute__((used)) = SOURCES_HASH;

static long now_millis(void) {
  struct time t;
  call(__NR_clock_gettime, 1, (long)&t, 0, 0, 0);
  return t.seconds * SECOND + t.nanos / 1000000;
}

static int number(const char *text) {
  int n = 0;
  while (*text >= '0' && *text <= '9') n = n * 10 + *text++ - '0';
  return n;
}

// The fourth word of /proc/PID/stat, behind the name in parentheses; 0 when there is none.
static int parent_of(int pid) {
  char path[32] = "/proc/", digits[12], text[512];
  int at = 6, n = 0;
  for (int rest = pid; rest > 0; rest /= 10) digits[n++] = '0' + rest % 10;
  while (n > 0) path[at++] = digits[--n];
  for (const char *s = "/stat"; (path[at] = *s); s++) at++;
  int fd = call(__NR_openat, -100 /* AT_FDCWD */, (long)path, 0, 0, 0);
  if (fd < 0) return 0;
  long length = call(__NR_read, fd, (long)text, sizeof text - 1, 0, 0);
  call(__NR_close, fd, 0, 0, 0, 0);
  if (length <= 0) return 0;
  text[length] = 0;
  const char *end = text;
  for (const char *s = text; *s; s++)
    if (*s == ')') end = s;
  return *end == ')' && end[1] && end[2] && end[3] ? number(end + 4) : 0;
}

static bool is_sibling(int pid) {
  for (;;) {
    long own = call(__NR_getppid, 0, 0, 0, 0, 0);
    bool same = parent_of(pid) == own;
    if (call(__NR_getppid, 0, 0, 0, 0, 0) == own) return same;
  }
}

static int poll_for(struct pollfd *fds, int n, long millis) {
  struct time limit = {millis / SECOND, millis % SECOND * 1000000};
  return call(__NR_ppoll, (long)fds, n, millis < 0 ? 0 : (long)&limit, 0, 0);
}

static bool has_ended(int fd) {
  struct pollfd one = {.fd = fd, .events = POLLIN};
  return poll_for(&one, 1, 0) > 0;
}

// A child is told of twice, by itself and by its parent. Another one may have had that pid before.
static bool is_watched(int pid) {
  for (int i = CHILDREN; i < count; i++)
    if (pid_of[i] == pid && !has_ended(watched[i].fd)) return true;
  return false;
}

static void watch(int pid) {
  int fd = is_watched(pid) ? -1 : call(__NR_pidfd_open, pid, 0, 0, 0, 0);
  if (fd < 0) return;
  if (count == MOST || !is_sibling(pid)) {
    call(__NR_close, fd, 0, 0, 0, 0);
    return;
  }
  pid_of[count] = pid;
  watched[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}

static void read_pids(void) {
  int pids[256];
  long length = call(__NR_read, 0, (long)pids, sizeof pids, 0, 0);
  if (length <= 0) watched[PIDS].fd = -1;
  for (long i = 0; i < length / (long)sizeof pids[0]; i++) watch(pids[i]);
}

static void wait(long millis) { poll_for(watched, count, millis); }

static void forget_ended(void) {
  for (int i = count - 1; i >= CHILDREN; i--)
    if (watched[i].revents) {
      call(__NR_close, watched[i].fd, 0, 0, 0, 0);
      watched[i] = watched[--count];
      pid_of[i] = pid_of[count];
    }
}

static void watch_while_parent_lives(int parent) {
  while (call(__NR_getppid, 0, 0, 0, 0, 0) == parent && !watched[PARENT].revents) {
    wait(-1);
    if (watched[PIDS].revents) read_pids();
    forget_ended();
  }
}

static void read_the_last_pids(void) {
  watched[PARENT].fd = -1;
  for (;;) {
    wait(0);
    if (watched[PIDS].fd < 0 || !watched[PIDS].revents) return;
    read_pids();
  }
}

static void end_family(void) {
  read_the_last_pids();
  watched[PIDS].fd = -1;
  for (long end = now_millis() + TIME_TO_END_MILLIS, left; count > CHILDREN && (left = end - now_millis()) > 0;) {
    wait(left);
    forget_ended();
  }
  for (int i = CHILDREN; i < count; i++) call(__NR_pidfd_send_signal, watched[i].fd, SIGKILL, 0, 0, 0);
}

static void take_as_many_files_as_allowed(void) {
  struct { unsigned long soft, hard; } limit;
  if (call(__NR_prlimit64, 0, RLIMIT_NOFILE, 0, (long)&limit, 0)) return;
  limit.soft = limit.hard;
  call(__NR_prlimit64, 0, RLIMIT_NOFILE, (long)&limit, 0, 0);
}

void guard(long *stack) {
  int parent = stack[0] > 1 ? number((const char *)stack[2]) : 0;
  call(__NR_setsid, 0, 0, 0, 0, 0); // Ctrl-C is for the family
  call(__NR_prctl, PR_SET_NAME, (long)"mitosis-guard", 0, 0, 0);
  call(__NR_chdir, (long)"/", 0, 0, 0, 0);
  call(__NR_close_range, 1, ~0U, 0, 0, 0); // the parent's files are not to stay open
  take_as_many_files_as_allowed();
  watched[PIDS] = (struct pollfd){.fd = 0, .events = POLLIN};
  watched[PARENT] = (struct pollfd){.fd = call(__NR_pidfd_open, parent, 0, 0, 0, 0), .events = POLLIN};
  count = CHILDREN;
  watch_while_parent_lives(parent);
  end_family();
  call(__NR_exit_group, 0, 0, 0, 0, 0);
}
