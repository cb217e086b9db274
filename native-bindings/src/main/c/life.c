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
#define SOON_NANOS 1000000 // each tells the other sooner than that, unless there are a great many threads or files

Shared *shared;
static int parent;

void share_no_more(void) {
  munmap(shared, sizeof *shared);
  shared = NULL;
}

// Before a fork. A child that has yet to read what was noted for it, or never will, keeps those pages for itself.
bool share(Report *r) {
  if (shared && atomic_load(&shared->is_lent)) share_no_more();
  if (!shared) {
    void *made = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (made == MAP_FAILED) {
      r->error = errno;
      give_reason(r, "there is no memory to share with the child");
      return false;
    }
    shared = made;
  }
  atomic_store(&shared->has_begun, false);
  atomic_store(&shared->placed, 0);
  atomic_store(&shared->life, 0);
  atomic_store(&shared->noted, 0);
  parent = getpid();
  return true;
}

// As long as they are lent to a child, they are not for the next fork.
void lend_shared(bool is_lent) { atomic_store(&shared->is_lent, is_lent); }

void tell(_Atomic int *word, int what) {
  atomic_store(word, what);
  futex(word, FUTEX_WAKE, 1, NULL);
}

// Waits a little; whether the other has told something meanwhile.
static bool hears(_Atomic int *word) {
  struct timespec limit = {0, LOOK_NANOS};
  futex(word, FUTEX_WAIT, 0, &limit);
  return atomic_load(word) != 0;
}

// Whether a process has ended that is neither the caller's child nor its parent. One that cannot be looked at may live.
static bool has_ended(int pid) {
  char path[64], stat[512], *end = path + sizeof path;
  append(append_number(append(path, end, "/proc/"), end, pid), end, "/stat");
  if (read_file(path, stat, sizeof stat) < 0) return errno == ENOENT || errno == ESRCH;
  const char *state = stat_field(stat, STAT_STATE);
  return state && (*state == 'Z' || *state == 'X');
}

// A sibling's end is its parent's to wait for.
static bool child_has_ended(int child) {
  siginfo_t info = {0};
  return waitid(P_PID, child, &info, WEXITED | WNOHANG | WNOWAIT) == 0 ? info.si_pid != 0 : has_ended(child);
}

// In the parent, once the child may use what was noted of its descriptors; or they are too many.
void say_noted(bool noted) { tell(&shared->noted, noted ? NOTED : TOO_MANY); }

// In the child: waits until its parent has told something. False when it has ended meanwhile, perhaps without.
bool parent_tells(_Atomic int *word, bool is_sibling) {
  look_for(word, SOON_NANOS);
  while (atomic_load(word) == 0 && !hears(word))
    if (is_sibling ? has_ended(parent) : getppid() != parent) return false;
  return true;
}

// In the child: 0, or errno. When the parent has ended meanwhile, the child notes what it has inherited by itself.
int await_noted(bool is_sibling) {
  bool noted = parent_tells(&shared->noted, is_sibling) || note_inherited();
  return !noted || atomic_load(&shared->noted) == TOO_MANY ? EMFILE : 0;
}

// In the child: it lives, or why it cannot, by errno.
void say_alive(int failed) { tell(&shared->life, failed ? -failed : ALIVE); }

// In the parent, whose other threads leave the child the processors as long.
void look_for_life(void) { look_for(&shared->life, SOON_NANOS); }

// Waits until the child says that it lives; otherwise ends and reaps it.
int await_life(int child, Report *r, int64_t deadline) {
  while (atomic_load(&shared->life) == 0 && now() < deadline && !hears(&shared->life))
    if (child_has_ended(child)) break;
  int said = atomic_load(&shared->life);
  if (said == ALIVE) return child;
  kill(child, SIGKILL);
  waitpid(child, NULL, 0);
  r->error = said < 0 ? -said : 0;
  give_reason(r, atomic_load(&shared->noted) == TOO_MANY ? "more than 65536 files are open for reading"
                 : said < 0                              ? "the kernel would not make the child's threads, or close its streams"
                                                         : "the child did not come to life");
  return FAILED;
}
