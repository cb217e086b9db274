// The application is suspended, so that nothing of it moves in the child: a suspended thread that is inside the VM finishes
// that, also in the child, and blocks by itself on its way back to Java. The moment is chosen with care.
#include "livefork.h"

#define SHORTEST_PAUSE_NANOS 500000
#define LONGEST_PAUSE_NANOS 8000000
#define MOMENT_NANOS 5000000
#define WAITING_NANOS 10000000 // for what a thread holds while it waits: mostly it waits for ever, as a selector does

// Lets those who hold something go on, one at a time, until none does or a moment is over; says who runs native code.
static const Frozen *settle(JNIEnv *env, Frozen **holder) {
  int64_t deadline = now() + MOMENT_NANOS;
  for (;;) {
    const Frozen *busy = busy_after_a_moment();
    *holder = busy ? NULL : find_holder(env);
    if (!*holder || (*holder)->holding == WHILE_WAITING || now() >= deadline) return busy;
    let_go_on(*holder);
  }
}

// Suspends the application, and settles it; again as long as it has begun threads meanwhile. False when there is no memory.
static bool suspend_and_settle(JNIEnv *env, const Frozen **busy, Frozen **holder) {
  int added;
  *busy = *holder = NULL;
  while ((added = suspend_new_threads(env)) > 0 && !*busy) *busy = settle(env, holder);
  return added >= 0;
}

static int64_t patience(const Options *o, const Frozen *holder) {
  return holder->holding == WHILE_WAITING && o->held_nanos > WAITING_NANOS ? WAITING_NANOS : o->held_nanos;
}

// Suspends the application, at a moment when none of its threads runs native code, and when none holds what a child would wait
// for if there is one in time.
int freeze(JNIEnv *env, const Options *o, Report *r) {
  int64_t begin = now();
  frozen_count = 0; // a child has its parent's
  for (long pause = SHORTEST_PAUSE_NANOS;; pause = pause < LONGEST_PAUSE_NANOS ? 2 * pause : pause) {
    const Frozen *busy;
    Frozen *holder;
    if (!suspend_and_settle(env, &busy, &holder)) {
      say(r, "no memory to note the threads in");
      return FAILED;
    }
    int64_t waited = now() - begin;
    if (busy && waited >= o->native_nanos) {
      say(r, "a thread runs native code for too long: ");
      name_thread(busy, r);
      return TIMED_OUT;
    }
    if (!busy && (!holder || waited >= patience(o, holder))) {
      r->frozen = frozen_count;
      if (holder) name_holders(env, r);
      return 0;
    }
    resume_all();
    pause_for(pause);
  }
}
