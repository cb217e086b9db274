// What a child must not share with its parent. It is noted in the parent while all of its threads are parked, and changed in the
// child while its others wait, with plain system calls: so none of them can meet what is the parent's.
#include "livefork.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PREFIX "/tmp/.java_pid"
#define OOM_SCORE 100
#define MOST_OOM_SCORE 1000

static bool is_performance_data(const Mapping *m, void *context) {
  Mapping *found = context;
  if (!m->shared || !strstr(m->path, "/hsperfdata_")) return false;
  *found = *m;
  return true;
}

// The VM's names of files are in libjvm's data, or that points to them. They are looked for by what they must say, so what
// is found is what is meant.
#define MOST_MAPPINGS 4096
static struct { uint64_t begin, end; bool is_data; } mappings[MOST_MAPPINGS];
static int mapping_count;
static Mapping performance; // the counters that jstat reads; empty when there are none
static char *performance_file; // the VM's name of the file that it removes at its end

static bool note_mapping(const Mapping *m, void *context) {
  bool *after_libjvm = context;
  bool is_libjvm = strstr(m->path, "/libjvm.so") != NULL, is_bss = *after_libjvm && !m->path[0];
  *after_libjvm = is_libjvm;
  if (!m->readable || !m->writable || m->shared || mapping_count == MOST_MAPPINGS) return false;
  mappings[mapping_count].begin = m->begin;
  mappings[mapping_count].end = m->end;
  mappings[mapping_count++].is_data = is_libjvm || is_bss;
  return false;
}

static void note_mappings(void) {
  bool after_libjvm = false;
  mapping_count = 0;
  visit_mappings(note_mapping, &after_libjvm);
}

static bool says(uint64_t address, const char *text) {
  size_t length = strlen(text) + 1;
  for (int low = 0, high = mapping_count - 1; low <= high;) {
    int middle = (low + high) / 2;
    if (address < mappings[middle].begin) high = middle - 1;
    else if (address >= mappings[middle].end) low = middle + 1;
    else return address + length <= mappings[middle].end && !memcmp((char *)address, text, length);
  }
  return false;
}

// The text that a word of libjvm's data points to; NULL when none does.
static char *pointed_to_by_vm(const char *text) {
  for (int i = 0; i < mapping_count; i++)
    for (uint64_t at = mappings[i].begin; mappings[i].is_data && at < mappings[i].end; at += sizeof at)
      if (says(*(uint64_t *)at, text)) return *(char **)at;
  return NULL;
}

// The text in libjvm's data itself.
static char *held_by_vm(const char *text) {
  for (int i = 0; i < mapping_count; i++)
    for (uint64_t at = mappings[i].begin; mappings[i].is_data && at < mappings[i].end; at += sizeof at)
      if (says(at, text)) return (char *)at;
  return NULL;
}

// In the parent, once: what takes too long for a child.
void child_init(void) {
  if (!visit_mappings(is_performance_data, &performance)) return;
  note_mappings();
  performance_file = pointed_to_by_vm(performance.path);
}

// The counters that jstat reads are a shared file: the child would write into its parent's.
static void own_performance_data(void) {
  size_t length = performance.end - performance.begin;
  if (length == 0) return;
  char *copy = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (copy == MAP_FAILED) return;
  memcpy(copy, (char *)performance.begin, length);
  mremap(copy, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, (char *)performance.begin);
  performance.end = performance.begin; // a child of this one has nothing to do
  if (performance_file) performance_file[0] = 0; // at its end, the child removes nothing
}

static char inherited_socket[sizeof((struct sockaddr_un *)0)->sun_path], own_socket[sizeof inherited_socket];

// Whether it listens there, or at a name that begins so: the VM binds its socket to PATH.tmp, and renames that. A connection
// that was accepted has the listener's name too.
static bool listens_at(int fd, const char *path) {
  struct sockaddr_un address;
  int listens = 0;
  socklen_t length = sizeof address, bytes = sizeof listens;
  memset(&address, 0, sizeof address);
  return getsockname(fd, (struct sockaddr *)&address, &length) == 0 && address.sun_family == AF_UNIX
      && getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &bytes) == 0 && listens
      && begins(address.sun_path, path) && (address.sun_path[strlen(path)] < '0' || address.sun_path[strlen(path)] > '9');
}

static void name_attach_socket(char *at, int pid) {
  char *end = at + sizeof own_socket;
  append_number(append(at, end, SOCKET_PREFIX), end, pid);
}

static Directory descriptors;

static bool begin_to_note(void) {
  shared->file_count = 0;
  shared->attach_listener = -1;
  return directory_open(&descriptors, "/proc/self/fd");
}

// In the parent before the fork. Parent and child close it.
bool open_descriptors(void) {
  name_attach_socket(inherited_socket, getpid());
  return begin_to_note();
}

void close_descriptors(void) { directory_close(&descriptors); }

static bool note_descriptor(int fd) {
  struct stat status;
  if (fstat(fd, &status)) return true;
  if (S_ISSOCK(status.st_mode) && listens_at(fd, inherited_socket)) shared->attach_listener = fd;
  return note_offset(fd, &status);
}

// In the parent while all is parked: what the child needs of its own. False when there are more files than can be noted.
bool note_descriptors(void) {
  bool ok = true;
  for (const char *name; ok && (name = directory_next(&descriptors));)
    if (name[0] != '.' && atoi(name) != descriptors.fd) ok = note_descriptor(atoi(name));
  return ok;
}

// In a child whose parent did not live to do it.
bool note_inherited(void) {
  close_descriptors();
  return begin_to_note() && note_descriptors();
}

// An attach listener that was asked for listens on a socket named after the parent: the child listens on one of its own
// under the same descriptor, and will remove that name, not the parent's, when it ends. What a process of the same number has left
// under it goes in any case, as when a JVM begins: a tool would take it for the child's.
static void own_attach_socket(void) {
  name_attach_socket(own_socket, getpid());
  unlink(own_socket);
  if (shared->attach_listener < 0) return;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  note_mappings();
  char *name_in_vm = held_by_vm(inherited_socket);
  if (name_in_vm) strcpy(name_in_vm, own_socket); // in an array for any path of a socket
  int own = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strcpy(address.sun_path, own_socket);
  if (own >= 0 && bind(own, (struct sockaddr *)&address, sizeof address) == 0 && chmod(own_socket, 0600) == 0
      && listen(own, 5) == 0)
    dup3(own, shared->attach_listener, O_CLOEXEC);
  else
    close(shared->attach_listener);
  if (own >= 0) close(own);
}

static bool is_kept(const Options *o, int fd) {
  const int32_t *kept = (const int32_t *)(intptr_t)o->kept;
  for (int64_t i = 0; i < o->kept_count; i++)
    if (kept[i] == fd) return true;
  return fd <= STDERR_FILENO || fd == shared->attach_listener;
}

// Pipes and sockets that the child is not to keep: 0, or errno. Their numbers stay taken, since objects of the parent's may yet
// close them.
int child_let_go_of_streams(const Options *o) {
  Directory open_files;
  if (!directory_open(&open_files, "/proc/self/fd")) return errno;
  int nothing = open("/dev/null", O_RDWR | O_CLOEXEC), error = nothing < 0 ? errno : 0;
  for (const char *name; !error && (name = directory_next(&open_files));) {
    struct stat status;
    int fd = name[0] == '.' ? -1 : atoi(name);
    if (fd >= 0 && !is_kept(o, fd) && fstat(fd, &status) == 0 && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode)))
      dup3(nothing, fd, O_CLOEXEC);
  }
  directory_close(&open_files);
  if (nothing >= 0) close(nothing);
  return error;
}

// When memory runs out, the kernel is to end the child rather than its parent.
static void offer_to_the_oom_killer(void) {
  char text[16], *end = text + sizeof text;
  int fd = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
  if (fd < 0) return;
  long length = read(fd, text, sizeof text - 1);
  text[length > 0 ? length : 0] = 0;
  long score = strtol(text, NULL, 10) + OOM_SCORE;
  char *at = append_number(text, end, score < MOST_OOM_SCORE ? score : MOST_OOM_SCORE);
  if (length > 0 && pwrite(fd, text, at - text, 0) < 0) errno = 0; // not allowed here: it stays its parent's
  close(fd);
}

void child_clean_up(void) {
  own_offsets();
  own_performance_data();
  own_attach_socket();
  offer_to_the_oom_killer();
}
