/* What a process asks of the disk, written down in the order in which the disk got it, for a simulator of power cuts.

   Loaded in front of the C library (LD_PRELOAD). `power_record(folder, log)` begins: from then on each write, each change of size, each
   name made, moved and removed in `folder`, each sync of a file or of a folder there, and each byte said on standard output is one entry
   of `log`. `power_fill(bytes)` leaves files in the folder room to grow by so much: then the disk is full. `power_refuse(number)` lets
   each write and each new file there fail with this error, as a disk that was made read-only or stopped answering; 0 ends it.

   An entry: one letter, the file's number (inode), an offset, a length, two lengths of names, then the names and the data.
   A lock is held over the call and its entry, so that the order is the disk's also for several threads and processes.
   Not seen: mapped memory. SQLite maps its shared memory (-shm) alone, whose content means nothing after a cut. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static char folder[PATH_MAX], log_name[PATH_MAX];
static int log_fd = -1, lock_fd = -1;
static pid_t lock_owner;
static long long room = -1;
static int refusal = 0;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

struct __attribute__((packed)) entry {
    char kind;
    uint64_t file, offset, length;
    uint16_t first, second;
};

static ssize_t real_write(int fd, const void *data, size_t length) {
    REAL(ssize_t, "write", int, const void *, size_t);
    return real(fd, data, length);
}

static int real_open(const char *path, int flags, mode_t mode) {
    REAL(int, "open64", const char *, int, ...);
    return real(path, flags, mode);
}

static void in_turn(void) {
    pthread_mutex_lock(&one_at_a_time);
    if (lock_owner != getpid()) { /* a lock of its own: one that came through a fork is its parent's too */
        lock_fd = real_open(log_name, O_RDONLY | O_CLOEXEC, 0);
        lock_owner = getpid();
    }
    flock(lock_fd, LOCK_EX);
}

static void done(void) {
    flock(lock_fd, LOCK_UN);
    pthread_mutex_unlock(&one_at_a_time);
}

static void enter(char kind, uint64_t file, uint64_t offset, const char *first, const char *second, const void *data, uint64_t length) {
    struct entry head = {kind, file, offset, length, (uint16_t)(first ? strlen(first) : 0), (uint16_t)(second ? strlen(second) : 0)};
    struct iovec parts[] = {{&head, sizeof head}, {(void *)first, head.first}, {(void *)second, head.second}, {(void *)data, length}};
    int before = errno;
    if (writev(log_fd, parts, 4) != (ssize_t)(sizeof head + head.first + head.second + length)) abort();
    errno = before;
}

static int recording(void) { return log_fd >= 0; }

static int watched(const char *path) {
    size_t length = strlen(folder);
    return !strncmp(path, folder, length) && (path[length] == '/' || !path[length]);
}

/* The whole name of what a descriptor is open on, if that lies in the folder. */
static int watched_fd(int fd, char *name, struct stat *facts) {
    char link[64];
    if (!recording() || fd < 0 || fd == log_fd) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, name, PATH_MAX - 1);
    if (length <= 0) return 0;
    name[length] = 0;
    return watched(name) && !fstat(fd, facts);
}

/* A name as the folder's files are called, whatever the caller called it. */
static int watched_name(int base, const char *path, char *name) {
    char parent[PATH_MAX], whole[PATH_MAX], link[64];
    if (!recording() || !path) return 0;
    if (path[0] != '/' && base != AT_FDCWD) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", base);
        ssize_t length = readlink(link, parent, PATH_MAX - 1);
        if (length <= 0) return 0;
        parent[length] = 0;
        if (snprintf(whole, sizeof whole, "%s/%s", parent, path) >= (int)sizeof whole) return 0;
    } else if (path[0] != '/') {
        if (!getcwd(parent, sizeof parent)) return 0;
        if (snprintf(whole, sizeof whole, "%s/%s", parent, path) >= (int)sizeof whole) return 0;
    } else if (snprintf(whole, sizeof whole, "%s", path) >= (int)sizeof whole) return 0;
    strcpy(name, whole);
    return watched(name);
}

__attribute__((visibility("default"))) int power_record(const char *where, const char *log) {
    if (log_fd >= 0) close(log_fd);
    log_fd = -1;
    lock_owner = 0;
    if (!where) return 0;
    snprintf(folder, sizeof folder, "%s", where);
    snprintf(log_name, sizeof log_name, "%s", log);
    log_fd = real_open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    return log_fd < 0;
}

__attribute__((visibility("default"))) void power_fill(long long bytes) { room = bytes; }

__attribute__((visibility("default"))) void power_refuse(int number) { refusal = number; }

/* Whether a file may grow so far; what it grows by is taken from the room. */
static int has_room(const struct stat *facts, uint64_t end) {
    if (room < 0 || end <= (uint64_t)facts->st_size) return 1;
    uint64_t more = end - (uint64_t)facts->st_size;
    if (more > (uint64_t)room) return 0;
    room -= (long long)more;
    return 1;
}

static ssize_t writing(int fd, const void *data, size_t length, off64_t offset, int at_place) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    char name[PATH_MAX];
    struct stat facts;
    ssize_t written;
    if (recording() && fd == STDOUT_FILENO) {
        in_turn();
        enter('A', 0, 0, NULL, NULL, data, length);
        done();
        return real_write(fd, data, length);
    }
    if (!watched_fd(fd, name, &facts) || !S_ISREG(facts.st_mode))
        return at_place ? real(fd, data, length, offset) : real_write(fd, data, length);
    in_turn();
    fstat(fd, &facts);
    if (!at_place) offset = fcntl(fd, F_GETFL) & O_APPEND ? facts.st_size : lseek64(fd, 0, SEEK_CUR);
    if (refusal || !has_room(&facts, (uint64_t)offset + length)) {
        errno = refusal ? refusal : ENOSPC;
        written = -1;
    } else
        written = at_place ? real(fd, data, length, offset) : real_write(fd, data, length);
    if (written > 0) enter('W', facts.st_ino, (uint64_t)offset, NULL, NULL, data, (uint64_t)written);
    done();
    return written;
}

ssize_t write(int fd, const void *data, size_t length) { return writing(fd, data, length, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return writing(fd, data, length, offset, 1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) { return writing(fd, data, length, offset, 1); }

/* Ways to write that are seldom gone and that every caller can do without. */
ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
    REAL(ssize_t, "sendfile", int, int, off_t *, size_t);
    if (recording()) return errno = ENOTSOCK, -1;
    return real(out, in, offset, count);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
    REAL(ssize_t, "sendfile64", int, int, off64_t *, size_t);
    if (recording()) return errno = ENOTSOCK, -1;
    return real(out, in, offset, count);
}
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    if (recording()) return errno = ENOSYS, -1;
    return real(in, from, out, to, count, flags);
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
    REAL(int, "posix_fallocate64", int, off64_t, off64_t);
    return recording() ? EOPNOTSUPP : real(fd, offset, length);
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

int ftruncate64(int fd, off64_t size) {
    REAL(int, "ftruncate64", int, off64_t);
    char name[PATH_MAX];
    struct stat facts;
    if (!watched_fd(fd, name, &facts)) return real(fd, size);
    in_turn();
    fstat(fd, &facts);
    int failed = !refusal && has_room(&facts, (uint64_t)size) ? real(fd, size) : (errno = refusal ? refusal : ENOSPC, -1);
    if (!failed) enter('T', facts.st_ino, (uint64_t)size, NULL, NULL, NULL, 0);
    done();
    return failed;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

static int syncing(int fd, const char *how) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, how);
    char name[PATH_MAX];
    struct stat facts;
    if (!watched_fd(fd, name, &facts)) return real(fd);
    in_turn();
    int failed = real(fd);
    if (!failed && S_ISDIR(facts.st_mode)) enter('D', facts.st_ino, 0, name, NULL, NULL, 0);
    else if (!failed) enter('S', facts.st_ino, 0, NULL, NULL, NULL, 0);
    done();
    return failed;
}
int fsync(int fd) { return syncing(fd, "fsync"); }
int fdatasync(int fd) { return syncing(fd, "fdatasync"); }

static int opening(int base, const char *path, int flags, mode_t mode) {
    REAL(int, "openat64", int, const char *, int, ...);
    char name[PATH_MAX];
    struct stat facts;
    if (!(flags & (O_CREAT | O_TRUNC)) || !watched_name(base, path, name)) return real(base, path, flags, mode);
    if (refusal) return errno = refusal, -1;
    in_turn();
    int was_there = !fstatat(base, path, &facts, 0);
    int fd = real(base, path, flags, mode);
    if (fd >= 0) {
        fstat(fd, &facts);
        if (!was_there) enter('C', facts.st_ino, 0, name, NULL, NULL, 0);
        else if (flags & O_TRUNC && S_ISREG(facts.st_mode)) enter('T', facts.st_ino, 0, NULL, NULL, NULL, 0);
    }
    done();
    return fd;
}

#define OPEN(name, base, ...) \
    int name(__VA_ARGS__, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return opening(base, path, flags, mode); \
    }
OPEN(open, AT_FDCWD, const char *path)
OPEN(open64, AT_FDCWD, const char *path)
OPEN(openat, base, int base, const char *path)
OPEN(openat64, base, int base, const char *path)

int unlinkat(int base, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    char name[PATH_MAX];
    if (!watched_name(base, path, name)) return real(base, path, flags);
    in_turn();
    int failed = real(base, path, flags);
    if (!failed) enter(flags & AT_REMOVEDIR ? 'E' : 'U', 0, 0, name, NULL, NULL, 0);
    done();
    return failed;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int base, const char *path, mode_t mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    char name[PATH_MAX];
    if (!watched_name(base, path, name)) return real(base, path, mode);
    in_turn();
    int failed = real(base, path, mode);
    if (!failed) enter('M', 0, 0, name, NULL, NULL, 0);
    done();
    return failed;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

int renameat(int old_base, const char *old, int new_base, const char *new) {
    REAL(int, "renameat", int, const char *, int, const char *);
    char first[PATH_MAX], second[PATH_MAX];
    if (!watched_name(old_base, old, first) || !watched_name(new_base, new, second)) return real(old_base, old, new_base, new);
    in_turn();
    int failed = real(old_base, old, new_base, new);
    if (!failed) enter('R', 0, 0, first, second, NULL, 0);
    done();
    return failed;
}
int rename(const char *old, const char *new) { return renameat(AT_FDCWD, old, AT_FDCWD, new); }

int linkat(int old_base, const char *old, int new_base, const char *new, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    char first[PATH_MAX], second[PATH_MAX];
    if (!watched_name(old_base, old, first) || !watched_name(new_base, new, second)) return real(old_base, old, new_base, new, flags);
    in_turn();
    int failed = real(old_base, old, new_base, new, flags);
    if (!failed) enter('L', 0, 0, first, second, NULL, 0);
    done();
    return failed;
}
int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

/* A disk that is full says so also to those who ask how much room it has. */
int statvfs64(const char *path, struct statvfs64 *facts) {
    REAL(int, "statvfs64", const char *, struct statvfs64 *);
    int failed = real(path, facts);
    if (!failed && room >= 0 && watched(path)) facts->f_bavail = facts->f_bfree = (fsblkcnt64_t)room / facts->f_frsize;
    return failed;
}
int statvfs(const char *path, struct statvfs *facts) { return statvfs64(path, (struct statvfs64 *)facts); }
