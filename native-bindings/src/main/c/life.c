// What parent and child tell each other while one process becomes two, on pages that fork(2) does not copy: the child that it
// lives, and the parent which descriptors it has. It looks at those while the child comes to life, so that this takes no time; its other
// threads are parked as long, so that what it finds is what the child has inherited.
#include "livefork.h"
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define ALIVE 1
#define NOTED 1
#define TOO_MANY (-1)
#define LOOK_NANOS 20000000
#define SOON_NANOS 1000000 // a child lives sooner than that, unless it has a great many threads
#define STAT_STATE 3

Shared *shared;
static int parent;

// Before a fork.
bool share(Report *r) {
  if (!shared) {
    void *made = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (made == MAP_FAILED) {
      r->error = errno;
      give_reason(r, "there is no memory to share with the child");
      return false;
    }
    shared = made;
  }
  atomic_store(&shared->life, 0);
  atomic_store(&shared->noted, 0);
  parent = getpid();
  return true;
}

void share_no_more(void) {
  munmap(shared, sizeof *shared);
  shared = NULL;
}

// Whether a process has ended; the end of one that is no child of the caller's is another's to wait for, and seen in /proc alone.
static bool has_ended(int pid) {
  siginfo_t info = {0};
  char path[64], stat[512], *end = path + sizeof path;
  if (waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0) return info.si_pid != 0;
  append(append_number(append(path, end, "/proc/"), end, pid), end, "/stat");
  if (read_file(path, stat, sizeof stat) <= 0) return true;
  const char *state = stat_field(stat, STAT_STATE);
  return state && (*state == 'Z' || *state == 'X');
}

static void tell(_Atomic int *word, int what) {
  atomic_store(word, what);
  futex(word, FUTEX_WAKE, 1, NULL);
}

// Looks for a little while whether the other has told it. It does so soon, and to be woken would take as long again.
static void look_for(_Atomic int *word) {
  int64_t end = now() + SOON_NANOS;
  while (atomic_load(word) == 0 && now() < end) sched_yield();
}

static void await(_Atomic int *word, int from, int64_t deadline) {
  while (atomic_load(word) == 0 && now() < deadline) {
    struct timespec limit = {0, LOOK_NANOS};
    futex(word, FUTEX_WAIT, 0, &limit);
    if (atomic_load(word) == 0 && has_ended(from)) return;
  }
}

// In the parent, once the child may use what was noted of its descriptors; or they are too many.
void say_noted(bool noted) { tell(&shared->noted, noted ? NOTED : TOO_MANY); }

// In the child: 0, or errno. When the parent has ended meanwhile, nobody has anything in common with the child any more.
int await_noted(void) {
  look_for(&shared->noted);
  await(&shared->noted, parent, INT64_MAX);
  return atomic_load(&shared->noted) == TOO_MANY ? EMFILE : 0;
}

// In the child: it lives, or why it cannot, by errno.
void say_alive(int failed) { tell(&shared->life, failed ? -failed : ALIVE); }

// In the parent, whose other threads leave the child the processors as long.
void look_for_life(void) { look_for(&shared->life); }

// Waits until the child says that it lives; otherwise ends and reaps it.
int await_life(int child, Report *r, int64_t deadline) {
  await(&shared->life, child, deadline);
  int said = atomic_load(&shared->life);
  if (said == ALIVE) return child;
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  r->error = said < 0 ? -said : 0;
  give_reason(r, atomic_load(&shared->noted) == TOO_MANY ? "more than 65536 files are open for reading"
                 : said < 0                              ? "the kernel would not make the child's threads"
                                                         : "the child did not come to life");
  return FAILED;
}
