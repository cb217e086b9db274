// The application is suspended, so that nothing of it moves in the child: a suspended thread that is inside the VM finishes
// that, also in the child, and blocks by itself on its way back to Java. The moment is chosen with care.
#include "livefork.h"

#define SETTLING_NANOS 5000000
#define LONGEST_MOMENT_NANOS 80000000
#define FEWEST_ATTEMPTS 5 // whatever the clock says: all processes of a machine may have stood still meanwhile
#define WAITING_NANOS 10000000 // for what a thread holds while it waits: mostly it waits for ever, as a selector does

// Waits until nobody runs native code, and lets those who hold something go on then, one at a time, until only such are left
// that wait, or it takes too long. Says who runs native code, if somebody does.
static const Frozen *settle(JNIEnv *env, int64_t moment_nanos, Frozen **holder) {
  const Frozen *busy = busy_after(moment_nanos);
  int64_t deadline = now() + SETTLING_NANOS;
  while (!busy && (*holder = find_holder(env)) && (*holder)->holding != WHILE_WAITING && now() < deadline) {
    let_go_on(*holder);
    busy = busy_after(moment_nanos);
  }
  if (busy) *holder = NULL;
  return busy;
}

// Suspends the application, and settles it; again as long as it has begun threads meanwhile. False when there is no memory.
static bool suspend_and_settle(JNIEnv *env, int64_t moment_nanos, const Frozen **busy, Frozen **holder) {
  int added = 0;
  *busy = *holder = NULL;
  while (!*busy && (added = suspend_new_threads(env)) > 0) *busy = settle(env, moment_nanos, holder);
  return added >= 0;
}

static int64_t patience(const Options *o, const Frozen *holder) {
  return holder->holding != WHILE_RUNNING && o->held_nanos > WAITING_NANOS ? WAITING_NANOS : o->held_nanos;
}

// What becomes of an attempt that found somebody in native code: another one, unless there always was somebody. It waits longer,
// as several threads whose native code takes longer than a moment are hardly ever out of it at once by chance.
int after_native(const Options *o, Attempts *a, const Frozen *busy, Report *r) {
  if (a->moment_nanos < LONGEST_MOMENT_NANOS) a->moment_nanos *= 2;
  if (++a->busy < FEWEST_ATTEMPTS || now() - a->quiet < o->native_nanos) return UNSETTLED;
  give_reason(r, "a thread is in native code, or inside the VM, for too long: ");
  name_thread(busy, r);
  name_method(busy, r);
  return TIMED_OUT;
}

static bool is_worth_waiting(const Options *o, const Attempts *a, const Frozen *holder) {
  return holder && now() - a->begin < patience(o, holder);
}

// Whom a fork would leave holding something: of the suspended threads, or if there is none, of the virtual threads that nobody can
// mount now. To look at those takes time, but not in vain: nobody waits for the holder any more.
static const Frozen *find_any_holder(JNIEnv *env, const Options *o, const Attempts *a, const Frozen *holder) {
  if (is_worth_waiting(o, a, holder)) return holder;
  int64_t brief = o->held_nanos < WAITING_NANOS ? o->held_nanos : WAITING_NANOS;
  int64_t end = a->begin + o->held_nanos, soon = now() + brief;
  note_unmounted(env);
  return find_unmounted_holder(env, end > soon ? end : soon);
}

// Suspends the application, at a moment when none of its threads runs native code, and when none holds what a child would wait
// for: 0, UNSETTLED when this was not such a moment, and else why not.
int freeze(JNIEnv *env, const Options *o, Attempts *a, Report *r) {
  const Frozen *busy;
  Frozen *holder;
  frozen_count = 0; // a child has its parent's
  bool noted = suspend_and_settle(env, a->moment_nanos, &busy, &holder);
  if (noted && busy) return after_native(o, a, busy, r);
  bool unsettled = noted && is_worth_waiting(o, a, find_any_holder(env, o, a, holder));
  int begun = noted && !unsettled && unmounted_count > 0 ? suspend_new_threads(env) : 0; // by the JVM's own, meanwhile
  if (!noted || begun < 0) {
    give_reason(r, "there is no memory to note the threads in");
    return FAILED;
  }
  if (unsettled || begun > 0) {
    a->quiet = now();
    a->busy = 0;
    return UNSETTLED;
  }
  r->frozen = frozen_count;
  name_holders(env, r);
  return 0;
}
