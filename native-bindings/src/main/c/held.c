// What frozen threads hold that a child would wait for in vain: classes that they are initialising or loading, monitors, locks.
#include "livefork.h"
#include <string.h>

#define KNOWN_METHODS 4096
#define MOST_FRAMES 1024
#define MOST_LINE_BYTES 1024

static jvmtiFrameInfo frames[MOST_FRAMES]; // of the thread that is looked at: one fork at a time

// Methods that are known to be harmless: asked for once, since stacks are mostly the same ones again.
static jmethodID plain_methods[KNOWN_METHODS];

static bool belongs_to_a_loader(jmethodID method) {
  Home home;
  home_of(method, &home);
  return begins(home.signature, "Ljava/lang/ClassLoader") || begins(home.signature, "Ljdk/internal/loader/");
}

// Whether a method on a stack says that a class is being initialised or loaded.
static bool makes_a_class(jmethodID method) {
  jmethodID *known = &plain_methods[((uintptr_t)method >> 3) % KNOWN_METHODS];
  char *name = NULL;
  if (*known == method || (*jvmti)->GetMethodName(jvmti, method, &name, NULL, NULL)) return false;
  bool does = !strcmp(name, "<clinit>") || belongs_to_a_loader(method);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)name);
  if (!does) *known = method;
  return does;
}

static jint java_state(const Frozen *f) {
  jint state = 0;
  return (*jvmti)->GetThreadState(jvmti, f->thread, &state) ? 0 : state;
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

// What a frame says that its thread holds; NULL for nothing.
static const char *held_by_frame(int i, bool runs, bool waits) {
  if (makes_a_class(frames[i].method) || (i == 0 && runs && may_begin_to_initialise(&frames[0])))
    return " initialises or loads a class in ";
  return may_hold_a_lock(&frames[i], i > 0 ? &frames[i - 1] : NULL, waits) ? " holds a lock taken in " : NULL;
}

// How many there are; less than 0 when they cannot be had.
static int read_frames(const Frozen *f) {
  jint n = 0;
  return (*jvmti)->GetStackTrace(jvmti, f->thread, 0, MOST_FRAMES, frames, &n) ? -1 : n;
}

// Whether one of the frames holds something; names all that do, when there is a report.
static bool holds_by_frames(const Frozen *f, int n, Report *r) {
  jint state = java_state(f);
  bool is_mounted = f->java_thread != NULL, holds = false;
  bool runs = is_mounted && !f->carries && state & JVMTI_THREAD_STATE_RUNNABLE;
  bool waits = !is_mounted || state & JVMTI_THREAD_STATE_WAITING;
  for (int i = 0; i < n && (r || !holds); i++) {
    const char *what = held_by_frame(i, runs, waits);
    jclass type = NULL;
    if (!what) continue;
    holds = true;
    if (!r || (*jvmti)->GetMethodDeclaringClass(jvmti, frames[i].method, &type)) continue;
    name_thread(f, r);
    say(r, what);
    name_class(type, r);
  }
  return holds;
}

// Whether to ask for its monitors, which takes long. A native method may own one, too; but who owns one by that is not unmounted.
static bool may_own_a_monitor(const Frozen *f, int n) {
  bool may = f->java_thread || n == MOST_FRAMES;
  for (int i = 0; i < n && !may; i++) may = synchronizes(frames[i].method);
  return may;
}

static bool holds_something(JNIEnv *env, const Frozen *f, int n, Report *r) {
  bool holds = holds_by_frames(f, n, r);
  return ((r || !holds) && may_own_a_monitor(f, n) && owns_a_monitor(env, f, r)) || holds;
}

static enum Holding holding_of(JNIEnv *env, const Frozen *f) {
  bool is_mounted = f->java_thread != NULL;
  if (is_mounted && !f->ours) return NOTHING;
  int n = read_frames(f);
  if (n < 0 && !is_mounted) return UNKNOWN;
  if (!holds_something(env, f, n, NULL)) return NOTHING;
  jint state = java_state(f);
  if ((is_mounted && is_in_native(f->java_thread) && !f->reads_a_file) || state & JVMTI_THREAD_STATE_WAITING) return WHILE_WAITING;
  return state & JVMTI_THREAD_STATE_BLOCKED_ON_MONITOR_ENTER ? WHILE_BLOCKED : WHILE_RUNNING;
}

// A thread suspended by this fork that holds something, each time another one: one that runs, if there is one, or else one
// that is blocked, or else one that waits. NULL when none holds anything.
Frozen *find_holder(JNIEnv *env) {
  static int last;
  Frozen *found = NULL;
  for (int i = 1; i <= frozen_count; i++) {
    Frozen *f = &frozen[(last + i) % frozen_count];
    if (f->holding == UNKNOWN) f->holding = holding_of(env, f);
    if (f->holding != NOTHING && (!found || f->holding < found->holding)) found = f;
  }
  if (found) last = (int)(found - frozen);
  return found;
}

// The same for virtual threads that are not mounted, as far as there is time. One that runs waits for a carrier.
Frozen *find_unmounted_holder(JNIEnv *env, int64_t deadline) {
  Frozen *found = NULL;
  for (int i = 0; i < unmounted_count && now() < deadline; i++) {
    Frozen *f = &unmounted[i];
    f->holding = holding_of(env, f);
    if (f->holding > NOTHING && (!found || f->holding < found->holding)) found = f;
  }
  return found;
}

// Names what holders hold, as long as there is room; how many it did not name.
static int name_those_of(JNIEnv *env, const Frozen *threads, int count, Report *r) {
  int unnamed = 0;
  for (int i = 0; i < count; i++) {
    if (threads[i].holding <= NOTHING) continue;
    if (strlen(r->text) + MOST_LINE_BYTES < TEXT_BYTES) holds_something(env, &threads[i], read_frames(&threads[i]), r);
    else unnamed++;
  }
  return unnamed;
}

static void say_how_many(Report *r, int count, const char *of) {
  if (count > 0) {
    say_number(r, count);
    say(r, of);
  }
}

void name_holders(JNIEnv *env, Report *r) {
  int unknown = 0;
  for (int i = 0; i < unmounted_count; i++) unknown += unmounted[i].holding == UNKNOWN;
  if (unmounted_count < 0) say(r, "the virtual threads could not be looked at\n");
  say_how_many(r, unknown, " of the virtual threads were not looked at\n");
  int unnamed = name_those_of(env, frozen, frozen_count, r);
  say_how_many(r, unnamed + name_those_of(env, unmounted, unmounted_count, r), " more threads hold something\n");
}
