// The application's threads are suspended by JVMTI, so that none moves in the child: a suspended thread that is in native
// code or inside the VM finishes that, also in the child, and blocks by itself on its way back to Java. Those that merely
// wait for input in the kernel are not revived at all, since they would take the input from the parent.
#include "livefork.h"
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOOK_NANOS 100000
#define MOMENT_NANOS 5000000
#define LEAVE_NANOS 20000
#define SHORTEST_PAUSE_NANOS 500000
#define LONGEST_PAUSE_NANOS 8000000
#define KNOWN_METHODS 4096
#define MOST_FRAMES 1024

typedef jvmtiError(JNICALL *GetVirtualThread)(jvmtiEnv *, jthread, jthread *);

static Frozen *frozen;
static int frozen_count, frozen_room;
static jclass plain_thread, reference_handler, finalizer, innocuous_thread;
static GetVirtualThread get_virtual_thread;
static bool knows_monitors;

static jclass find_class(JNIEnv *env, const char *name) {
  jclass local = (*env)->FindClass(env, name);
  if (!local) {
    (*env)->ExceptionClear(env);
    return NULL;
  }
  jclass global = (*env)->NewGlobalRef(env, local);
  (*env)->DeleteLocalRef(env, local);
  return global;
}

static void find_extension(void) {
  jint n = 0;
  jvmtiExtensionFunctionInfo *all = NULL;
  if ((*jvmti)->GetExtensionFunctions(jvmti, &n, &all)) return;
  for (int i = 0; i < n; i++)
    if (!strcmp(all[i].id, "com.sun.hotspot.functions.GetVirtualThread")) get_virtual_thread = (GetVirtualThread)all[i].func;
}

bool freeze_init(JNIEnv *env, Report *why) {
  jvmtiCapabilities suspend = {.can_suspend = 1, .can_get_bytecodes = 1}, monitors = {.can_get_owned_monitor_info = 1};
  if ((*jvmti)->AddCapabilities(jvmti, &suspend)) {
    say(why, "another agent, a debugger as a rule, has reserved the suspension of threads, which only one may have: start "
             "this JVM without -agentlib:jdwp");
    return false;
  }
  knows_monitors = (*jvmti)->AddCapabilities(jvmti, &monitors) == JVMTI_ERROR_NONE;
  find_extension();
  jvmtiCapabilities virtual_threads = {0};
  ((unsigned char *)&virtual_threads)[5] = 0x10; // can_support_virtual_threads: no name for it before JDK 21's header
  (*jvmti)->AddCapabilities(jvmti, &virtual_threads);
  plain_thread = find_class(env, "java/lang/Thread");
  reference_handler = find_class(env, "java/lang/ref/Reference$ReferenceHandler");
  finalizer = find_class(env, "java/lang/ref/Finalizer$FinalizerThread");
  innocuous_thread = find_class(env, "jdk/internal/misc/InnocuousThread");
  if (plain_thread && reference_handler && finalizer && innocuous_thread) return true;
  say(why, "this JVM's own threads are of unknown classes");
  return false;
}

static bool begins(const char *text, const char *with) { return strncmp(text, with, strlen(with)) == 0; }

static bool is_in_system_group(jthreadGroup group) {
  jvmtiThreadGroupInfo info;
  if (!group || (*jvmti)->GetThreadGroupInfo(jvmti, group, &info)) return false;
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  return info.parent == NULL;
}

enum Kind { APPLICATION, SERVICE, REAPER };

// The JVM's own services, by what they are and not by a name alone, which any thread can have.
static enum Kind kind_of(JNIEnv *env, jthread thread) {
  jclass type = (*env)->GetObjectClass(env, thread);
  if ((*env)->IsSameObject(env, type, reference_handler) || (*env)->IsSameObject(env, type, finalizer)) return SERVICE;
  bool plain = (*env)->IsSameObject(env, type, plain_thread), innocuous = (*env)->IsSameObject(env, type, innocuous_thread);
  jvmtiThreadInfo info;
  if ((!plain && !innocuous) || (*jvmti)->GetThreadInfo(jvmti, thread, &info)) return APPLICATION;
  bool serves = plain ? (!strcmp(info.name, "Signal Dispatcher") || !strcmp(info.name, "Attach Listener")
                         || !strcmp(info.name, "Notification Thread"))
                            && is_in_system_group(info.thread_group)
                      : !strcmp(info.name, "Common-Cleaner") || !strcmp(info.name, "VirtualThread-unblocker");
  bool reaps = innocuous && begins(info.name, "process reaper");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
  return serves ? SERVICE : reaps ? REAPER : APPLICATION;
}

static bool add(jthread thread, char *java_thread) {
  if (frozen_count == frozen_room) {
    int room = frozen_room ? 2 * frozen_room : 64;
    Frozen *more = realloc(frozen, room * sizeof *more);
    if (!more) return false;
    frozen = more;
    frozen_room = room;
  }
  frozen[frozen_count++] = (Frozen){.thread = thread, .java_thread = java_thread, .tid = tid_of(java_thread)};
  return true;
}

// Notes the threads of the application; the caller's is none of them.
static bool list_threads(JNIEnv *env) {
  jint n = 0;
  jthread *all = NULL;
  int self = (int)syscall(SYS_gettid);
  bool ok = (*jvmti)->GetAllThreads(jvmti, &n, &all) == JVMTI_ERROR_NONE
      && (*env)->EnsureLocalCapacity(env, 6 * n + 64) == 0;
  frozen_count = 0;
  for (int i = 0; ok && i < n; i++) {
    char *java_thread = java_thread_of(env, all[i]);
    if (!java_thread || tid_of(java_thread) == self) continue;
    enum Kind kind = kind_of(env, all[i]);
    if (kind != SERVICE) ok = add(all[i], java_thread);
    if (kind == REAPER && ok) frozen[frozen_count - 1].reaps = true;
  }
  (*jvmti)->Deallocate(jvmti, (unsigned char *)all);
  return ok;
}

// A reaper without a process serves all, so it is not suspended; one that waits for the parent's is merely left out.
static void suspend(Frozen *f) {
  if (f->reaps) return;
  f->ours = (*jvmti)->SuspendThread(jvmti, f->thread) == JVMTI_ERROR_NONE;
}

// A virtual thread that is mounted runs on when its carrier is suspended: it is suspended itself, before.
static void suspend_mounted(int carriers) {
  for (int i = 0; i < carriers; i++) {
    jthread mounted = NULL;
    if (get_virtual_thread(jvmti, frozen[i].thread, &mounted) || !mounted) continue;
    frozen[i].carries = true;
    if (add(mounted, frozen[i].java_thread)) suspend(&frozen[frozen_count - 1]);
  }
}

static void suspend_all(void) {
  int platform_threads = frozen_count;
  if (get_virtual_thread) suspend_mounted(platform_threads);
  for (int i = 0; i < platform_threads; i++) suspend(&frozen[i]);
}

static void resume_all(void) {
  for (int i = frozen_count - 1; i >= 0; i--)
    if (frozen[i].ours) (*jvmti)->ResumeThread(jvmti, frozen[i].thread);
}

// Methods that are known to be no static initialisers: asked for once, since stacks are mostly the same ones again.
static jmethodID plain_methods[KNOWN_METHODS];

static bool is_initialiser(jmethodID method) {
  jmethodID *known = &plain_methods[((uintptr_t)method >> 3) % KNOWN_METHODS];
  char *name = NULL;
  if (*known == method || (*jvmti)->GetMethodName(jvmti, method, &name, NULL, NULL)) return false;
  bool is = !strcmp(name, "<clinit>");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
  if (!is) *known = method;
  return is;
}

static void name_thread(const Frozen *f, Report *r) {
  jvmtiThreadInfo info;
  if ((*jvmti)->GetThreadInfo(jvmti, f->thread, &info)) return;
  say(r, info.name);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)info.name);
}

static void name_class(jclass type, Report *r) {
  char *signature = NULL;
  if (!type || (*jvmti)->GetClassSignature(jvmti, type, &signature, NULL)) return;
  say(r, signature);
  say(r, "\n");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
}

// Whether a thread stands at a bytecode that may initialise a class. A thread is not stopped there but inside the VM, which
// may have begun the initialisation, and not yet called the class's initialiser.
static bool may_begin_to_initialise(const jvmtiFrameInfo *top) {
  enum { GETSTATIC = 0xb2, PUTSTATIC = 0xb3, INVOKESTATIC = 0xb8, NEW = 0xbb };
  jint length = 0;
  unsigned char *code = NULL;
  if (top->location < 0 || (*jvmti)->GetBytecodes(jvmti, top->method, &length, &code)) return false;
  int bytecode = top->location < length ? code[top->location] : 0;
  (*jvmti)->Deallocate(jvmti, code);
  return bytecode == GETSTATIC || bytecode == PUTSTATIC || bytecode == INVOKESTATIC || bytecode == NEW;
}

// Whether the thread is in the middle of a class's initialisation, for which everybody else waits; names it.
static bool initialises(const Frozen *f, Report *r) {
  static jvmtiFrameInfo frames[MOST_FRAMES]; // one fork at a time
  jint n = 0;
  if ((*jvmti)->GetStackTrace(jvmti, f->thread, 0, MOST_FRAMES, frames, &n)) return false;
  for (int i = 0; i < n; i++) {
    if (!is_initialiser(frames[i].method) && !(i == 0 && !f->carries && may_begin_to_initialise(&frames[0])))
      continue;
    jclass type = NULL;
    if (r) {
      name_thread(f, r);
      say(r, " initialises a class in ");
      (*jvmti)->GetMethodDeclaringClass(jvmti, frames[i].method, &type);
      name_class(type, r);
    }
    return true;
  }
  return false;
}

static bool owns_monitors(JNIEnv *env, const Frozen *f, Report *r) {
  jint n = 0;
  jobject *owned = NULL;
  if (!knows_monitors || (*jvmti)->GetOwnedMonitorInfo(jvmti, f->thread, &n, &owned)) return false;
  for (int i = 0; i < n; i++) {
    if (r) {
      name_thread(f, r);
      say(r, " holds the monitor of a ");
      name_class((*env)->GetObjectClass(env, owned[i]), r);
    }
    (*env)->DeleteLocalRef(env, owned[i]);
  }
  (*jvmti)->Deallocate(jvmti, (unsigned char *)owned);
  return n > 0;
}

typedef struct { int owners, initialisers; } Held;

// How many of the threads suspended by this fork hold what a child would wait for; names it, when there is a report.
static Held count_held(JNIEnv *env, Report *r) {
  Held held = {0, 0};
  for (int i = 0; i < frozen_count; i++) {
    if (!frozen[i].ours) continue;
    held.owners += owns_monitors(env, &frozen[i], r);
    held.initialisers += initialises(&frozen[i], r);
  }
  return held;
}

static void pause_nanos(long nanos) { nanosleep(&(struct timespec){0, nanos}, NULL); }

// What a thread is doing in the kernel, by number: it may be left out while it waits for input there, and it may be revived
// while it waits for a time or a futex, since it then blocks by itself on its way back.
static bool waits_for_input(long number) {
  switch (number) {
    case SYS_read: case SYS_readv: case SYS_recvfrom: case SYS_recvmsg: case SYS_accept: case SYS_accept4: case SYS_ppoll:
    case SYS_epoll_pwait: case SYS_pselect6: case SYS_wait4: case SYS_waitid:
#ifdef SYS_poll
    case SYS_poll: case SYS_epoll_wait: case SYS_select:
#endif
      return true;
    default: return false;
  }
}

static bool waits_harmlessly(long number) {
  return number == SYS_futex || number == SYS_nanosleep || number == SYS_clock_nanosleep || number == SYS_restart_syscall;
}

// Looks at a thread that is in native code; false when it is running it.
static bool waits_in_kernel(Frozen *f) {
  char path[64], text[256], *end = path + sizeof path;
  append(append_number(append(path, end, "/proc/self/task/"), end, f->tid), end, "/syscall");
  long length = read_file(path, text, sizeof text);
  if (length <= 0) return length < 0;  // it has ended
  if (text[0] == 'r') return f->reaps; // "running"
  long number = strtol(text, NULL, 10);
  char *last = strrchr(text, ' ');
  if (!last) return false;
  f->pc = strtoull(last + 1, NULL, 16);
  *last = 0;
  last = strrchr(text, ' ');
  f->sp = last ? strtoull(last + 1, NULL, 16) : 0;
  f->may_be_left_out = waits_for_input(number);
  f->may_be_revived = waits_harmlessly(number);
  return f->may_be_left_out || f->may_be_revived || f->reaps;
}

static Frozen *running_native(void) {
  for (int i = 0; i < frozen_count; i++) {
    Frozen *f = &frozen[i];
    f->may_be_left_out = f->may_be_revived = false;
    if (is_in_native(f->java_thread) && !waits_in_kernel(f)) return f;
  }
  return NULL;
}

static Frozen *in_critical_region(void) {
  for (int i = 0; i < frozen_count; i++)
    if (is_in_critical_region(frozen[i].java_thread)) return &frozen[i];
  return NULL;
}

// A thread that leaves a critical region is stopped on its way out, before it has left.
static void let_leave(Frozen *f) {
  if ((*jvmti)->ResumeThread(jvmti, f->thread)) return;
  pause_nanos(LEAVE_NANOS);
  suspend(f);
}

// Waits a moment until no suspended thread executes native code, where it may hold a lock of libc's, or be about to write,
// or stands in a critical region, which would keep the child from collecting garbage.
static const Frozen *busy_after_a_moment(void) {
  int64_t deadline = now() + MOMENT_NANOS;
  Frozen *busy;
  while (((busy = running_native()) || (busy = in_critical_region())) && now() < deadline) {
    if (busy->ours && is_in_critical_region(busy->java_thread)) let_leave(busy);
    else pause_nanos(LOOK_NANOS);
  }
  return busy;
}

bool await_quiet(void) { return busy_after_a_moment() == NULL; }

// Suspends the application, at a moment when none of its threads runs native code, and when none holds a monitor or
// initialises a class if there is one in time. Native code and initialisations come to an end, so they are worth a longer
// wait; a monitor may be held for good.
int freeze(JNIEnv *env, const Options *o, Report *r) {
  int64_t begin = now();
  if ((*env)->PushLocalFrame(env, 64)) return FAILED;
  for (long pause = SHORTEST_PAUSE_NANOS;; pause = pause < LONGEST_PAUSE_NANOS ? 2 * pause : pause) {
    if (!list_threads(env)) {
      say(r, "no memory to note the threads in");
      return FAILED;
    }
    suspend_all();
    const Frozen *busy = busy_after_a_moment();
    Held held = count_held(env, NULL);
    int64_t waited = now() - begin;
    if (busy && waited >= o->native_nanos) {
      say(r, "a thread runs native code for too long: ");
      name_thread(busy, r);
      return TIMED_OUT;
    }
    if (!busy && waited >= (held.initialisers ? o->native_nanos : held.owners ? o->monitor_nanos : 0)) {
      r->frozen = frozen_count;
      r->holders = held.owners + held.initialisers;
      if (r->holders) count_held(env, r);
      return 0;
    }
    resume_all();
    pause_nanos(pause);
  }
}

extern int syscall_bytes(void);

static bool is_where_it_was(const Frozen *f, const Parked *p) {
  return p->sp == f->sp && (p->pc == f->pc || p->pc == f->pc - syscall_bytes());
}

// With all threads parked: decides which of them the child leaves out. False when one has begun to run native code.
bool settle_parked(void) {
  for (int i = 0; i < frozen_count; i++) {
    const Frozen *f = &frozen[i];
    Parked *p = is_in_native(f->java_thread) ? parked_by_tid(f->tid) : NULL;
    if (!p || p->left_out) continue;
    bool as_seen = (f->may_be_left_out || f->may_be_revived) && is_where_it_was(f, p);
    if (!as_seen && !f->reaps) return false;
    p->left_out = as_seen && f->may_be_left_out;
  }
  return true;
}

// In the child: threads that are left out will never run, and nobody is to wait for them.
void mark_left_out(void) {
  for (int i = 0; i < frozen_count; i++) {
    Parked *p = parked_by_tid(frozen[i].tid);
    if (p && p->left_out && is_in_native(frozen[i].java_thread)) mark_blocked(frozen[i].java_thread);
  }
}

// Ends the freeze: in the parent the threads go on; in the child they stay as they are.
void thaw(JNIEnv *env, bool in_child) {
  if (!in_child) resume_all();
  (*env)->PopLocalFrame(env, NULL);
}
