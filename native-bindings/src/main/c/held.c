// What frozen threads hold that a child would wait for in vain: classes that they are initialising or loading. Monitors are not
// among it, since JVMTI tells who owns them only to agents that were there when the JVM began.
#include "livefork.h"
#include <string.h>

#define KNOWN_METHODS 4096
#define MOST_FRAMES 1024

// Methods that are known to be harmless: asked for once, since stacks are mostly the same ones again.
static jmethodID plain_methods[KNOWN_METHODS];

static bool belongs_to_a_loader(jmethodID method) {
  jclass type = NULL;
  char *signature = NULL;
  if ((*jvmti)->GetMethodDeclaringClass(jvmti, method, &type) || (*jvmti)->GetClassSignature(jvmti, type, &signature, NULL))
    return false;
  bool does = begins(signature, "Ljava/lang/ClassLoader") || begins(signature, "Ljdk/internal/loader/");
  (*jvmti)->Deallocate(jvmti, (unsigned char *)signature);
  return does;
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

void name_thread(const Frozen *f, Report *r) {
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

// Whether the thread is in the middle of making a class, for which everybody else waits; names it.
static bool makes_class(const Frozen *f, Report *r) {
  static jvmtiFrameInfo frames[MOST_FRAMES]; // one fork at a time
  jint n = 0;
  if ((*jvmti)->GetStackTrace(jvmti, f->thread, 0, MOST_FRAMES, frames, &n)) return false;
  for (int i = 0; i < n; i++) {
    if (!makes_a_class(frames[i].method) && !(i == 0 && !f->carries && may_begin_to_initialise(&frames[0])))
      continue;
    jclass type = NULL;
    if (r) {
      name_thread(f, r);
      say(r, " initialises or loads a class in ");
      (*jvmti)->GetMethodDeclaringClass(jvmti, frames[i].method, &type);
      name_class(type, r);
    }
    return true;
  }
  return false;
}

// How many of the threads suspended by this fork hold what a child would wait for; names it, when there is a report.
int count_holders(Report *r) {
  int holders = 0;
  for (int i = 0; i < frozen_count; i++) holders += frozen[i].ours && makes_class(&frozen[i], r);
  return holders;
}
