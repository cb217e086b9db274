// Locks of java.util.concurrent. The VM does not know who holds one, so the frames are asked: a method that has called lock()
// before the place where it stands, and will call unlock() behind it, may hold it. It may also just have released it: the thread is
// then let go on in vain, and soon stands elsewhere. Locks that are taken in one method and released in another are not seen.
#include "livefork.h"
#include <stdlib.h>
#include <string.h>

#define KNOWN_METHODS 4096
#define LOCKS "java/util/concurrent/locks/"
#define INTERNAL_LOCK "jdk/internal/misc/InternalLock"

// A method's first call of lock(), and its last of unlock(), by bytecode index; -1 when there is none. And whether it takes monitors.
typedef struct { jmethodID method; int lock, unlock; bool synchronizes; } Locking;

// A class's constants, as its class file has them (JVMS 4.4).
typedef struct { unsigned char *bytes; uint32_t *at; int count; } Constants;

enum { UTF8 = 1, LONG = 5, DOUBLE = 6, CLASS = 7, STRING = 8, METHOD_HANDLE = 15, METHOD_TYPE = 16, MODULE = 19, PACKAGE = 20 };
enum { INVOKEVIRTUAL = 0xb6, INVOKEINTERFACE = 0xb9, TABLESWITCH = 0xaa, LOOKUPSWITCH = 0xab, WIDE = 0xc4, IINC = 0x84, MONITORENTER = 0xc2 };
enum { ACC_SYNCHRONIZED = 0x20 };

static int u2(const unsigned char *at) { return at[0] << 8 | at[1]; }
static int u4(const unsigned char *at) { return (int)((uint32_t)u2(at) << 16 | (uint32_t)u2(at + 2)); }

static uint32_t constant_bytes(const unsigned char *constant) {
  switch (constant[0]) {
    case UTF8: return 3 + u2(constant + 1);
    case LONG: case DOUBLE: return 9;
    case CLASS: case STRING: case METHOD_TYPE: case MODULE: case PACKAGE: return 3;
    case METHOD_HANDLE: return 4;
    default: return 5;
  }
}

static bool read_constants_of(jclass type, Constants *c) {
  jint count = 0, length = 0;
  if ((*jvmti)->GetConstantPool(jvmti, type, &count, &length, &c->bytes) || length == 0) return false;
  c->count = count;
  c->at = calloc(count + 1, sizeof *c->at);
  for (uint32_t i = 1, at = 0; c->at && i < (uint32_t)count && at < (uint32_t)length; i++) {
    c->at[i] = at;
    if (c->bytes[at] == LONG || c->bytes[at] == DOUBLE) i++;
    at += constant_bytes(c->bytes + at);
  }
  return true;
}

static void free_constants(Constants *c) {
  free(c->at);
  (*jvmti)->Deallocate(jvmti, c->bytes);
}

static const unsigned char *constant(const Constants *c, int index) {
  return c->at && index > 0 && index < c->count ? c->bytes + c->at[index] : c->bytes;
}

static bool utf8_begins(const unsigned char *utf8, const char *text) {
  return utf8[0] == UTF8 && (size_t)u2(utf8 + 1) >= strlen(text) && !memcmp(utf8 + 3, text, strlen(text));
}

static bool utf8_is(const unsigned char *utf8, const char *text) {
  return utf8_begins(utf8, text) && (size_t)u2(utf8 + 1) == strlen(text);
}

enum Call { OTHER, LOCK, UNLOCK };

// What a call of the method that a constant names does.
static enum Call call_of(const Constants *c, int index) {
  const unsigned char *method = constant(c, index);
  const unsigned char *type = constant(c, u2(constant(c, u2(method + 1)) + 1));
  const unsigned char *name = constant(c, u2(constant(c, u2(method + 3)) + 1));
  if (!utf8_begins(type, LOCKS) && !utf8_is(type, INTERNAL_LOCK)) return OTHER;
  if (utf8_is(name, "unlock")) return UNLOCK;
  return utf8_is(name, "lock") || utf8_is(name, "tryLock") || utf8_is(name, "lockInterruptibly") ? LOCK : OTHER;
}

// How long the instruction at an index is (JVMS 6.5).
static int instruction_bytes(const unsigned char *code, int at) {
  static const char lengths[] = // of 0x00 to 0xc9, in order
      "1111111111111111" "2323322222111111" "1111111111111111" "1111112222211111" "1111111111111111" "1111111111111111"
      "1111111111111111" "1111111111111111" "1111311111111111" "1111111113333333" "3333333332001111" "1133333335532311"
      "3311043355";
  int padded = (at & ~3) + 4;
  switch (code[at]) {
    case TABLESWITCH: return padded + 12 + 4 * (u4(code + padded + 8) - u4(code + padded + 4) + 1) - at;
    case LOOKUPSWITCH: return padded + 8 + 8 * u4(code + padded + 4) - at;
    case WIDE: return code[at + 1] == IINC ? 6 : 4;
    default: return code[at] < sizeof lengths - 1 ? lengths[code[at]] - '0' : 1;
  }
}

static void scan(const unsigned char *code, int length, const Constants *c, Locking *found) {
  for (int at = 0, bytes; at < length && (bytes = instruction_bytes(code, at)) > 0; at += bytes) {
    found->synchronizes |= code[at] == MONITORENTER;
    if (code[at] < INVOKEVIRTUAL || code[at] > INVOKEINTERFACE) continue;
    enum Call call = call_of(c, u2(code + at + 1));
    if (call == LOCK && found->lock < 0) found->lock = at;
    if (call == UNLOCK) found->unlock = at;
  }
}

static Locking locking_of(jmethodID method) {
  Locking found = {.method = method, .lock = -1, .unlock = -1};
  jclass type = NULL;
  jint length = 0, modifiers = 0;
  unsigned char *code = NULL;
  Constants c;
  found.synchronizes = (*jvmti)->GetMethodModifiers(jvmti, method, &modifiers) == 0 && modifiers & ACC_SYNCHRONIZED;
  if ((*jvmti)->GetMethodDeclaringClass(jvmti, method, &type) || (*jvmti)->GetBytecodes(jvmti, method, &length, &code))
    return found;
  if (read_constants_of(type, &c)) {
    scan(code, length, &c, &found);
    free_constants(&c);
  }
  (*jvmti)->Deallocate(jvmti, code);
  return found;
}

// Whether a method is one of a condition's, which releases the lock while it waits.
static bool is_of_a_condition(jmethodID method) {
  Home home;
  home_of(method, &home);
  return strstr(home.signature, "$ConditionObject;") != NULL;
}

static const Locking *known_locking(jmethodID method) {
  static Locking known[KNOWN_METHODS]; // stacks are mostly the same ones again
  Locking *l = &known[((uintptr_t)method >> 3) % KNOWN_METHODS];
  if (l->method != method) *l = locking_of(method);
  return l;
}

// Whether a method may own a monitor.
bool synchronizes(jmethodID method) { return known_locking(method)->synchronizes; }

// Whether the frame may hold a lock; callee is the frame that it has called, if any. Within lock() a thread that waits has not got
// it, and one that runs may have.
bool may_hold_a_lock(const jvmtiFrameInfo *frame, const jvmtiFrameInfo *callee, bool waits) {
  const Locking *l = known_locking(frame->method);
  if (l->lock < 0 || frame->location < l->lock || frame->location >= l->unlock) return false;
  return waits ? frame->location > l->lock && !(callee && is_of_a_condition(callee->method)) : true;
}
