// Loaded before the C library: while the file that EIO_WHILE names is there, nothing reaches the disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int fails(void) {
  const char *path = getenv("EIO_WHILE");
  if (!path || access(path, F_OK) != 0) return 0;
  errno = EIO;
  return 1;
}

#define SHIM(name) \
  int name(int file) { \
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, #name); \
    return fails() ? -1 : real(file); \
  }

SHIM(fsync)
SHIM(fdatasync)
