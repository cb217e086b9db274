// A file that is read has one offset for both processes, and the JDK reads its jars by seeking first: a child gets its own, by opening
// the file again under the same number. By its path that takes half as long as by /proc, so the path is kept from one fork to
// the next; whether it leads to the same file is seen afterwards.
#include "livefork.h"
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define DELETED " (deleted)"

static bool is_same(const OpenFile *f, const struct stat *status) {
  return f->device == status->st_dev && f->inode == status->st_ino;
}

static void name_in_proc(char *path, char *end, int fd) { append_number(append(path, end, "/proc/self/fd/"), end, fd); }

static void find_path(OpenFile *f) {
  char in_proc[64];
  size_t deleted = strlen(DELETED);
  name_in_proc(in_proc, in_proc + sizeof in_proc, f->fd);
  ssize_t length = readlink(in_proc, f->path, sizeof f->path);
  if (length < 0 || length == sizeof f->path) length = 0;
  f->path[length] = 0;
  if ((size_t)length > deleted && !strcmp(f->path + length - deleted, DELETED)) f->path[0] = 0;
}

// In the parent while all is parked, so that nobody moves an offset. False when there are more files than can be noted.
bool note_offset(int fd, const struct stat *status) {
  if (!S_ISREG(status->st_mode) || (fcntl(fd, F_GETFL) & O_ACCMODE) != O_RDONLY) return true;
  if (shared->file_count == MOST_FILES) return false;
  OpenFile *f = &shared->files[shared->file_count];
  if (f->fd != fd || !is_same(f, status)) {
    *f = (OpenFile){.fd = fd, .device = status->st_dev, .inode = status->st_ino};
    find_path(f);
  }
  f->closes_on_exec = fcntl(fd, F_GETFD) & FD_CLOEXEC;
  f->offset = lseek(fd, 0, SEEK_CUR);
  shared->file_count++;
  return true;
}

// The path may lead elsewhere by now, even to what an open would wait for.
static int open_again(const OpenFile *f) {
  struct stat status;
  char in_proc[64];
  int again = f->path[0] ? open(f->path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC) : -1;
  if (again >= 0 && fstat(again, &status) == 0 && is_same(f, &status) && fcntl(again, F_SETFL, 0) == 0) return again;
  if (again >= 0) close(again);
  name_in_proc(in_proc, in_proc + sizeof in_proc, f->fd);
  return open(in_proc, O_RDONLY | O_CLOEXEC);
}

// In the child.
void own_offsets(void) {
  for (OpenFile *f = shared->files; f < shared->files + shared->file_count; f++) {
    int again = open_again(f);
    if (again < 0) continue;
    if (f->offset > 0) lseek(again, f->offset, SEEK_SET);
    dup3(again, f->fd, f->closes_on_exec ? O_CLOEXEC : 0);
    close(again);
  }
}
