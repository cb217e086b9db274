// Which monitors a thread owns. JVMTI can say, but gives the right to ask only to agents that were there when the JVM began.
// The right is a bit in the agent's environment: it is found by what the environment says of it, set, and then tried. All
// that the JVM would do otherwise at its begin is to keep more for debuggers in compiled code.
#include "livefork.h"
#include <string.h>

#define MOST_ENVIRONMENT_BYTES 4096
#define NAMED_BYTES 6 // of jvmtiCapabilities; the rest is reserved, and not copied

static bool known;

// Whether an environment's capabilities are what stands here.
static bool says_the_same(const char *here) {
  jvmtiCapabilities have;
  return (*jvmti)->GetCapabilities(jvmti, &have) == JVMTI_ERROR_NONE && memcmp(here, &have, NAMED_BYTES) == 0;
}

// Whether what stands here goes along when a capability is taken and given back.
static bool follows(const char *here) {
  static const jvmtiCapabilities other = {.can_get_synthetic_attribute = 1};
  if (!says_the_same(here) || (*jvmti)->AddCapabilities(jvmti, &other)) return false;
  bool with = says_the_same(here);
  return (*jvmti)->RelinquishCapabilities(jvmti, &other) == JVMTI_ERROR_NONE && with && says_the_same(here);
}

// The environment's own note of its capabilities; NULL when it is not to be found, or there are several.
static jvmtiCapabilities *find_capabilities(void) {
  char *found = NULL, *begin = (char *)jvmti;
  Mapping in;
  if (!find_mapping((uintptr_t)begin, &in)) return NULL;
  char *end = (char *)in.end - begin < MOST_ENVIRONMENT_BYTES ? (char *)in.end : begin + MOST_ENVIRONMENT_BYTES;
  for (char *at = begin; at + NAMED_BYTES <= end; at += sizeof(int)) {
    if (!follows(at)) continue;
    if (found) return NULL;
    found = at;
  }
  return (jvmtiCapabilities *)(void *)found;
}

// The monitors that a suspended thread owns, to be deallocated; less than 0 when it cannot be said.
static int owned_by(jthread thread, jobject **monitors) {
  jint n = 0;
  *monitors = NULL;
  return (*jvmti)->GetOwnedMonitorInfo(jvmti, thread, &n, monitors) ? -1 : n;
}

static void forget(JNIEnv *env, int n, jobject *monitors) {
  for (int i = 0; i < n; i++) (*env)->DeleteLocalRef(env, monitors[i]);
  (*jvmti)->Deallocate(jvmti, (unsigned char *)monitors);
}

// Whether a monitor that the caller enters is among those that it is said to own, and not so when it has left it.
static bool is_told(JNIEnv *env) {
  jobject *monitors, mine = (*env)->NewByteArray(env, 1);
  jthread self = NULL;
  bool told = false;
  if (!mine || (*jvmti)->GetCurrentThread(jvmti, &self)) return false;
  int before = owned_by(self, &monitors);
  forget(env, before, monitors);
  (*env)->MonitorEnter(env, mine);
  int n = owned_by(self, &monitors);
  for (int i = 0; i < n; i++) told |= (*env)->IsSameObject(env, monitors[i], mine);
  forget(env, n, monitors);
  (*env)->MonitorExit(env, mine);
  int after = owned_by(self, &monitors);
  forget(env, after, monitors);
  return told && before >= 0 && after == before && n == before + 1;
}

bool monitors_init(JNIEnv *env, Report *why) {
  jvmtiCapabilities have, *noted = known ? NULL : find_capabilities();
  if (noted) {
    noted->can_get_owned_monitor_info = 1;
    known = (*jvmti)->GetCapabilities(jvmti, &have) == JVMTI_ERROR_NONE && have.can_get_owned_monitor_info && is_told(env);
  }
  if (!known) say(why, "this JVM does not say which monitors a thread owns, for which a child would wait in vain");
  return known;
}

// Whether a suspended thread owns a monitor; names them when there is a report.
bool owns_a_monitor(JNIEnv *env, const Frozen *f, Report *r) {
  jobject *monitors;
  int n = owned_by(f->thread, &monitors);
  for (int i = 0; r && i < n; i++) {
    name_thread(f, r);
    say(r, " holds the monitor of ");
    jclass type = (*env)->GetObjectClass(env, monitors[i]);
    name_class(type, r);
    (*env)->DeleteLocalRef(env, type);
  }
  forget(env, n, monitors);
  return n > 0;
}
