// What a child must not share with its parent. All of it happens in the child while it has one thread, with plain system
// calls, so that no revived thread can meet what is the parent's.
#include "livefork.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET_PREFIX "/tmp/.java_pid"

// Files that are read have one offset for both processes, and the JDK reads its jars by seeking first: each gets its own.
static void own_offsets(void) {
  Directory open_files;
  if (!directory_open(&open_files, "/proc/self/fd")) return;
  for (const char *name; (name = directory_next(&open_files));) {
    char path[64];
    struct stat status;
    int fd = name[0] == '.' ? -1 : atoi(name), flags = fd < 0 ? -1 : fcntl(fd, F_GETFL);
    if (flags < 0 || fd == open_files.fd || (flags & O_ACCMODE) != O_RDONLY) continue;
    if (fstat(fd, &status) || !S_ISREG(status.st_mode)) continue;
    append(append(path, path + sizeof path, "/proc/self/fd/"), path + sizeof path, name);
    int again = open(path, O_RDONLY | O_CLOEXEC);
    if (again < 0) continue;
    lseek(again, lseek(fd, 0, SEEK_CUR), SEEK_SET);
    dup3(again, fd, fcntl(fd, F_GETFD) & FD_CLOEXEC ? O_CLOEXEC : 0);
    close(again);
  }
  directory_close(&open_files);
}

static bool is_performance_data(const Mapping *m, void *context) {
  Mapping *found = context;
  if (!m->shared || !strstr(m->path, "/hsperfdata_")) return false;
  *found = *m;
  return true;
}

// The counters that jstat reads are a shared file: the child would write into its parent's.
static void own_performance_data(char *path) {
  Mapping m;
  if (!visit_mappings(is_performance_data, &m)) return;
  size_t length = m.end - m.begin;
  char *copy = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (copy == MAP_FAILED) return;
  memcpy(copy, (char *)m.begin, length);
  mremap(copy, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, (char *)m.begin);
  strcpy(path, m.path);
}

// The VM's names of files are in libjvm's data or in the C library's heap. They are looked for by what they must say.
typedef void (*OnText)(char *found);

static void each_text(const Mapping *m, const char *text, OnText on_text) {
  size_t length = strlen(text) + 1;
  for (char *at = (char *)m->begin; (uint64_t)at + length <= m->end;) {
    at = memchr(at, text[0], (char *)m->end - at - length + 1);
    if (!at) return;
    if (!memcmp(at, text, length)) on_text(at);
    at++;
  }
}

typedef struct { const char *text; OnText on_text; } EachText;

static bool visit_data(const Mapping *m, void *context) {
  static bool after_libjvm;
  EachText *search = context;
  bool is_libjvm = strstr(m->path, "/libjvm.so") != NULL;
  bool is_bss = after_libjvm && !m->path[0];
  after_libjvm = is_libjvm;
  if (m->readable && m->writable && !m->shared && (is_libjvm || is_bss || !strcmp(m->path, "[heap]")))
    each_text(m, search->text, search->on_text);
  return false;
}

static void each_in_vm(const char *text, OnText on_text) {
  EachText search = {text, on_text};
  visit_mappings(visit_data, &search);
}

static void forget(char *found) { found[0] = 0; }

static char own_socket[sizeof((struct sockaddr_un *)0)->sun_path];

static void rename_socket(char *found) { strcpy(found, own_socket); }

static bool is_socket_at(int fd, const char *path) {
  struct sockaddr_un address;
  socklen_t length = sizeof address;
  memset(&address, 0, sizeof address);
  return getsockname(fd, (struct sockaddr *)&address, &length) == 0 && address.sun_family == AF_UNIX
      && !strcmp(address.sun_path, path);
}

// An attach listener that was asked for listens on a socket named after the parent: the child listens on one of its own
// under the same descriptor, and will remove that name, not the parent's, when it ends.
static void own_attach_socket(int parent) {
  char inherited[64];
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  append_number(append(inherited, inherited + sizeof inherited, SOCKET_PREFIX), inherited + sizeof inherited, parent);
  append_number(append(own_socket, own_socket + sizeof own_socket, SOCKET_PREFIX), own_socket + sizeof own_socket, getpid());
  Directory open_files;
  int listener = -1;
  if (!directory_open(&open_files, "/proc/self/fd")) return;
  for (const char *name; listener < 0 && (name = directory_next(&open_files));) {
    int fd = name[0] == '.' ? -1 : atoi(name);
    if (fd >= 0 && is_socket_at(fd, inherited)) listener = fd;
  }
  directory_close(&open_files);
  if (listener < 0) return;
  each_in_vm(inherited, strlen(own_socket) <= strlen(inherited) + 8 ? rename_socket : forget);
  int own = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  strcpy(address.sun_path, own_socket);
  unlink(own_socket);
  if (own >= 0 && bind(own, (struct sockaddr *)&address, sizeof address) == 0 && chmod(own_socket, 0600) == 0
      && listen(own, 5) == 0)
    dup3(own, listener, O_CLOEXEC);
  else
    close(listener);
  if (own >= 0) close(own);
}

void child_clean_up(int parent) {
  char performance_file[256] = "";
  own_offsets();
  own_performance_data(performance_file);
  if (performance_file[0]) each_in_vm(performance_file, forget);
  own_attach_socket(parent);
}
