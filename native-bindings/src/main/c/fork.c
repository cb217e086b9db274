// Live fork, step by step: freeze, park, fork, revive in the child, release and resume in the parent. See livefork.h.
#include "livefork.h"
#include <string.h>
#include <unistd.h>

#define LIVES_NANOS 10000000000LL
#define CHILD_FAILED 97
#define SHORTEST_PAUSE_NANOS 500000
#define LONGEST_PAUSE_NANOS 8000000
#define FIRST_MOMENT_NANOS 5000000

JavaVM *vm;
jvmtiEnv *jvmti;
static bool ready;

// Finds out, once, whether this JVM can be forked; 0, or REFUSED and the reason.
EXPORT int live_fork_init(Report *why) {
  jint (*created)(JavaVM **, jsize, jsize *);
  jsize n = 0;
  JNIEnv *env;
  if (ready) return 0;
  memset(why, 0, sizeof *why);
  *(void **)&created = in_vm("JNI_GetCreatedJavaVMs");
  if (!created || created(&vm, 1, &n) || n != 1 || (*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8)
      || (!jvmti && (*vm)->GetEnv(vm, (void **)&jvmti, JVMTI_VERSION_11))) {
    say(why, "this is not a HotSpot JVM");
    return REFUSED;
  }
  ready = hotspot_init(why) && heap_can_be_copied(env, why) && threads_init(env, why) && monitors_init(env, why)
      && lookup_init(why) && park_init(why);
  if (ready) child_init();
  return ready ? 0 : REFUSED;
}

static int go_on_in_child(int *own_id, const Options *o) {
  go_anywhere(o->clone_parent);
  parked_in_child();
  if (own_id) *own_id = getpid();
  mark_left_out();
  copy_pages_of_revived();
  int failed = make_threads();
  if (!failed) failed = await_noted(o->clone_parent);
  if (!failed && o->closes_streams) failed = child_let_go_of_streams(o);
  say_alive(failed);
  if (failed) _exit(CHILD_FAILED);
  close_descriptors(); // the parent need not wait for the rest
  copy_own_stack();
  child_clean_up();
  lend_shared(false);
  share_no_more(); // a child's own forks have pages of their own
  jdk_is_inherited();
  unmounted_are_inherited();
  open_gate();
  return 0;
}

static int fork_parked(const Options *o, Attempts *a, Report *r) {
  int *own_id = os_thread_id_word();
  if (!open_descriptors()) {
    r->error = errno;
    release_all();
    give_reason(r, "/proc/self/fd cannot be read");
    return FAILED;
  }
  int64_t begin = now();
  lend_shared(true);
  note_cpus();
  long child = fork_the_caller(SIGCHLD | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | (o->clone_parent ? CLONE_PARENT : 0),
                               (int *)(intptr_t)o->pid_word);
  if (child == 0) return go_on_in_child(own_id, o);
  r->error = child < 0 ? errno : 0;
  a->forked = now();
  r->fork_nanos = a->forked - begin;
  if (child > 0) {
    place_child((int)child);
    copy_pages_of_parked();
    say_noted(note_descriptors());
    copy_own_stack();
    look_for_life();
  }
  close_descriptors();
  release_all();
  if (child < 0) lend_shared(false);
  if (child < 0) give_reason(r, "the kernel would not make another process");
  return child < 0 ? FAILED : (int)child;
}

// Parks everybody, and forks if no frozen thread has begun to run native code meanwhile.
static int park_and_fork(const Options *o, Attempts *a, Report *r) {
  sigset_t all, old;
  int64_t begin = now();
  sigfillset(&all);
  for (const int *s = (const int[]){SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, 0}; *s; s++) sigdelset(&all, *s); // the VM's
  sigprocmask(SIG_BLOCK, &all, &old);
  int result = park_all(o, r);
  const Frozen *busy = result == 0 ? settle_parked(r) : NULL;
  r->park_nanos += now() - begin;
  if (busy) release_all();
  else if (result == 0) result = fork_parked(o, a, r);
  sigprocmask(SIG_SETMASK, &old, NULL);
  return busy ? after_native(o, a, busy, r) : result;
}

// One attempt; UNSETTLED when the moment was not the right one.
static int freeze_and_fork(JNIEnv *env, const Options *o, Attempts *a, Report *r) {
  int64_t begin = now();
  r->text[0] = 0;
  if ((*env)->PushLocalFrame(env, 64)) {
    give_reason(r, "there is no memory for a frame of JNI's");
    return FAILED;
  }
  practise_listing(env);
  int result = freeze(env, o, a, r);
  if (result == 0) prepare_names(env);
  if (result == 0 && !jdk_rehearse(env, r)) result = REFUSED;
  r->freeze_nanos += now() - begin;
  if (result == 0) result = park_and_fork(o, a, r);
  if (result == 0) name_frozen(env); // the child
  else resume_all();
  (*env)->PopLocalFrame(env, NULL);
  return result;
}

// fork(2) for the JVM: the child's pid, 0 in the child, or less than 0 and the reason. One at a time.
EXPORT int live_fork(const Options *o, Report *r) {
  JNIEnv *env;
  int64_t begin = now();
  Attempts a = {.begin = begin, .quiet = begin, .moment_nanos = FIRST_MOMENT_NANOS};
  memset(r, 0, offsetof(Report, text) + 1);
  if (!ready || (*vm)->GetEnv(vm, (void **)&env, JNI_VERSION_1_8)) return REFUSED;
  if (!share(r)) return FAILED;
  await_revived();
  int result;
  for (long pause = SHORTEST_PAUSE_NANOS; (result = freeze_and_fork(env, o, &a, r)) == UNSETTLED;) {
    pause_for(pause);
    if (pause < LONGEST_PAUSE_NANOS || pause < a.moment_nanos / 2) pause *= 2;
  }
  if (result > 0) {
    result = await_life(result, r, now() + LIVES_NANOS);
    r->revive_nanos = now() - a.forked;
  }
  return result;
}

// Of the sources that this was built from.
EXPORT const char *live_fork_sources(void) { return SOURCES_HASH; }
