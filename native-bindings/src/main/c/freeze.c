// The application is suspended, so that nothing of it moves in the child: a suspended thread that is inside the VM finishes
// that, also in the child, and blocks by itself on its way back to Java. The moment is chosen with care.
#include "livefork.h"

#define SHORTEST_PAUSE_NANOS 500000
#define LONGEST_PAUSE_NANOS 8000000

// Suspends the application, at a moment when none of its threads runs native code, and when none is making a class if there is
// one in time.
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
    int holders = busy ? 0 : count_holders(NULL);
    int64_t waited = now() - begin;
    if (busy && waited >= o->native_nanos) {
      say(r, "a thread runs native code for too long: ");
      name_thread(busy, r);
      return TIMED_OUT;
    }
    if (!busy && (!holders || waited >= o->class_nanos)) {
      r->frozen = frozen_count;
      r->holders = holders ? count_holders(r) : 0;
      return 0;
    }
    resume_all();
    pause_for(pause);
  }
}

// Ends the freeze: in the parent the threads go on; in the child they stay as they are.
void thaw(JNIEnv *env, bool in_child) {
  if (!in_child) resume_all();
  (*env)->PopLocalFrame(env, NULL);
}
