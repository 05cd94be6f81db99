/*
 * Serial lines without a wire, as many as wanted, in one process: pairs of ptys that hang up as a pulled cable does. Built
 * and driven by pty-board.ts.
 *
 *   in   NEAR FAR   makes a line whose ends have these two names
 *   out  + NEAR     it is there
 *        - NEAR     it is gone, and its names with it
 *
 * A line goes when its far end was opened and is closed again: first the near end gets everything that the far end has
 * written, to the last octet, then it is hung up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define MOST 64
#define NAME 256
/* A near end that is not read is hung up all the same, milliseconds. */
#define PATIENCE 100

/* One direction of a line. */
struct way {
    char octets[4096];
    int length, at;
};

struct line {
    int near, far;
    /* The near end, held open so that it may be closed and opened again. */
    int held;
    struct way to_near, to_far;
    int has_ended, quiet, waited;
    char near_name[NAME], far_name[NAME];
};

static struct line *lines[MOST];
static int count;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* A pty in raw mode; its other side gets this name. */
static int make_pty(const char *name)
{
    struct termios raw;
    char path[64];
    int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0 || grantpt(fd) != 0 || unlockpt(fd) != 0 || ptsname_r(fd, path, sizeof path) != 0) die("pty");
    if (tcgetattr(fd, &raw) != 0) die("tcgetattr");
    cfmakeraw(&raw);
    if (tcsetattr(fd, TCSANOW, &raw) != 0) die("tcsetattr");
    unlink(name);
    if (symlink(path, name) != 0) die(name);
    return fd;
}

static void make_line(const char *near_name, const char *far_name)
{
    struct line *line = calloc(1, sizeof *line);

    if (line == NULL || count == MOST) die("line");
    strcpy(line->near_name, near_name);
    strcpy(line->far_name, far_name);
    line->near = make_pty(near_name);
    line->held = open(near_name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (line->held < 0) die(near_name);
    line->far = make_pty(far_name);
    lines[count++] = line;
    printf("+ %s\n", near_name);
}

static void end_line(int index)
{
    struct line *line = lines[index];

    unlink(line->near_name);
    unlink(line->far_name);
    close(line->held);
    close(line->near);
    close(line->far);
    printf("- %s\n", line->near_name);
    free(line);
    lines[index] = lines[--count];
}

/* Reads what there is; answers 0 when the other side is closed. */
static int take(int fd, struct way *way)
{
    int octets = read(fd, way->octets, sizeof way->octets);

    if (octets < 0) return errno != EIO;
    way->at = 0;
    way->length = octets;
    return 1;
}

static void give(int fd, struct way *way)
{
    int octets = write(fd, way->octets + way->at, way->length - way->at);

    if (octets > 0) way->at += octets;
}

static int is_empty(const struct way *way)
{
    return way->at == way->length;
}

/* Has the near end read everything? What was written just now may still be on its way: it must be so twice. */
static int is_read(struct line *line)
{
    int unread = 0;

    if (!is_empty(&line->to_near)) return 0;
    ioctl(line->held, FIONREAD, &unread);
    line->quiet = unread == 0 ? line->quiet + 1 : 0;
    return line->quiet > 1;
}

static void hear_orders(void)
{
    static char text[4 * NAME * MOST];
    static int length;
    char near_name[NAME], far_name[NAME], *end;
    int octets = read(STDIN_FILENO, text + length, sizeof text - length - 1);

    if (octets <= 0) exit(0);
    length += octets;
    text[length] = '\0';
    while ((end = strchr(text, '\n')) != NULL) {
        if (sscanf(text, "%255s %255s", near_name, far_name) == 2) make_line(near_name, far_name);
        length -= end + 1 - text;
        memmove(text, end + 1, length + 1);
    }
}

int main(void)
{
    struct pollfd polls[1 + 2 * MOST];

    setvbuf(stdout, NULL, _IOLBF, 0);
    for (;;) {
        int endings = 0, polled = count;

        polls[0] = (struct pollfd){ STDIN_FILENO, POLLIN, 0 };
        for (int i = 0; i < count; i++) {
            struct line *line = lines[i];
            int near_events = (is_empty(&line->to_far) ? POLLIN : 0) | (is_empty(&line->to_near) ? 0 : POLLOUT);
            int far_events = (is_empty(&line->to_near) ? POLLIN : 0) | (is_empty(&line->to_far) ? 0 : POLLOUT);

            polls[1 + 2 * i] = (struct pollfd){ line->near, line->has_ended ? near_events & POLLOUT : near_events, 0 };
            polls[2 + 2 * i] = (struct pollfd){ line->has_ended || far_events == 0 ? -1 : line->far, far_events, 0 };
            endings += line->has_ended;
        }
        if (poll(polls, 1 + 2 * count, endings > 0 ? 1 : -1) < 0 && errno != EINTR) die("poll");
        for (int i = polled - 1; i >= 0; i--) {
            struct line *line = lines[i];
            int near = polls[1 + 2 * i].revents, far = polls[2 + 2 * i].revents;

            if (near & POLLOUT) give(line->near, &line->to_near);
            if (far & POLLOUT) give(line->far, &line->to_far);
            if (near & POLLIN && is_empty(&line->to_far)) take(line->near, &line->to_far);
            if (far & (POLLIN | POLLHUP) && is_empty(&line->to_near)) line->has_ended |= !take(line->far, &line->to_near);
            if (line->has_ended && (is_read(line) || line->waited++ > PATIENCE)) end_line(i);
        }
        if (polls[0].revents) hear_orders();
    }
}
